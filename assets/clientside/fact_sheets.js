/* The preview of a fact sheet: while it is made, that is said; where the server was busy, it is
   asked for again, and that is said too. */
(function () {
  "use strict";

  const TRIES = 8;
  const WAIT_MS = 3000;
  const SAID_MS = 400;
  const tries = new WeakMap();

  function say(image, key) {
    const status = document.getElementById(image.getAttribute("aria-describedby"));
    if (status) status.textContent = key ? status.dataset[key] : "";
  }

  /* A kept picture is there at once: nothing is said of it. */
  document.addEventListener("kc:placed", (event) => {
    for (const image of event.target.querySelectorAll(".sheets__image")) {
      window.setTimeout(() => {
        if (!image.complete && !tries.has(image)) say(image, "making");
      }, SAID_MS);
    }
  });

  /* Neither event bubbles. */
  document.addEventListener(
    "error",
    (event) => {
      const image = event.target;
      if (!image.matches || !image.matches(".sheets__image")) return;
      const count = (tries.get(image) || 0) + 1;
      tries.set(image, count);
      say(image, count < TRIES ? "busy" : "failed");
      if (count >= TRIES) return;
      /* not everybody at the same moment */
      const wait = WAIT_MS * (1 + Math.random());
      window.setTimeout(() => image.setAttribute("src", image.getAttribute("src")), wait);
    },
    true
  );

  document.addEventListener(
    "load",
    (event) => {
      if (event.target.matches && event.target.matches(".sheets__image")) say(event.target, "");
    },
    true
  );
})();
