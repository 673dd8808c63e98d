/* Save a chart as SVG or PNG: title, finding, picture, legend, source, years and notes on one
   sheet, put together in the browser from what the card shows. */
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 1200;
  const MARGIN = 40;
  const PNG_SCALE = 2;
  const TALL = 8000;
  /* Type sizes of the address in px. */
  const ADDRESS = { largest: 16, least: 11 };
  const NAME_CHARS = 150;

  function element(name, attributes, text) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, String(value)));
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function textOf(id) {
    const node = document.getElementById(id);
    return node ? node.textContent.trim() : "";
  }

  function wrap(text, font, width) {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    const lines = [];
    let line = "";
    text.split(/\s+/).forEach((word) => {
      const longer = line ? `${line} ${word}` : word;
      if (line && context.measureText(longer).width > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    });
    if (line) lines.push(line);
    return lines;
  }

  /* Writes paragraphs down a sheet and remembers how far it has come. */
  function sheetOf(card) {
    const style = getComputedStyle(card);
    /* the theme's own: high contrast changes what is shown, not what is saved */
    const own = (name) => style.getPropertyValue(name).trim();
    const sheet = {
      node: element("svg", { xmlns: SVG, width: WIDTH }),
      ink: own("--ink"),
      family: style.fontFamily.replace(/"/g, "'"),
      paper: own("--paper"),
      y: MARGIN,
    };
    sheet.write = (text, size, weight) => {
      const font = `${weight} ${size}px ${sheet.family}`;
      wrap(text, font, WIDTH - 2 * MARGIN).forEach((line) => {
        sheet.y += size * 1.35;
        sheet.node.append(
          element(
            "text",
            {
              x: MARGIN,
              y: sheet.y,
              fill: sheet.ink,
              "font-size": size,
              "font-weight": weight,
              "font-family": sheet.family,
            },
            line
          )
        );
      });
    };
    return sheet;
  }

  async function plotted(graph, box) {
    const url = await window.Plotly.toImage(graph, {
      format: "svg",
      width: Math.round(box.width),
      height: Math.round(box.height),
    });
    const source = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    return new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  }

  /* What is in a card: the map, which is SVG, or a chart of the library. */
  async function addPicture(sheet, drawn) {
    const width = WIDTH - 2 * MARGIN;
    const box = drawn.getBoundingClientRect();
    const height = Math.round((width * box.height) / box.width);
    const scale = width / box.width;
    const isMap = drawn.classList.contains("map-picture");
    const picture = isMap ? window.kcMap.snapshot(drawn) : await plotted(drawn, box);
    const group = element("g", {
      transform: `translate(${MARGIN} ${sheet.y + 16}) scale(${scale})`,
    });
    group.append(document.importNode(picture, true));
    sheet.node.append(group);
    sheet.y += height + 24;
  }

  function addLegend(sheet, card) {
    card.querySelectorAll(".legend__title, .legend__direction, .axis-word").forEach((node) => {
      sheet.write(node.textContent.trim(), 18, 600);
    });
    card.querySelectorAll(".legend__entry").forEach((entry) => addEntry(sheet, entry));
    card.querySelectorAll(".bivariate__cell").forEach((cell) => {
      addSwatch(sheet, getComputedStyle(cell).backgroundColor, cell.textContent.trim());
    });
  }

  function addEntry(sheet, entry) {
    const swatch = entry.querySelector(".swatch");
    const label = entry.querySelector(".legend__label");
    if (!swatch || !label) return;
    const hatched = swatch.classList.contains("swatch--hatch");
    addSwatch(sheet, getComputedStyle(swatch).backgroundColor, label.textContent, hatched);
  }

  function addSwatch(sheet, color, label, hatched) {
    const top = sheet.y + 10;
    const box = { x: MARGIN, y: top, width: 28, height: 20 };
    sheet.node.append(element("rect", { ...box, fill: color, stroke: sheet.ink }));
    if (hatched) {
      [7, 14, 21].forEach((x) => {
        sheet.node.append(
          element("line", {
            x1: MARGIN + x - 7,
            y1: top + 20,
            x2: MARGIN + x + 7,
            y2: top,
            stroke: sheet.ink,
          })
        );
      });
    }
    sheet.node.append(
      element(
        "text",
        { x: MARGIN + 40, y: top + 16, fill: sheet.ink, "font-size": 17, "font-family": sheet.family },
        label
      )
    );
    sheet.y += 28;
  }

  async function compose(chart) {
    const card = document.getElementById(`${chart}-card`);
    await window.kcCharts.ready(card); /* a file has what plotly draws */
    const graph = card.querySelector(".js-plotly-plot, .map-picture");
    const sheet = sheetOf(card);
    sheet.write(textOf(`${chart}-title`), 30, 700);
    sheet.write(textOf(`${chart}-sentence`), 20, 400);
    if (graph) await addPicture(sheet, graph);
    /* cards without a graph say what is in them line by line */
    card.querySelectorAll("[data-export-text]").forEach((node) => {
      sheet.write(node.textContent.trim(), 20, 400);
    });
    addLegend(sheet, card);
    card.querySelectorAll(`#${chart}-key li`).forEach((entry) => {
      sheet.write(entry.textContent.trim(), 16, 400);
    });
    sheet.y += 12;
    sheet.write(textOf(`${chart}-source`), 16, 400);
    card.querySelectorAll("[data-export-note]").forEach((note) => {
      sheet.write(note.textContent.trim(), 16, 400);
    });
    card.querySelectorAll(`#${chart}-notes li`).forEach((note) => {
      sheet.write(note.textContent.trim(), 16, 400);
    });
    return finish(sheet, document.getElementById(`${chart}-cite`));
  }

  /* The address in one piece: smaller until it fits, else in lines of one text without a blank,
     so that whoever copies it from the file has the whole of it. */
  function writeAddress(sheet, address) {
    const width = WIDTH - 2 * MARGIN;
    const context = document.createElement("canvas").getContext("2d");
    const wide = (words, size) => {
      context.font = `400 ${size}px ${sheet.family}`;
      return context.measureText(words).width;
    };
    let size = ADDRESS.largest;
    while (size > ADDRESS.least && wide(address, size) > width) size -= 1;
    const lines = [""];
    [...address].forEach((letter) => {
      if (wide(lines[lines.length - 1] + letter, size) > width) lines.push("");
      lines[lines.length - 1] += letter;
    });
    const place = { x: MARGIN, y: sheet.y + size * 1.35, fill: sheet.ink, class: "address" };
    const text = element("text", { ...place, "font-size": size, "font-family": sheet.family });
    lines.forEach((line, i) => {
      text.append(element("tspan", { x: MARGIN, dy: i ? size * 1.35 : 0 }, line));
    });
    sheet.node.append(text);
    sheet.y += lines.length * size * 1.35;
  }

  /* The short address of what is cited by `link` at the foot, the paper under everything. */
  function finish(sheet, link) {
    const { address, words } = window.kcAddress(window.kcCite.linkOf(link));
    if (address) writeAddress(sheet, address);
    else sheet.write(words, ADDRESS.largest, 400);
    const height = Math.ceil(sheet.y + MARGIN);
    sheet.node.setAttribute("height", height);
    sheet.node.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
    sheet.node.prepend(element("rect", { width: WIDTH, height, fill: sheet.paper }));
    return { source: new XMLSerializer().serializeToString(sheet.node), height };
  }

  function save(url, name) {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
  }

  function rasterise(sheet) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        /* browsers refuse a canvas that is too tall */
        const scale = sheet.height > TALL ? 1 : PNG_SCALE;
        canvas.width = WIDTH * scale;
        canvas.height = sheet.height * scale;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        resolve(canvas.toDataURL("image/png"));
      };
      image.onerror = reject;
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sheet.source)}`;
    });
  }

  async function saveSheet(sheet, kind, name) {
    const url =
      kind === "png"
        ? await rasterise(sheet)
        : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sheet.source)}`;
    save(url, `${name}.${kind}`);
  }

  /* The name of the file of numbers beside the picture, and what only a picture shows: chosen
     places, layers, dark colors. */
  function nameOf(link) {
    const stem = (link ? link.getAttribute("download") : "").replace(/\.csv$/, "");
    const query = new URLSearchParams(window.location.search);
    const seen = ["places", "layers", "theme"].map((key) => query.get(key) || "");
    const own = document.querySelector(".compare") ? seen.slice(2) : seen;
    const more = own.filter(Boolean).join("-").replace(/[^A-Za-z0-9]+/g, "-").toLowerCase();
    const name = [stem || "chart", more].filter(Boolean).join("-");
    return name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS)}-${mark(name)}` : name;
  }

  /* A short mark of a long name, so that two of them stay different. */
  function mark(text) {
    let sum = 0;
    [...text].forEach((letter) => {
      sum = (Math.imul(sum, 31) + letter.codePointAt(0)) >>> 0;
    });
    return sum.toString(36);
  }

  async function saveChart(chart, kind) {
    await window.kcNetwork.settled(); /* a picture of the choice before would bear the new address */
    const name = nameOf(document.getElementById(`${chart}-csv`));
    await saveSheet(await compose(chart), kind, name);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-export]");
    if (button) saveChart(button.dataset.chart, button.dataset.export);
  });

  window.kcExport = {
    compose,
    element,
    finish,
    margin: MARGIN,
    nameOf,
    saveSheet,
    sheetOf,
    width: WIDTH,
  };
})();
