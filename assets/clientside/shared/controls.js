/* Fields of layouts/components/controls.py. What a person chooses is written into `data-value` of
   what stands around the field, which callbacks listen to; what a callback writes there (Back, a
   corrected address) the field shows. Values are texts, of checkboxes one with commas. */
(() => {
  "use strict";

  const APP = "#react-entry-point";
  const WATCHED = ["data-value", "data-blocked"];

  function words(text) {
    return text ? text.split(",") : [];
  }

  function inputs(field) {
    return [...field.querySelectorAll("input")];
  }

  const KINDS = {
    select: {
      read: (field) => field.querySelector("select").value,
      show(field, value) {
        const select = field.querySelector("select");
        const blocked = new Set(words(field.dataset.blocked));
        for (const option of select.options) {
          const chosen = option.value === value;
          if (chosen) option.selected = true;
          if ("blocked" in field.dataset) option.disabled = blocked.has(option.value) && !chosen;
        }
      },
    },
    radio: {
      read: (field) => inputs(field).find((input) => input.checked)?.value || "",
      show(field, value) {
        for (const input of inputs(field)) input.checked = input.value === value;
      },
    },
    checkbox: {
      read: (field) =>
        inputs(field)
          .filter((input) => input.checked)
          .map((input) => input.value)
          .sort()
          .join(),
      show(field, value) {
        const on = new Set(words(value));
        for (const input of inputs(field)) input.checked = on.has(input.value);
      },
    },
  };

  /* A field that is not in Dash's page yet has nobody to tell. */
  function tell(field) {
    const value = KINDS[field.dataset.control].read(field);
    if (value === field.dataset.value || !field.closest(APP)) return;
    window.dash_clientside?.set_props?.(field.id, { "data-value": value });
  }

  function show(field) {
    const kind = KINDS[field.dataset.control];
    if (kind && field.firstElementChild) kind.show(field, field.dataset.value);
  }

  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-control]");
    if (field && KINDS[field.dataset.control]) tell(field);
  });

  /* Each field has acted by itself: the form is for pages without scripts. */
  document.addEventListener("submit", (event) => {
    if (event.target.matches(`${APP} [data-fields]`)) event.preventDefault();
  });

  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.matches("[data-control]")) show(target);
  }).observe(document.documentElement, { subtree: true, attributeFilter: WATCHED });

  document.addEventListener("kc:placed", ({ target }) => {
    if (target.matches("[data-control]")) show(target);
  });
})();
