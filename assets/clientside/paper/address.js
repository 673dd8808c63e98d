/* The address of this page, or of another one `at` this site, as paper and pictures carry it: of the
   public site, its language by name. Where others cannot open it, words that say so. */
(() => {
  "use strict";

  window.kcAddress = (at = window.location) => {
    const site = document.querySelector('meta[name="site"]').dataset;
    if (!site.open) return { address: "", words: site.none };
    const { origin, pathname, search, hash } = at;
    const root = site.address || origin + site.base.replace(/\/$/, "");
    const language = `lang=${document.documentElement.lang}`;
    const query = /[?&]lang=/.test(search) ? search : `${search || "?"}${search ? "&" : ""}${language}`;
    const address = `${root}/${pathname.slice(site.base.length)}${query}${hash}`;
    return { address, words: address };
  };
})();
