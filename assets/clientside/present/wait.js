/* Waiting on the Slides page: a bar that moves, then the file; pictures that are seen. */
(() => {
  "use strict";

  const KEPT_MS = 8000;

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

  /* Draws each of `stages` as it comes into view: twelve charts at once would stop a phone. */
  function whenSeen(stages, draw) {
    const watch = new IntersectionObserver(
      (seen) =>
        seen.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
          watch.unobserve(target);
          draw(target);
        }),
      { rootMargin: "200px" }
    );
    stages.forEach((stage) => watch.observe(stage));
    return watch;
  }

  /* The file of an answer, under the name that it brings. */
  async function download(answer, name) {
    const file = await answer.blob();
    const said = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(file);
    anchor.download = said ? said[1] : name;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), KEPT_MS);
  }

  window.kcDeckWait = { download, progress, whenSeen };
})();
