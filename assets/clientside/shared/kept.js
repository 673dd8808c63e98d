/* What this browser keeps stands under names that begin alike on one site: two cities may share an
   origin. The document says how (`storage_prefix` in data/cities/). Reading and writing may be
   refused, and throw then. */
(() => {
  "use strict";

  const name = (what) => `${document.documentElement.dataset.storage}${what}`;

  window.kcKept = { name };
})();
