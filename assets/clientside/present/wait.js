/* Waiting on the Slides page: a bar that moves. */
(() => {
  "use strict";

  /* The words and the seconds so far in `status`, until the function it gives is called. */
  function progress(status, words) {
    const bar = document.createElement("progress");
    const seconds = document.createElement("span");
    const began = Date.now();
    bar.className = "deck-progress";
    bar.setAttribute("aria-hidden", "true");
    seconds.setAttribute("aria-hidden", "true");
    status.replaceChildren(words, " ", seconds);
    status.after(bar);
    const tell = () => {
      seconds.textContent = `${Math.round((Date.now() - began) / 1000)} s`;
    };
    const timer = setInterval(tell, 1000);
    return () => {
      clearInterval(timer);
      bar.remove();
    };
  }

  window.kcDeckWait = { progress };
})();
