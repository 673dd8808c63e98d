/* A place's page: Share copies its address, Print fits its charts to the paper. Nothing is sent. */
(() => {
  "use strict";

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
    /* Without https there is no clipboard API; the old way still works. */
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  async function share(button) {
    const done = await copy(window.location.href).catch(() => false);
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    if (status) status.textContent = done ? button.dataset.copied : button.dataset.failed;
    button.focus();
  }

  /* On paper a place takes two sheets. Plotly resizes too late for a print, so its charts are given
     the size of their column (place.css) before it, in smaller type, and their own back after it.
     The element gets the size: dcc.Graph takes a size of the layout back at once. */
  const PAPER = { spine: [384, 690], expected: [384, 650], age: [256, 170] };
  const SMALLER = 0.75;
  const before = new Map();

  function graphs() {
    return Object.keys(PAPER)
      .map((name) => [name, document.querySelector(`#${name}-graph .js-plotly-plot`)])
      .filter(([, graph]) => window.Plotly && graph?.layout);
  }

  function setSize(graph, width, height) {
    const element = graph.closest(".chart-card__graph");
    element.style.width = width;
    element.style.height = height;
  }

  window.addEventListener("beforeprint", () => {
    graphs().forEach(([name, graph]) => {
      const { margin, font, annotations } = graph.layout;
      const { height } = graph.closest(".chart-card__graph").style;
      before.set(name, { height, layout: { margin, annotations, "font.size": font.size } });
      setSize(graph, ...PAPER[name].map((size) => `${size}px`));
      window.Plotly.relayout(graph, {
        autosize: true,
        margin: { ...margin, l: margin.l * SMALLER, r: margin.r * SMALLER },
        "font.size": font.size * SMALLER,
        annotations: annotations.map((note) => ({
          ...note,
          ...(note.xshift ? { xshift: note.xshift * SMALLER } : {}),
        })),
      });
    });
  });

  window.addEventListener("afterprint", () => {
    graphs().forEach(([name, graph]) => {
      const kept = before.get(name);
      if (!kept) return;
      before.delete(name);
      setSize(graph, "", kept.height);
      window.Plotly.relayout(graph, { autosize: true, ...kept.layout });
    });
  });

  document.addEventListener("click", (event) => {
    const sharing = event.target.closest("button[data-share]");
    if (sharing) share(sharing);
    if (event.target.closest("button[data-print]")) window.print();
  });
})();
