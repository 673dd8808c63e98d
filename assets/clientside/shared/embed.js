/* Embed copies the code of a frame that shows the chart of a card. The server writes it (/oembed), as
   tall as the chart must be, and says on which sites it works. Its address is that of Cite beside it,
   in the colors of the page. */
(() => {
  "use strict";

  function addressOf(button) {
    const cite = button.parentElement.querySelector("a[data-cite]");
    const url = window.kcCite.linkOf(cite);
    const theme = new URL(cite.href).searchParams.get("theme");
    return theme ? `${url.href}${url.search ? "&" : "?"}theme=${theme}` : url.href;
  }

  async function told(url) {
    const { base } = document.querySelector('meta[name="site"]').dataset;
    const answer = await fetch(`${base}oembed?${new URLSearchParams({ url })}`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  async function embed(button) {
    const url = addressOf(button);
    try {
      const { html, where } = await told(url);
      if (html) await window.kcCite.copied(html, "framed", where);
      else await window.kcSay([where], { stays: true });
    } catch {
      window.location.assign(url); /* the chart alone has its code too */
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-embed]");
    if (button) embed(button);
  });
})();
