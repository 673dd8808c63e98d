/* Plays prepared slides in full screen. Knows nothing of the server: what it is given holds
   figures, words, QR codes and boundaries, so it plays without a network and from a file. */
(() => {
  "use strict";

  const SWIPE_PX = 50;
  const AWAKE_MS = 2500;

  let show = null;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function withShapes(figure, shapes) {
    const data = figure.data.map((trace) =>
      typeof trace.geojson === "string" ? { ...trace, geojson: shapes[trace.geojson] } : { ...trace }
    );
    return { data, layout: JSON.parse(JSON.stringify(figure.layout)) };
  }

  /* -- one slide ------------------------------------------------------------------------------ */

  /* A number with its sign or unit, and both ends of a range (`2007–2017`, `80 %`, `9 years`). */
  const TOGETHER =
    /([\u2212$]?\d[\d.,]*(?:\s?%)?(?:\s?[–…]\s?[\u2212$]?\d[\d.,]*(?:\s?%)?|\s(?=years?\b|años?\b)[a-zñ]+|(?<=\s%)))/;

  /* No line ends inside what belongs together. Text that is copied stays as it is. */
  function keptTogether(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    nodes.forEach((node) => {
      const parts = node.data.split(TOGETHER);
      if (parts.length === 1 || node.parentNode.closest("svg")) return;
      // every other part is what belongs together
      node.replaceWith(...parts.map((part, n) => (n % 2 ? element("span", "kept", part) : part)));
    });
  }

  /* Heading and words, a pair a block; short words stand beside their headings. */
  function tableOf(rows, short) {
    const list = element("dl", "slide__table");
    if (short) list.classList.add("slide__table--short");
    rows.forEach(([head, words]) => {
      const pair = element("div", "slide__pair");
      pair.append(element("dt", "", head));
      if (words) pair.append(element("dd", "", words));
      else pair.classList.add("slide__pair--head");
      list.append(pair);
    });
    return list;
  }

  /* Charts in the lines in which they were laid out; each takes its share of the width. */
  function plotsOf(figures) {
    const plots = element("div", "slide__plots");
    figures.forEach((figure) => {
      const line = figure.layout.meta?.line || 0;
      while (plots.childElementCount <= line) plots.append(element("div", "slide__line"));
      const plot = element("div", "slide__plot");
      plot.style.flexGrow = figure.layout.width;
      plots.children[line].append(plot);
    });
    return plots;
  }

  function bodyOf(slide, side) {
    const body = element("div", "slide__body");
    const figures = side.figures || [];
    if (slide.table?.length) body.append(tableOf(slide.table, slide.short));
    else if (figures.length) body.append(plotsOf(figures));
    if (!slide.map) return body;
    const aside = element("div", "slide__aside");
    if (side.legend) {
      const legend = element("div", "slide__legend");
      legend.innerHTML = side.legend;
      aside.append(legend);
    }
    if (slide.more) aside.append(element("p", "slide__more", slide.more));
    aside.append(...window.kcAlone.secondMore(slide));
    body.append(aside);
    return body;
  }

  /* Where others cannot open the address there is no code, and words say so. */
  function codeOf(slide, texts) {
    const code = element(slide.live ? "a" : "p", "slide__code");
    if (slide.qr) code.innerHTML = slide.qr;
    else code.append(element("span", "slide__no-code", slide.no_code));
    if (!slide.live) return code;
    code.href = slide.live;
    code.target = "_blank";
    code.rel = "noopener";
    code.setAttribute("aria-label", slide.qr ? texts.live : `${texts.live}. ${slide.no_code}`);
    return code;
  }

  function footOf(slide, number, of, texts) {
    const foot = element("footer", "slide__foot");
    const words = element("div", "slide__source");
    words.append(element("p", "", slide.source || ""));
    foot.append(words);
    const said = texts.number.replace("{n}", number).replace("{of}", of);
    foot.append(element("p", "slide__number", said));
    return foot;
  }

  /* Markup of one slide; its figures are drawn once it stands in the page. In a small picture the
     finding is no heading of the page around it. */
  function slideOf(made, at, theme, heading = "h2") {
    const slide = made.slides[at];
    const side = slide[theme] || {};
    const sheet = element("section", "slide");
    const figures = side.figures || [];
    const { fill, secondLead, secondMore, size } = window.kcAlone;
    size(sheet, made, slide);
    if (slide.map) {
      sheet.classList.add("slide--map");
      sheet.style.setProperty("--map-width", `${figures[0].layout.width}px`);
    }
    const head = element("header", "slide__head");
    if ("qr" in slide) head.append(codeOf(slide, made.texts));
    if (slide.title) head.append(element("p", "slide__title", slide.title));
    const lead = element(heading, "slide__lead", slide.lead);
    if (slide.size) lead.dataset.size = slide.size;
    head.append(lead, ...secondLead(slide));
    if (slide.more && !slide.map) head.append(element("p", "slide__more", slide.more));
    if (!slide.map) head.append(...secondMore(slide));
    const body = slide.words ? fill(sheet, head, slide) : [bodyOf(slide, side)];
    const isBare = !slide.words && !figures.length && !slide.table?.length;
    if (isBare) sheet.classList.add("slide--words");
    sheet.append(head, ...body, footOf(slide, at + 1, made.slides.length, made.texts));
    keptTogether(sheet);
    return sheet;
  }

  function draw(sheet, made, at, theme) {
    const figures = made.slides[at][theme]?.figures || [];
    const plots = [...sheet.querySelectorAll(".slide__plot")];
    return Promise.all(
      plots.map((plot, index) => {
        const figure = withShapes(figures[index], made.shapes);
        figure.layout.width = plot.clientWidth;
        figure.layout.height = plot.clientHeight;
        return window.Plotly.newPlot(plot, figure.data, figure.layout, {
          staticPlot: true,
          displayModeBar: false,
          responsive: false,
        });
      })
    );
  }

  /* A small picture of a slide that nobody can reach into; its words stand beside it as text. */
  function thumb(host, made, at, theme) {
    const sheet = slideOf(made, at, theme, "p");
    host.style.aspectRatio = `${made.width} / ${made.height}`;
    host.replaceChildren(sheet);
    host.dataset.theme = theme;
    const fitThumb = () => {
      sheet.style.transform = `scale(${host.clientWidth / made.width})`;
    };
    fitThumb();
    new ResizeObserver(fitThumb).observe(host);
    return draw(sheet, made, at, theme);
  }

  /* -- the show ------------------------------------------------------------------------------- */

  function fit() {
    if (!show) return;
    const { width, height } = show.made;
    const scale = Math.min(window.innerWidth / width, window.innerHeight / height);
    show.stage.style.transform = `translate(-50%, -50%) scale(${scale})`;
  }

  function render() {
    const { made, at, theme } = show;
    show.root.dataset.theme = theme;
    document.documentElement.dataset.theme = theme;
    const sheet = slideOf(made, at, theme);
    show.stage.querySelectorAll(".slide__plot").forEach((plot) => window.Plotly.purge(plot));
    show.stage.replaceChildren(sheet);
    show.live.textContent = `${at + 1}. ${made.slides[at].lead}`;
    show.root.dataset.at = String(at + 1);
    window.kcPages.remember(at);
    const drawn = draw(sheet, made, at, theme);
    showNotes();
    return drawn;
  }

  function go(to) {
    const at = Math.max(0, Math.min(show.made.slides.length - 1, to));
    show.root.classList.remove("player--blank");
    if (at !== show.at) {
      show.at = at;
      render();
    }
  }

  function setTheme() {
    show.theme = show.theme === "dark" ? "light" : "dark";
    render();
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (show.root.requestFullscreen) show.root.requestFullscreen().catch(() => {});
  }

  function toggle(panel) {
    show[panel].hidden = !show[panel].hidden;
    if (!show[panel].hidden) show[panel].focus();
  }

  /* Notes stand in a window of their own, which goes to the speaker's screen. */
  function openNotes() {
    const open = show.notes && !show.notes.closed;
    if (open) {
      show.notes.focus();
      return;
    }
    show.notes = window.open("", window.kcKept.name("notes"), "width=720,height=560");
    if (!show.notes) {
      show.live.textContent = show.made.texts.popup;
      show.message.textContent = show.made.texts.popup;
      show.message.hidden = false;
      return;
    }
    showNotes();
    show.notes.addEventListener("keydown", onKey);
  }

  function showNotes() {
    if (!show.notes || show.notes.closed) return;
    const { made, at } = show;
    const page = show.notes.document;
    const slide = made.slides[at];
    const next = made.slides[at + 1];
    page.title = `${made.texts.notes} ${at + 1}/${made.slides.length}`;
    const body = page.body;
    body.style.cssText = "font:20px/1.5 system-ui,sans-serif;margin:24px;max-width:42em";
    const parts = [
      ["p", `${at + 1} / ${made.slides.length}`],
      ["h1", slide.title || slide.lead],
      ["p", slide.lead],
      ["h2", made.texts.notes],
      ["p", slide.notes || made.texts.no_notes],
      ...(slide.also ? [["h2", made.texts.also], ["p", slide.also]] : []),
      ["h2", next ? made.texts.upcoming : made.texts.end],
      ["p", next ? next.title || next.lead : ""],
    ].map(([tag, text]) => {
      const made_ = page.createElement(tag);
      made_.textContent = text;
      made_.style.fontSize = tag === "h1" ? "26px" : tag === "h2" ? "16px" : "20px";
      made_.style.whiteSpace = "pre-line";
      return made_;
    });
    body.replaceChildren(...parts);
  }

  function stop() {
    if (!show) return;
    const { root, stays, before, opener, notes } = show;
    if (stays) return;
    document.removeEventListener("keydown", onKey, true);
    window.removeEventListener("resize", fit);
    if (notes && !notes.closed) notes.close();
    if (document.fullscreenElement) document.exitFullscreen();
    document.documentElement.dataset.theme = before;
    window.kcPages.forget();
    root.querySelectorAll(".slide__plot").forEach((plot) => window.Plotly.purge(plot));
    root.remove();
    document.body.classList.remove("shows-slides");
    document.querySelectorAll("#react-entry-point").forEach((app) => app.removeAttribute("inert"));
    show = null;
    if (opener?.isConnected) opener.focus();
  }

  const KEYS = {
    ArrowRight: () => go(show.at + 1),
    ArrowDown: () => go(show.at + 1),
    PageDown: () => go(show.at + 1),
    " ": () => go(show.at + 1),
    Enter: () => go(show.at + 1),
    ArrowLeft: () => go(show.at - 1),
    ArrowUp: () => go(show.at - 1),
    PageUp: () => go(show.at - 1),
    Backspace: () => go(show.at - 1),
    Home: () => go(0),
    End: () => go(show.made.slides.length - 1),
    b: () => show.root.classList.toggle("player--blank"),
    ".": () => show.root.classList.toggle("player--blank"),
    n: openNotes,
    f: fullScreen,
    t: setTheme,
    "?": () => toggle("help"),
    Escape: () => (show.help.hidden ? stop() : toggle("help")),
  };

  function onKey(event) {
    if (!show || event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target.closest?.("button, a");
    if (onButton && (event.key === " " || event.key === "Enter")) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /* The buttons stand over the slide only while somebody reaches for them. */
  function wakes(root) {
    let timer = null;
    const sleep = () => root.classList.remove("player--awake");
    const wake = () => {
      root.classList.add("player--awake");
      clearTimeout(timer);
      timer = setTimeout(sleep, AWAKE_MS);
    };
    ["pointermove", "pointerdown"].forEach((kind) => root.addEventListener(kind, wake));
    wake(); // a finger must learn that there are buttons
  }

  function swipes(root) {
    let from = null;
    root.addEventListener("touchstart", (event) => {
      from = event.changedTouches[0];
    });
    root.addEventListener("touchend", (event) => {
      const to = event.changedTouches[0];
      const dx = from ? to.clientX - from.clientX : 0;
      if (from && Math.abs(dx) > SWIPE_PX && Math.abs(dx) > Math.abs(to.clientY - from.clientY)) {
        go(show.at + (dx < 0 ? 1 : -1));
      }
      from = null;
    });
  }

  function bar(texts, stays) {
    const tools = element("div", "player__bar");
    const button = (label, sign, act) => {
      const made = element("button", "player__button", sign);
      made.type = "button";
      made.title = label;
      made.setAttribute("aria-label", label);
      made.addEventListener("click", act);
      tools.append(made);
    };
    button(texts.previous, "←", () => go(show.at - 1));
    button(texts.next, "→", () => go(show.at + 1));
    button(texts.notes, "N", openNotes);
    button(texts.theme, "◐", setTheme);
    button(texts.full, "F", fullScreen);
    button(texts.help, "?", () => toggle("help"));
    if (!stays) button(texts.close, "×", stop);
    return tools;
  }

  /* `made` is the payload with `shapes`; `stays` is a file of its own, which cannot be closed. */
  function play(made, { at = 0, stays = false, theme = "light" } = {}) {
    const root = element("div", "player");
    root.setAttribute("role", stays ? "main" : "dialog");
    root.setAttribute("aria-modal", stays ? "false" : "true");
    root.setAttribute("aria-label", made.texts.label);
    root.tabIndex = -1;
    const stage = element("div", "player__stage");
    stage.style.width = `${made.width}px`;
    const help = element("div", "player__help", made.texts.keys);
    help.hidden = true;
    help.tabIndex = -1;
    const message = element("p", "player__message");
    message.hidden = true;
    const live = element("p", "visually-hidden");
    live.setAttribute("aria-live", "polite");
    root.append(stage, help, message, bar(made.texts, stays), live);
    const before = document.documentElement.dataset.theme;
    const from = Math.min(at, made.slides.length - 1);
    show = { made, at: from, theme, stays, root, stage, help, live, message, before, notes: null };
    show.opener = document.activeElement;
    document.body.append(root);
    document.body.classList.add("shows-slides");
    document.querySelectorAll("#react-entry-point").forEach((app) => app.setAttribute("inert", ""));
    document.addEventListener("keydown", onKey, true);
    window.addEventListener("resize", fit);
    swipes(root);
    wakes(root);
    fit();
    root.focus();
    return render();
  }

  window.kcPlayer = { play, thumb, go, draw, slideOf, showing: () => show };
})();
