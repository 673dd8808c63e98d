/* The preview of a fact sheet: while it is made, that is said. Where it does not come, it is asked
   for as everything else is (shared/network.js), and shown when it is there. */
(() => {
  "use strict";

  const SAID_MS = 400;
  const SHEET_MS = 20000; /* the first sheets of many visitors take their turns */
  const PICTURE = ".sheets__image";

  function say(image, key) {
    const status = document.getElementById(image.getAttribute("aria-describedby"));
    if (status) status.textContent = key ? status.dataset[key] : "";
  }

  /* A kept picture is there at once: nothing is said of it. */
  document.addEventListener("kc:placed", (event) => {
    for (const image of event.target.querySelectorAll(PICTURE)) {
      window.setTimeout(() => image.complete || say(image, "making"), SAID_MS);
    }
  });

  async function askFor(image) {
    const address = image.getAttribute("src");
    const options = {
      parts: [image.parentElement],
      patienceMs: SHEET_MS,
      onFault: (kind) => say(image, { busy: "busy", slow: "making" }[kind] || "waits"),
    };
    const answer = await window.kcNetwork.ask(`preview:${address}`, address, {}, options);
    if (answer.status === 204 || !image.isConnected) return;
    await answer.blob(); /* whole, so that the browser has it */
    if (answer.ok) image.setAttribute("src", address);
    else say(image, "failed");
  }

  /* Neither event bubbles. */
  document.addEventListener(
    "error",
    (event) => {
      if (event.target.matches?.(PICTURE)) askFor(event.target);
    },
    true
  );

  document.addEventListener(
    "load",
    (event) => {
      if (event.target.matches?.(PICTURE)) say(event.target, "");
    },
    true
  );
})();
