/* plotly.js asks a server elsewhere for a world map even where a figure brings its own shapes, and
 * draws nothing when it cannot have it. This empty world, set before plotly.js loads, is the answer:
 * no request leaves the page. The name of this file puts it before every other script. */
(() => {
  "use strict";
  var empty = () => ({ type: "GeometryCollection", geometries: [] });
  var layers = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  var objects = {};
  layers.forEach((layer) => {
    objects[layer] = empty();
  });
  window.PlotlyGeoAssets = window.PlotlyGeoAssets || {};
  var assets = window.PlotlyGeoAssets;
  assets.topojson = assets.topojson || {};
  assets.topojson.world_110m = {
    type: "Topology",
    transform: { scale: [1, 1], translate: [0, 0] },
    objects: objects,
    arcs: [],
  };
})();
