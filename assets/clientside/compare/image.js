/* Save the rows of Compare as one sheet: places, finding, every open theme, sources and years. */
(() => {
  "use strict";

  /* Columns of the sheet in px: place, strip, value, difference, result. */
  const AT = { place: 0, strip: 230, value: 530, difference: 730, result: 880 };
  const STRIP = 280;
  const RESULT_CHARS = 34;
  const LINE = 34;
  const SMALL = { "font-size": 12 };
  const SIZE = 15;

  function color(name) {
    return getComputedStyle(document.querySelector(".app")).getPropertyValue(name).trim();
  }

  function colors() {
    const neutral = color("--verdict-neutral");
    return {
      better: color("--verdict-better"),
      worse: color("--verdict-worse"),
      higher: neutral,
      lower: neutral,
      not_tested: neutral,
      not_different: neutral,
      baseline: color("--ink"),
      control: color("--control"),
      few: color("--few-events"),
      rule: color("--rule"),
    };
  }

  function text(sheet, x, words, more) {
    if (!words) return;
    sheet.node.append(
      window.kcExport.element(
        "text",
        {
          x: window.kcExport.margin + x,
          y: sheet.y,
          fill: sheet.ink,
          "font-size": SIZE,
          "font-family": sheet.family,
          ...more,
        },
        words
      )
    );
  }

  function mark(sheet, line, x, y, hue) {
    const path = window.kcCompare.shapes[line.mark];
    if (line.at === null || !path) return;
    const hollow = line.mark === "not_different";
    sheet.node.append(
      window.kcExport.element("path", {
        d: path,
        transform: `translate(${x(line.at)} ${y})`,
        fill: hollow ? sheet.paper : hue[line.mark],
        stroke: hollow ? hue[line.mark] : "none",
        "stroke-width": 1.6,
      })
    );
  }

  function rule(sheet, x1, x2, y, stroke, width) {
    const ends = { x1, x2, y1: y, y2: y, stroke, "stroke-width": width };
    sheet.node.append(window.kcExport.element("line", ends));
  }

  function drawLine(sheet, name, line, hue) {
    const start = window.kcExport.margin + AT.strip;
    const x = (at) => start + (at / 100) * STRIP;
    const y = sheet.y - 5;
    if (line.low !== null && line.high !== null && line.mark) {
      const few = line.mark === "few";
      rule(sheet, x(line.low), x(line.high), y, few ? hue.few : hue.control, few ? 5 : 1.6);
    }
    mark(sheet, line, x, y, hue);
    const weight = line.mark === "baseline" ? 650 : 400;
    text(sheet, AT.place, name, { "font-weight": weight });
    text(sheet, AT.value, line.value);
    text(sheet, AT.difference, line.difference);
    const [first, ...more] = resultLines(line);
    text(sheet, AT.result, first, { "font-size": 14 });
    sheet.y += 14;
    text(sheet, AT.value, line.interval, SMALL);
    text(sheet, AT.difference, line.between, SMALL);
    more.forEach((words, i) => {
      sheet.y += i ? 14 : 0;
      text(sheet, AT.result, words, SMALL);
    });
    sheet.y -= 14;
  }

  /* The result, then what must be known about it, in lines that fit their column. */
  function resultLines(line) {
    const lines = [];
    [line.result, line.note].filter(Boolean).forEach((part) => {
      let words = "";
      part.split(" ").forEach((word) => {
        if (words && `${words} ${word}`.length > RESULT_CHARS) {
          lines.push(words);
          words = word;
        } else {
          words = words ? `${words} ${word}` : word;
        }
      });
      lines.push(words);
    });
    return lines;
  }

  function drawCity(sheet, row, top, bottom) {
    if (!row.city) return;
    const x = window.kcExport.margin + AT.strip + (row.city[0] / 100) * STRIP;
    const ends = { x1: x, x2: x, y1: top, y2: bottom, stroke: sheet.ink };
    sheet.node.append(window.kcExport.element("line", ends));
    const label = { x, y: top - 4, "font-size": 12, "text-anchor": "middle" };
    text(sheet, 0, row.city[1], label);
  }

  function drawRow(sheet, figure, row, hue) {
    sheet.y += LINE + 6;
    const about = [row.years, row.kind].filter(Boolean).join(", ");
    text(sheet, AT.place, about ? `${row.name} (${about})` : row.name, { "font-weight": 650 });
    sheet.y += 18;
    const top = sheet.y;
    row.lines.forEach((raw, index) => {
      sheet.y += LINE;
      const line = window.kcCompare.lineOf(raw);
      drawLine(sheet, line.name || figure.places[index].name, line, hue);
    });
    drawCity(sheet, row, top + 14, sheet.y + 14);
    sheet.y += 14;
  }

  function drawGroup(sheet, figure, group, hue) {
    sheet.y += 20;
    const { margin, width } = window.kcExport;
    rule(sheet, margin, width - margin, sheet.y, sheet.ink, 2);
    sheet.write(group.name, 20, 700);
    group.rows.forEach((row) => drawRow(sheet, figure, row, hue));
  }

  function openGroups(figure) {
    const open = new Set(
      [...document.querySelectorAll(".cmp-group[open]")].map((group) => group.dataset.group)
    );
    return figure.groups.filter((group) => open.has(group.key));
  }

  /* The sources of what is drawn, each with its measures and their years. */
  function sourceLines(figure, groups) {
    const measures = {};
    groups.forEach((group) =>
      group.rows.forEach((row) => {
        const said = row.years ? `${row.name} (${row.years})` : row.name;
        measures[row.source] = [...(measures[row.source] || []), said];
      })
    );
    return Object.entries(measures).map(
      ([source, names]) => `${figure.sources[source]}: ${names.join("; ")}.`
    );
  }

  function compose() {
    const figure = window.kcCompare.figure();
    const sheet = window.kcExport.sheetOf(document.querySelector(".compare"));
    const hue = colors();
    const groups = openGroups(figure);
    sheet.write(figure.title, 20, 400);
    sheet.write(figure.sentence, 30, 700);
    document.querySelectorAll(".cmp-summary li").forEach((item) => {
      sheet.write(item.textContent.trim(), 16, 400);
    });
    sheet.y += LINE;
    sheet.write(`${figure.heads[2]} · ${figure.heads[3]}`, 14, 400);
    groups.forEach((group) => drawGroup(sheet, figure, group, hue));
    sheet.y += LINE;
    document.querySelectorAll(".cmp-legend li").forEach((item) => {
      const words = [...item.childNodes].map((child) => child.textContent.trim());
      sheet.write(words.join("  "), 14, 400);
    });
    sheet.y += 8;
    sourceLines(figure, groups).forEach((line) => sheet.write(line, 14, 400));
    return window.kcExport.finish(sheet);
  }

  async function save(kind) {
    await window.kcNetwork.settled();
    const name = window.kcExport.nameOf(document.querySelector(".cmp-tools a[download]"));
    return window.kcExport.saveSheet(compose(), kind, name);
  }

  window.kcCompareImage = { compose, save };
})();
