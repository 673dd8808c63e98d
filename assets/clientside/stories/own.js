/* The visitor's own stories: written, kept and printed by this browser. Nothing here asks the
   network for anything; every text becomes text, never markup. A story is [text, teller, place]. */
(() => {
  "use strict";

  const KEPT = "stories";
  const FIELDS = 3;
  const RESERVED = /[%&+#]/g; /* as data/decks/words.py escapes the fields of a slide */

  function read(most) {
    const isStory = (row) =>
      Array.isArray(row) && row.length === FIELDS && row.every((value) => typeof value === "string");
    try {
      const rows = JSON.parse(window.localStorage.getItem(window.kcKept.name(KEPT)) || "[]");
      return Array.isArray(rows) ? rows.filter(isStory).slice(0, most) : [];
    } catch {
      return [];
    }
  }

  function write(rows) {
    try {
      window.localStorage.setItem(window.kcKept.name(KEPT), JSON.stringify(rows));
      return true;
    } catch {
      return false; /* private windows may refuse */
    }
  }

  function element(name, className, text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  function escaped(text) {
    return text.replace(RESERVED, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  }

  function slideOf(text, teller) {
    const query = `text=${escaped(text)}`;
    return teller ? `${query}&teller=${escaped(teller)}` : query;
  }

  class Stories {
    constructor(root) {
      this.root = root;
      this.boot = JSON.parse(root.dataset.own);
      this.hints = JSON.parse(root.dataset.hints);
      this.words = this.boot.said;
      this.rows = read(this.boot.most);
      this.before = null;
      this.at = null; /* which story the form holds; none: a new one */
      this.frame();
      this.list();
    }

    button(label, act, { kind = "quiet", describe = "" } = {}) {
      const made = element("button", `button button--${kind}`, label);
      made.type = "button";
      if (describe) made.setAttribute("aria-label", describe);
      if (act) made.addEventListener("click", act);
      return made;
    }

    field(name, key, most, label) {
      const holder = element("label", "own-field", label);
      const made = element(name, "");
      made.id = `own-${key}`;
      made.maxLength = most;
      made.autocomplete = "off";
      holder.append(made);
      this[key] = made;
      return holder;
    }

    frame() {
      const { words, boot } = this;
      const form = element("form", "own-form");
      const text = this.field("textarea", "text", boot.text, words.text);
      this.text.rows = 5;
      const help = element("p", "voice__note", words.text_help.replace("{max}", boot.text));
      help.id = "own-help";
      this.text.setAttribute("aria-describedby", help.id);
      const agreed = element("label", "own-agreed");
      this.agreed = element("input", "");
      this.agreed.type = "checkbox";
      this.agreed.id = "own-consent";
      agreed.append(this.agreed, element("span", "", words.consent));
      this.box = element("div", "own-hints");
      this.box.setAttribute("role", "alert");
      this.box.hidden = true;
      this.keepButton = element("button", "button button--solid", words.keep);
      this.keepButton.type = "submit";
      this.cancel = this.button(words.cancel, () => this.clear());
      const acts = element("div", "own-tools");
      acts.append(this.keepButton, this.cancel);
      form.append(
        text,
        help,
        this.field("input", "teller", boot.signed / 2, words.teller),
        this.field("input", "place", boot.signed / 2 - 2, words.place),
        agreed,
        this.box,
        acts
      );
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.keep();
      });
      this.status = element("p", "deck-status");
      this.status.setAttribute("role", "status");
      const tools = element("div", "own-tools");
      this.wall = this.button(words.wall, () => this.print(), { kind: "plain" });
      this.undoButton = this.button(words.undo, () => this.undo());
      tools.append(this.wall, element("span", "voice__note", words.wall_note), this.undoButton);
      this.items = element("ol", "own-list");
      this.items.setAttribute("aria-label", words.list);
      this.root.replaceChildren(form, this.status, tools, this.items);
      this.clear();
    }

    signed([, teller, place]) {
      const { words } = this;
      if (teller && place) return words.by_of.replace("{name}", () => teller).replace("{place}", () => place);
      return teller || place;
    }

    list() {
      this.items.replaceChildren(...this.rows.map((row, at) => this.item(row, at)));
      const isEmpty = this.rows.length === 0;
      this.items.hidden = isEmpty;
      this.wall.disabled = isEmpty;
      this.undoButton.disabled = this.before === null;
      if (isEmpty && this.before === null) this.status.textContent = this.words.empty;
    }

    item(row, at) {
      const { words } = this;
      const named = (key) => words[key].replace("{n}", at + 1);
      const item = element("li", "own-item");
      const tools = element("div", "own-item__tools");
      const slide = this.button(words.slide, null, { describe: named("slide_name") });
      Object.assign(slide.dataset, {
        addSlide: "story",
        slidePage: "words",
        slideQuery: slideOf(row[0], this.signed(row)),
        ...this.boot.deck,
      });
      tools.append(
        slide,
        this.button(words.edit, () => this.edit(at), { describe: named("edit_name") }),
        this.button(words.delete, () => this.remove(at), { describe: named("delete_name") })
      );
      item.append(
        element("blockquote", "own-item__text", row[0]),
        element("p", "own-item__by", this.signed(row)),
        tools
      );
      return item;
    }

    /* -- editing -- */

    set(rows, said) {
      this.before = this.rows;
      this.rows = rows;
      this.status.textContent = write(rows) ? said : this.words.refused;
      this.list();
    }

    keep() {
      const { words, boot } = this;
      const [text, teller, place] = [this.text, this.teller, this.place].map((one) => one.value.trim());
      const wrong = [
        [!text, words.no_text, this.text],
        [!this.agreed.checked, words.no_consent, this.agreed],
        [this.at === null && this.rows.length >= boot.most, words.full.replace("{max}", boot.most), this.text],
      ].find(([is]) => is);
      this.status.textContent = "";
      if (wrong) {
        this.status.textContent = wrong[1];
        wrong[2].focus();
        return;
      }
      if (!window.kcHints.mayGoOn(this.box, this.hints, [text, place])) return;
      const rows = [...this.rows];
      const at = this.at ?? rows.length;
      rows[at] = [text, teller, place];
      this.set(rows, this.at === null ? words.kept : words.changed);
      this.clear();
      this.text.focus();
    }

    clear() {
      this.at = null;
      [this.text, this.teller, this.place].forEach((one) => {
        one.value = "";
      });
      this.agreed.checked = false;
      this.box.hidden = true;
      this.keepButton.textContent = this.words.keep;
      this.cancel.hidden = true;
    }

    edit(at) {
      [this.text.value, this.teller.value, this.place.value] = this.rows[at];
      this.at = at;
      this.agreed.checked = true;
      this.keepButton.textContent = this.words.change;
      this.cancel.hidden = false;
      this.text.focus();
    }

    remove(at) {
      this.clear();
      this.set(
        this.rows.filter((_, other) => other !== at),
        this.words.deleted
      );
      this.undoButton.focus();
    }

    undo() {
      this.set(this.before, this.words.restored);
      this.before = null;
      this.list();
      this.text.focus();
    }

    /* Only the cards go on paper (stories.css). */
    print() {
      const { dataset } = document.documentElement;
      dataset.wall = "";
      window.addEventListener("afterprint", () => delete dataset.wall, { once: true });
      window.print();
    }
  }

  document.addEventListener("kc:placed", (event) => {
    const root = event.target.querySelector("#own-stories[data-own]");
    if (root) new Stories(root);
  });
})();
