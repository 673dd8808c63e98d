/* A line at the foot of the window that says what an act has done: once, politely, for a while. */
(() => {
  "use strict";

  const SAID_MS = 8000;
  let timer = 0;

  function made() {
    const box = document.createElement("div");
    box.id = "said";
    box.className = "said";
    box.setAttribute("role", "status");
    document.body.append(box);
    return box;
  }

  /* `parts` are texts and elements; with `stays` they are there until something else is done. A box
     that comes with its words would not be read aloud: they come a moment later. */
  function say(parts, { stays = false } = {}) {
    const box = document.getElementById("said") || made();
    clearTimeout(timer);
    box.hidden = false;
    box.replaceChildren();
    return new Promise((resolve) => {
      window.requestAnimationFrame(() => {
        box.replaceChildren(...parts);
        if (!stays) timer = setTimeout(hide, SAID_MS);
        resolve(box);
      });
    });
  }

  function hide() {
    const box = document.getElementById("said");
    if (box) box.hidden = true;
  }

  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  window.kcSay = say;
})();
