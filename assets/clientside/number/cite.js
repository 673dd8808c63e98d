/* Fills the day, and the host of this site where nobody said one, into the citations of a number and copies them. Nothing is sent. */
(() => {
  "use strict";

  const pad = (number) => String(number).padStart(2, "0");

  function today(form) {
    const now = new Date();
    if (form === "iso") {
      return [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join("-");
    }
    const { lang } = document.documentElement;
    return new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(now);
  }

  function write(field, words) {
    if (field.textContent !== words) field.textContent = words;
  }

  function fill(root) {
    root.querySelectorAll("[data-day]").forEach((field) => {
      write(field, today(field.dataset.day));
    });
    root.querySelectorAll("[data-path]").forEach((field) => {
      write(field, new URL(field.textContent, window.location.origin).href);
    });
  }

  async function copy(button) {
    const cited = document.getElementById(button.dataset.copies);
    fill(cited);
    const done = await window.kcCopy(cited.textContent).catch(() => false);
    if (!done) document.getSelection().selectAllChildren(cited);
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    if (status) status.textContent = done ? button.dataset.copied : button.dataset.failed;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copies]");
    if (button) copy(button);
  });

  /* The living page takes the place of the first one: what comes is filled as well. */
  new MutationObserver(() => fill(document)).observe(document.body, {
    subtree: true,
    childList: true,
  });
  fill(document);
})();
