/* Slides of words and of two languages, for the player: what somebody typed stays text. */
(() => {
  "use strict";

  const NARROW_PX = 1600;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* Words of any script in their own direction; nothing where there are none. */
  function said(className, text, lang) {
    if (!text) return [];
    const made = element("p", className, text);
    made.dir = "auto";
    if (lang) made.lang = lang;
    return [made];
  }

  function lines(texts, tag) {
    const made = element(tag, "");
    texts.filter(Boolean).forEach((text, at) => {
      if (at) made.append(element("br"));
      made.append(text);
    });
    return made;
  }

  function ticks(boxes) {
    const made = element("dd", "slide__ticks");
    boxes.forEach((line) => {
      const row = element("div", "");
      row.append(...line.map((text) => element("span", "slide__tick", text)));
      made.append(row);
    });
    return made;
  }

  /* Heading and words in rows, boxes to tick in the last one. */
  function rowsOf({ rows, today, boxes }) {
    const list = element("dl", "slide__rows");
    rows.forEach(({ heads, said: texts, gray }) => {
      const words = lines(texts, "dd");
      words.dir = "auto";
      if (gray) words.className = "slide__gray";
      list.append(lines(heads, "dt"), words);
    });
    if (boxes.length) list.append(lines(today, "dt"), ticks(boxes));
    return list;
  }

  /* What a second language says under the large words, and under those below. */
  const secondLead = (slide) => said("slide__second", slide.second?.lead, slide.second?.lang);
  const secondMore = (slide) =>
    said("slide__more slide__more--second", slide.second?.more, slide.second?.lang);

  function fill(sheet, head, slide) {
    const { words } = slide;
    sheet.classList.add("slide--alone", `slide--${words.kind}`);
    sheet.style.setProperty("--heads", `${words.heads_px}px`);
    head.querySelector(".slide__lead").dir = "auto";
    head.append(...said("slide__teller", words.who_said));
    return words.rows.length || words.boxes.length ? [rowsOf(words)] : [];
  }

  /* The width of the sheet, and the sizes of type that the server found for it. */
  function size(sheet, made, slide) {
    sheet.style.width = `${made.width}px`;
    if (made.width < NARROW_PX) sheet.classList.add("slide--narrow");
    if (slide.sizes) sheet.classList.add("slide--sized");
    Object.entries(slide.sizes || {}).forEach(([name, px]) => {
      sheet.style.setProperty(`--${name}`, `${px}px`);
    });
  }

  window.kcAlone = { fill, secondLead, secondMore, size };
})();
