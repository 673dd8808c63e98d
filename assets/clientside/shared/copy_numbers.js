/* Cells copied from a table paste as numbers: no thin space, unit, separator or typographic minus,
   which a spreadsheet would take for words. */
(() => {
  "use strict";

  const NUMBER = /^[\u2212-]?\$?\d[\d,]*(\.\d+)?\s*%?$/;
  const BLANKS = /[\u00a0\u202f\u2009]/g;

  /* `12.3%` is 12.3, `$54,000` is 54000, `\u22120.5` is -0.5; words stay as they are. */
  function plain(text) {
    const words = text.replace(BLANKS, " ").replace(/\s+/g, " ").trim();
    if (!NUMBER.test(words)) return words;
    return words.replace("\u2212", "-").replace(/[$,%\s]/g, "");
  }

  function tableOf(selection) {
    const node = selection.rangeCount ? selection.getRangeAt(0).commonAncestorContainer : null;
    const inside = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    return inside ? inside.closest("table") : null;
  }

  /* Lines of cells that are selected, whole or in part; a column of buttons is none. */
  function linesOf(table, selection) {
    const first = table.tBodies[0]?.rows[0];
    const buttons = [...(first?.cells || [])].map((cell) => cell.querySelector("button"));
    return [...table.rows]
      .map((row) =>
        [...row.cells].filter((cell, i) => selection.containsNode(cell, true) && !buttons[i])
      )
      .filter((cells) => cells.length);
  }

  function textOf(selection) {
    const table = tableOf(selection);
    if (!table) return null;
    const lines = linesOf(table, selection);
    if (lines.length === 1 && lines[0].length === 1) return plain(selection.toString());
    return lines.map((cells) => cells.map((cell) => plain(cell.textContent)).join("\t")).join("\n");
  }

  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    const text = selection && !selection.isCollapsed ? textOf(selection) : null;
    if (!text) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  });
})();
