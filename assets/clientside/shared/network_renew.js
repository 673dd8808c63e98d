/* A page that the server has outgrown is loaded again by itself (docs/decisions/0137): its address
   brings it back as it is, and what was chosen but not answered yet is chosen again. */
(() => {
  "use strict";

  const RENEWALS = "renewals";
  const CHOICES = "choices";
  const WAITS_S = [2, 8, 30];
  const TYPED = "textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])";

  /* The store may refuse: then only the visitor loads again. */
  function kept(what, value) {
    const store = window.sessionStorage;
    if (value !== undefined) store.setItem(window.kcKept.name(what), JSON.stringify(value));
    return JSON.parse(store.getItem(window.kcKept.name(what)));
  }

  /* Not under the hands of somebody who types, nor before an audience. */
  function isHeld() {
    const at = document.activeElement;
    return Boolean(document.fullscreenElement || (at?.matches(TYPED) && (at.value ?? at.textContent)));
  }

  /* A cache, or a server on its way, may give the same version again: then later, not for ever. */
  function renew(version) {
    if (window.kcNetwork.missing("renewed")) return;
    try {
      const [of, count] = kept(RENEWALS) || [];
      const made = of === version ? count : 0;
      const again = () => {
        if (isHeld()) return setTimeout(again, 1000);
        kept(RENEWALS, [version, made + 1]);
        kept(CHOICES, [window.location.href, window.kcNetwork.choices()]);
        return window.location.reload();
      };
      if (made < WAITS_S.length) setTimeout(again, WAITS_S[made] * 1000);
    } catch {
      /* the words and their button stand */
    }
  }

  window.addEventListener("load", async () => {
    try {
      const [href, choices] = kept(CHOICES) || [];
      if (!href) return;
      kept(CHOICES, null);
      if (href !== window.location.href || !choices.length) return;
      await window.kcFirst.wake({ awaited: true });
      choices.forEach(({ id, property, value }) =>
        window.dash_clientside.set_props(id, { [property]: value })
      );
    } catch {
      /* nothing was kept */
    }
  });

  window.kcRenew = renew;
})();
