/* The map as it is seen, as one SVG that needs no style sheet: for files (shared/export.js). */
(() => {
  "use strict";

  const KEPT = [
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-dasharray",
    "stroke-linejoin", "stroke-linecap", "stroke-opacity", "opacity", "vector-effect", "paint-order",
    "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "text-anchor",
    "dominant-baseline", "display", "visibility",
  ];

  /* A copy of an element whose look stands in its attributes. */
  function copied(node) {
    const style = getComputedStyle(node);
    if (style.display === "none") return null;
    const copy = node.cloneNode(false);
    copy.removeAttribute("class");
    if (["path", "text", "tspan", "rect", "circle", "line", "polyline", "textPath"].includes(node.localName)) {
      KEPT.forEach((name) => {
        const value = style.getPropertyValue(name).replace(/"/g, "'");
        if (value) copy.setAttribute(name, value);
      });
    } else if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
    node.childNodes.forEach((child) => {
      const made = child.nodeType === Node.ELEMENT_NODE ? copied(child) : child.cloneNode();
      if (made) copy.append(made);
    });
    return copy;
  }

  /* `picture`: the element of class map-picture. Its size in px is that of its stage. */
  function snapshot(picture) {
    const { width, height } = picture.getBoundingClientRect();
    const whole = window.kcMap.element("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    });
    picture.querySelectorAll(":scope > svg").forEach((svg) => {
      const copy = copied(svg);
      copy.setAttribute("width", width);
      copy.setAttribute("height", height);
      whole.append(copy);
    });
    /* an address of the page's own would lead nowhere in a file */
    whole.querySelectorAll('[fill*="map-hatch"]').forEach((path) => {
      path.setAttribute("fill", "url(#map-hatch)");
    });
    return whole;
  }

  window.kcMap = Object.assign(window.kcMap || {}, { snapshot });
})();
