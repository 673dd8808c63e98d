/* Share copies the address of the page, Cite what is cited with it. Nothing is sent. */
(() => {
  "use strict";

  /* The address of the page, after the words of what is cited. */
  function wordsOf({ copyOf }) {
    if (!copyOf) return window.location.href;
    return `${document.getElementById(copyOf).textContent} ${address()}`;
  }

  function address() {
    return window.kcAddress().address || window.location.href;
  }

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
    const done = await copy(wordsOf(button.dataset)).catch(() => false);
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    if (status) status.textContent = done ? button.dataset.copied : button.dataset.failed;
    button.focus();
  }

  document.addEventListener(
    "toggle",
    (event) => {
      const cited = event.target.querySelector?.("[data-cite-address]");
      if (cited && event.target.open) cited.textContent = address();
    },
    true
  );

  document.addEventListener("click", (event) => {
    const sharing = event.target.closest("button[data-share]");
    if (sharing) share(sharing);
  });
})();
