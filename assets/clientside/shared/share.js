/* Share copies the address of the page. Nothing is sent. */
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
    const held = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    held?.focus({ preventScroll: true });
    return done;
  }

  async function share(button) {
    const done = await copy(window.location.href).catch(() => false);
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    if (status) status.textContent = done ? button.dataset.copied : button.dataset.failed;
    button.focus();
  }

  document.addEventListener("click", (event) => {
    const sharing = event.target.closest("button[data-share]");
    if (sharing) share(sharing);
  });

  window.kcCopy = copy;
})();
