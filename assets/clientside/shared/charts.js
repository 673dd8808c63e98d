/* Charts are the server's pictures until somebody wants more of them. What stands in for plotly here
   keeps what each graph is to show; plotly itself comes when a chart is pointed at, tapped or
   focused, or shows something else than its picture (docs/decisions/0096).

   dcc.Graph asks `window.Plotly` for `react`, `Plots.resize` and `purge`, and listens on the element;
   our own code asks for more, which is passed on once plotly is there. */
(() => {
  "use strict";

  const GRAPH = ".dash-graph";
  const LATER = ".chart-card__later";
  const PICTURES = "#first .drawn"; /* of layouts/inline; maps have their own */
  const wishes = new Map(); /* the element that plotly draws in, to what it is to show */
  let plotly = null;
  let coming = null;
  let gesture = null; /* the last one on a chart that is a picture: it is given to plotly */

  /* -- the library ------------------------------------------------------------------------------- */

  const address = () => window.kcLoad.told.plotly || window._dashPlotlyJSURL;

  function load() {
    coming =
      coming ||
      window.kcLoad.scripts([address()]).then(() => {
        plotly = window.Plotly;
        window.Plotly = standIn;
        standIn.version = plotly.version;
      });
    return coming;
  }

  /* Fetched before it is wanted, without being run: a pointer then waits for nothing. */
  function fetchAhead() {
    if (coming || !wishes.size || !address()) return;
    fetch(address(), { priority: "low" }).catch(() => {}); /* it is asked for again when it is wanted */
  }

  /* -- what a graph is to show ------------------------------------------------------------------- */

  function isEmpty({ data, layout }) {
    return !data?.length && !layout?.annotations?.length;
  }

  function saying({ data, layout }) {
    return JSON.stringify([data, layout]);
  }

  /* The same without how it looks: which places are chosen, say. */
  function numbers({ data, layout }) {
    const told = (data || []).map(({ x, y, z, lon, lat, text, error_x }) => [x, y, z, lon, lat, text, error_x]);
    return JSON.stringify([told, layout?.annotations]);
  }

  function frameOf(graph) {
    return graph.closest(GRAPH);
  }

  /* Moved when the first page goes, by the ids of their frames. */
  const pictures = new Map();

  function isComing(id) {
    const held = [...document.querySelectorAll(PICTURES)];
    return held.some((picture) => picture.parentElement.id === id);
  }

  /* The picture of a graph stands in its own frame or in the fold that it came in; one that went
     with an element of another page is none. */
  function idsOf(graph) {
    const frame = frameOf(graph);
    return [frame?.id, frame?.closest(LATER)?.id].filter(Boolean);
  }

  function pictureOf(graph) {
    const found = idsOf(graph).map((id) => pictures.get(id));
    return found.find((picture) => picture?.isConnected);
  }

  function hasPicture(graph) {
    return Boolean(pictureOf(graph)) || idsOf(graph).some(isComing);
  }

  function show(graph) {
    const picture = pictureOf(graph);
    if (picture && picture.parentElement !== frameOf(graph)) frameOf(graph).append(picture);
  }

  function forget(id) {
    pictures.get(id)?.remove();
    pictures.delete(id);
  }

  /* The graph shows something else, or is gone. */
  function drop(graph) {
    idsOf(graph).forEach(forget);
  }

  /* A fold that is to hold another chart now, of another place. */
  const refilled = new MutationObserver((changes) => changes.forEach(({ target }) => forget(target.id)));

  /* What dcc.Graph does with an element that plotly has drawn in, before plotly has. */
  function listening(graph, wish) {
    graph.on = (name, act) => {
      wish.listeners.push([name, act]);
      return graph;
    };
    graph.removeAllListeners = () => {
      wish.listeners.length = 0;
    };
  }

  function wishOf(graph) {
    if (!wishes.has(graph)) {
      const wish = { figure: null, said: "", numbers: "", listeners: [], drawing: null, isDrawn: false };
      wishes.set(graph, wish);
      listening(graph, wish);
    }
    return wishes.get(graph);
  }

  async function react(graph, figure, layout, config) {
    const asked = Array.isArray(figure) ? { data: figure, layout, config } : figure;
    const wish = wishOf(graph);
    wish.figure = asked;
    if (wish.isDrawn) {
      wish.drawing = redraw(graph, wish);
      return wish.drawing;
    }
    if (isEmpty(asked)) return graph;
    /* the first figure is the one of the picture */
    wish.said = wish.said || saying(asked);
    wish.numbers = wish.numbers || numbers(asked);
    /* other numbers than those under the new title are no picture of it */
    if (numbers(asked) !== wish.numbers) drop(graph);
    const isPicture = hasPicture(graph) && saying(asked) === wish.said;
    if (isPicture) show(graph);
    /* not waited for: dcc.Graph would keep its next figure back */
    if (!isPicture || gesture?.id === frameOf(graph).id) drawn(graph);
    return graph;
  }

  /* In a closed fold it has a size, but nothing is told when that changes. */
  function isSeen(graph) {
    const frame = frameOf(graph);
    return Boolean(frame?.offsetWidth) && (frame.checkVisibility?.() ?? true);
  }

  /* Out of sight, in a closed tab or before the page lives, there is no size to draw in. */
  function seen(graph) {
    return new Promise((resolve) => {
      const watch = new ResizeObserver(() => {
        if (!isSeen(graph)) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(frameOf(graph));
    });
  }

  /* -- plotly takes over ------------------------------------------------------------------------- */

  function drawn(graph) {
    const wish = wishOf(graph);
    wish.drawing = wish.drawing || draw(graph, wish);
    return wish.drawing;
  }

  async function draw(graph, wish) {
    await Promise.all([load(), seen(graph)]);
    if (wishes.get(graph) !== wish) return graph; /* gone meanwhile */
    delete graph.on;
    delete graph.removeAllListeners;
    let figure = null;
    while (figure !== wish.figure) {
      figure = wish.figure;
      await plotly.react(graph, figure);
    }
    wish.isDrawn = true;
    wish.listeners.forEach(([name, act]) => graph.on(name, act));
    drop(graph);
    replay(graph);
    return graph;
  }

  /* What is quick beside it, the map of Explore say, is on the screen before plotly takes its time. */
  function painted() {
    if (document.hidden) return Promise.resolve();
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  async function redraw(graph, wish) {
    await painted();
    if (wishes.get(graph) === wish) await plotly.react(graph, wish.figure);
    return graph;
  }

  /* Every chart within `root` that is seen and shows something, as plotly draws it. */
  function ready(root) {
    const shows = ([graph, wish]) =>
      root.contains(graph) && isSeen(graph) && wish.figure && !isEmpty(wish.figure);
    return Promise.all([...wishes].filter(shows).map(([graph]) => drawn(graph)));
  }

  /* -- gestures ---------------------------------------------------------------------------------- */

  function graphOf(id) {
    return [...wishes.keys()].find((graph) => frameOf(graph)?.id === id);
  }

  /* An event on a chart that is a picture, on the first page as well: gives the graph to draw. */
  function noted(event, frame) {
    const id = frame.id || frame.dataset.firstId;
    const graph = graphOf(id);
    if (graph && wishes.get(graph).isDrawn) return null;
    const isTap = event.type === "click" || Boolean(gesture?.id === id && gesture.isTap);
    gesture = { id, isTap, x: event.clientX, y: event.clientY };
    return graph;
  }

  function onPointer(event) {
    if (event.pointerType === "touch") return; /* a finger scrolls; its tap is a click */
    const frame = event.target.closest?.(GRAPH);
    if (!frame && !gesture?.isTap) gesture = null;
    const graph = frame && noted(event, frame);
    if (graph) drawn(graph);
  }

  function onClick(event) {
    const frame = event.target.closest(GRAPH);
    const graph = frame && noted(event, frame);
    if (graph) drawn(graph);
  }

  function onFocus(event) {
    const plot = event.target.closest?.(".chart-card__plot");
    const graph = plot && graphOf(plot.querySelector(GRAPH)?.id);
    if (graph) drawn(graph);
  }

  /* The gesture that woke a chart counts: the facts of what it is on are shown, or it is chosen. */
  function replay(graph) {
    if (!gesture || gesture.id !== frameOf(graph)?.id) return;
    const { x, y, isTap } = gesture;
    gesture = null;
    const at = document.elementFromPoint(x, y);
    if (!at || !graph.contains(at)) return;
    const init = { clientX: x, clientY: y, bubbles: true, cancelable: true, view: window };
    const send = (name) => at.dispatchEvent(new MouseEvent(name, init));
    ["mouseover", "mousemove"].forEach(send);
    if (isTap) ["mousedown", "mouseup"].forEach(send);
    if (isTap && !at.matches(".drag")) send("click");
  }

  ["pointerover", "pointermove"].forEach((name) =>
    document.addEventListener(name, onPointer, { capture: true, passive: true })
  );
  document.addEventListener("click", onClick, true);
  document.addEventListener("focusin", onFocus, true);

  /* -- the living page --------------------------------------------------------------------------- */

  /* The pictures move before the first page goes: to the frames of their graphs, and to folds whose
     graphs are not made yet. A frame that comes later gets its own when its graph is to show something. */
  document.addEventListener("kc:living", () => {
    document.querySelectorAll(PICTURES).forEach((drawing) => {
      const id = drawing.parentElement.id;
      const frame = document.getElementById(id);
      const picture = frame && window.kcFirst.pictureOf(id);
      if (!picture) return;
      pictures.set(id, picture);
      refilled.observe(frame, { attributeFilter: ["data-graph"] });
      if (!wishes.get(graphOf(id))?.isDrawn) frame.append(picture);
    });
    if (window.kcFirst.canAfford()) (window.requestIdleCallback || setTimeout)(fetchAhead);
  });

  /* -- what stands in for plotly ------------------------------------------------------------------ */

  /* Of an element that is a picture: drawn first, as is said by name. Of another one, at once. */
  function passing(name) {
    return (graph, ...rest) => {
      const wish = wishes.get(graph);
      if (plotly && !wish) return plotly[name](graph, ...rest);
      const there = wish ? drawn(graph) : load();
      return there.then(() => plotly[name](graph, ...rest));
    };
  }

  const PASSED = [
    "addFrames",
    "animate",
    "deleteFrames",
    "extendTraces",
    "newPlot",
    "prependTraces",
    "redraw",
    "relayout",
    "restyle",
    "toImage",
  ];

  const standIn = {
    ...Object.fromEntries(PASSED.map((name) => [name, passing(name)])),
    react,
    Plots: {
      resize: async (graph) => {
        const wish = wishes.get(graph);
        if (plotly && (!wish || wish.isDrawn)) await plotly.Plots.resize(graph);
      },
    },
    purge: (graph) => {
      const wish = wishes.get(graph);
      wishes.delete(graph);
      if (wish) drop(graph);
      if (plotly && (!wish || wish.isDrawn)) plotly.purge(graph);
    },
  };

  window.Plotly = standIn;
  window.kcCharts = { load, ready };
})();
