/* Wheel with Ctrl or ⌘, pinch and drag by d3-zoom, where the set-up fetched it; the page scrolls by
   wheel and by one finger as everywhere. Buttons, keys and double clicks do without it. */
(() => {
  "use strict";

  const HINT_MS = 1800;
  const CLICK_PX = 4;
  const PAD_PX = 30;
  const kcMap = window.kcMap || {};
  window.kcMap = kcMap;

  let asked = null;

  /* The library, asked for once; null where it is absent or does not come. */
  function library(url) {
    if (window.d3?.zoom || !url) return Promise.resolve(window.d3?.zoom ? window.d3 : null);
    asked =
      asked ||
      new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = () => resolve(window.d3?.zoom ? window.d3 : null);
        script.onerror = () => resolve(null);
        document.head.append(script);
      });
    return asked;
  }

  function hint(stage, words) {
    let box = stage.querySelector(":scope > .map-hint");
    if (!box) {
      box = document.createElement("p");
      box.className = "map-hint";
      box.setAttribute("aria-hidden", "true");
      stage.append(box);
    }
    box.textContent = words;
    box.hidden = false;
    window.clearTimeout(box.timer);
    box.timer = window.setTimeout(() => {
      box.hidden = true;
    }, HINT_MS);
  }

  /* Powers of two. Two fingers on a pad send many small steps as if Ctrl were held; a wheel, few
     large ones. */
  function wheelDelta({ deltaY, deltaMode }) {
    const px = deltaY * (deltaMode ? 20 : 1);
    const step = Math.abs(px) < PAD_PX ? px * 0.02 : px * 0.004;
    return -Math.max(-1, Math.min(1, step));
  }

  function isAsked(event, stage) {
    if (stage.dataset.tool) return false;
    if (event.type === "wheel") return event.ctrlKey || event.metaKey;
    if (event.type === "touchstart") return event.touches.length > 1;
    return !event.button && !event.ctrlKey && !event.shiftKey;
  }

  function wire(map, d3) {
    const { stage, view } = map;
    const zoom = d3
      .zoom()
      .touchable(true)
      .clickDistance(CLICK_PX)
      .wheelDelta(wheelDelta)
      .filter((event) => isAsked(event, stage))
      .on("start", () => stage.classList.add("is-dragging"))
      .on("zoom", ({ transform, sourceEvent }) => {
        if (sourceEvent) view.set({ k: transform.k, x: transform.x, y: transform.y });
      })
      .on("end", () => stage.classList.remove("is-dragging"));
    const follow = () => {
      stage.__zoom = d3.zoomIdentity.translate(view.x, view.y).scale(view.k);
    };
    /* others move the map as well: the library goes on from where it is */
    ["wheel", "mousedown", "touchstart"].forEach((name) =>
      stage.addEventListener(name, follow, { capture: true, passive: true })
    );
    d3.select(stage).call(zoom).on("dblclick.zoom", null);
    return () => d3.select(stage).on(".zoom", null);
  }

  function gestures(map) {
    const { stage } = map;
    let end = () => {};
    let ended = false;
    library(stage.dataset.zoom).then((d3) => {
      if (d3 && !ended) end = wire(map, d3);
    });
    const wheel = (event) => {
      if (!event.ctrlKey && !event.metaKey && !stage.dataset.tool) hint(stage, stage.dataset.sayWheel);
    };
    const touch = (event) => {
      if (event.touches.length === 1 && !stage.dataset.tool) hint(stage, stage.dataset.sayTouch);
    };
    stage.addEventListener("wheel", wheel, { passive: true });
    stage.addEventListener("touchmove", touch, { passive: true });
    return () => {
      ended = true;
      end();
      stage.removeEventListener("wheel", wheel);
      stage.removeEventListener("touchmove", touch);
    };
  }

  Object.assign(kcMap, { gestures, hint });
})();
