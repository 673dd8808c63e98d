/* Save the rows of Compare as one sheet: places, finding, every open part, sources and years. */
(() => {
  "use strict";

  /* Columns of the sheet in px: place, strip, value, difference, result. */
  const AT = { place: 0, strip: 230, value: 530, difference: 730, result: 910 };
  const STRIP = 280;
  const RESULT_CHARS = 29;
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
      few: color("--band"),
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

  /* -- what is on screen --------------------------------------------------------------------- */

  function said(root, selector) {
    return root.querySelector(selector)?.textContent ?? "";
  }

  /* A cell's own words, without the small ones beside them. */
  function own(row, selector) {
    const found = [...(row.querySelector(selector)?.childNodes ?? [])];
    const words = found.filter((node) => node.nodeType === Node.TEXT_NODE);
    return words.map((node) => node.data.trim()).join("");
  }

  function percent(element, name) {
    return element ? parseFloat(element.getAttribute(name)) : null;
  }

  function cityOf(body) {
    const at = parseFloat(body.style.getPropertyValue("--city"));
    return Number.isNaN(at) ? null : at;
  }

  /* What a strip draws at one height: the interval and the mark of one place. */
  function track(strip, height) {
    const at = (name) => strip.querySelector(`${name}[y1="${height}"], ${name}[y="${height}"]`);
    const [span, shape] = [at("line"), at("svg")];
    return {
      at: percent(shape, "x"),
      low: percent(span, "x1"),
      high: percent(span, "x2"),
      path: shape?.firstElementChild.getAttribute("d"),
    };
  }

  /* Whose number it is: of a place, or of the census tract around it. */
  function nameOf(cell) {
    const around = said(cell, ".cmp-line__around");
    const name = said(cell, ".cmp-line__place");
    return around ? `${name} (${around})` : name;
  }

  function lineOf(row) {
    return {
      ...track(row.querySelector(".cmp-strip"), "0.8rem"),
      name: nameOf(row.querySelector(".cmp-line__value:has(.cmp-line__place)") || row),
      mark: row.dataset.mark,
      value: own(row, ".cmp-line__value"),
      interval: said(row, ".cmp-line__value .cmp-line__interval"),
      difference: own(row, ".cmp-line__difference"),
      between: said(row, ".cmp-line__difference .cmp-line__interval"),
      unit: said(row, ".cmp-line__unit"),
      result: said(row, ".cmp-line__words"),
      note: said(row, ".cmp-line__result .cmp-line__note"),
    };
  }

  /* Two places stand in one line: here too each has a line of its own. */
  function baseOf(row) {
    const cell = row.querySelector(".cmp-line__base");
    if (!cell) return [];
    return [
      {
        ...track(row.querySelector(".cmp-strip"), "1.75rem"),
        name: nameOf(cell),
        mark: cell.dataset.mark,
        value: own(row, ".cmp-line__base"),
        interval: said(cell, ".cmp-line__interval"),
        note: said(cell, ".cmp-line__note"),
      },
    ];
  }

  function rowOf(body) {
    const { years, source } = body.dataset;
    return {
      name: said(body, ".cmp-measure__name a"),
      about: said(body, ".cmp-measure__about").replaceAll(" · ", ", "),
      years,
      source,
      cityAt: cityOf(body),
      city: said(body, ".cmp-scale__city"),
      lines: [...body.querySelectorAll(".cmp-line")].flatMap((row) => [lineOf(row), ...baseOf(row)]),
    };
  }

  function openGroups() {
    return [...document.querySelectorAll(".cmp-group--shown, .cmp-group[open]")].map((group) => ({
      name: said(group, ".cmp-group__name"),
      rows: [...group.querySelectorAll("tbody[data-row]")].map(rowOf),
    }));
  }

  /* -- the sheet ------------------------------------------------------------------------------ */

  function mark(sheet, line, x, y, hue) {
    if (!line.path) return;
    const hollow = line.mark === "not_different";
    sheet.node.append(
      window.kcExport.element("path", {
        d: line.path,
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

  function drawLine(sheet, line, hue) {
    const start = window.kcExport.margin + AT.strip;
    const x = (at) => start + (at / 100) * STRIP;
    const y = sheet.y - 5;
    if (line.low !== null) {
      const few = line.mark === "few";
      rule(sheet, x(line.low), x(line.high), y, few ? hue.few : hue.control, few ? 5 : 1.6);
    }
    mark(sheet, line, x, y, hue);
    const weight = line.mark === "baseline" ? 650 : 400;
    text(sheet, AT.place, line.name, { "font-weight": weight });
    text(sheet, AT.value, line.value);
    text(sheet, AT.difference, [line.difference, line.between].filter(Boolean).join(" "));
    const [first, ...more] = resultLines(line);
    text(sheet, AT.result, first, { "font-size": 14 });
    sheet.y += 14;
    text(sheet, AT.value, line.interval, SMALL);
    text(sheet, AT.difference, line.unit, SMALL);
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
    if (row.cityAt === null) return;
    const x = window.kcExport.margin + AT.strip + (row.cityAt / 100) * STRIP;
    const ends = { x1: x, x2: x, y1: top, y2: bottom, stroke: sheet.ink };
    sheet.node.append(window.kcExport.element("line", ends));
    const label = { x, y: top - 4, "font-size": 12, "text-anchor": "middle" };
    text(sheet, 0, row.city, label);
  }

  function drawRow(sheet, row, hue) {
    sheet.y += LINE + 6;
    const name = row.about ? `${row.name} (${row.about})` : row.name;
    text(sheet, AT.place, name, { "font-weight": 650 });
    sheet.y += 18;
    const top = sheet.y;
    row.lines.forEach((line) => {
      sheet.y += LINE;
      drawLine(sheet, line, hue);
    });
    drawCity(sheet, row, top + 14, sheet.y + 14);
    sheet.y += 14;
  }

  function drawGroup(sheet, group, hue) {
    sheet.y += 20;
    const { margin, width } = window.kcExport;
    rule(sheet, margin, width - margin, sheet.y, sheet.ink, 2);
    sheet.write(group.name, 20, 700);
    group.rows.forEach((row) => drawRow(sheet, row, hue));
  }

  /* The sources of what is drawn, each with its measures and their years. */
  function sourceLines(groups) {
    const measures = {};
    groups.forEach((group) =>
      group.rows.forEach((row) => {
        const name = row.years ? `${row.name} (${row.years})` : row.name;
        measures[row.source] = [...(measures[row.source] || []), name];
      })
    );
    return Object.entries(measures).map(([source, names]) => `${source}: ${names.join("; ")}.`);
  }

  function compose() {
    const page = document.querySelector(".compare");
    const sheet = window.kcExport.sheetOf(page);
    const hue = colors();
    const groups = openGroups();
    sheet.write(said(page, ".cmp-head__places"), 20, 400);
    sheet.write(said(page, "h1"), 30, 700);
    document.querySelectorAll(".cmp-summary li").forEach((item) => {
      sheet.write(item.textContent.trim(), 16, 400);
    });
    sheet.y += LINE;
    sheet.write(page.querySelector(".cmp-group--shown").dataset.heads, 14, 400);
    groups.forEach((group) => drawGroup(sheet, group, hue));
    sheet.y += LINE;
    document.querySelectorAll(".cmp-legend li").forEach((item) => {
      const words = [...item.childNodes].map((child) => child.textContent.trim());
      sheet.write(words.join("  "), 14, 400);
    });
    sheet.y += 8;
    sourceLines(groups).forEach((line) => sheet.write(line, 14, 400));
    return window.kcExport.finish(sheet, document.getElementById("compare-cite"));
  }

  async function save(kind) {
    await window.kcNetwork.settled();
    const name = window.kcExport.nameOf(document.querySelector(".cmp-tools a[download]"));
    return window.kcExport.saveSheet(compose(), kind, name);
  }

  window.kcCompareImage = { compose, save };
})();
