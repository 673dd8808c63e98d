/* A field to type in with a list under it (ARIA 1.2 combobox), for hundreds of things to find. What
   is offered says `window[data-offers].offered(field)`: { value, label, kind, keys } each, the last
   two where there are any. Who listens for `kc:chosen` acts on what was chosen. */
(() => {
  "use strict";

  const INPUT = "#react-entry-point .combobox__input";
  const SOME = 60; /* as many as anybody scrolls through */

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  class Combobox {
    constructor(input) {
      this.input = input;
      this.field = input.closest("[data-control]");
      this.list = document.getElementById(input.getAttribute("aria-controls"));
      this.status = this.list.parentElement.querySelector("[role=status]");
      this.found = [];
      this.active = -1;
      this.turn = 0;
      input.addEventListener("input", () => this.open());
      input.addEventListener("click", () => this.open());
      input.addEventListener("keydown", (event) => this.onKey(event));
      input.addEventListener("blur", () => this.close());
      /* pressing an option must not take the focus, or the list closes before the click */
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose([...this.list.children].indexOf(option));
      });
    }

    /* What is offered for the text so far; all of it where there is none. */
    async find() {
      const { keyOf, normalise, search } = window.kcPlaceMatch;
      const offered = await window[this.field.dataset.offers].offered(this.field);
      const text = this.input.value;
      if (!normalise(text)) return offered;
      const places = offered.map((one) => ({ ...one, keys: one.keys || [keyOf(normalise(one.label))] }));
      return search({ places, littleWords: new Set() }, text).places;
    }

    async open() {
      const turn = ++this.turn;
      const found = await this.find().catch(() => []);
      if (turn !== this.turn) return; /* a later letter was typed meanwhile, or the field was left */
      this.found = found.slice(0, this.input.value ? SOME : found.length);
      this.list.replaceChildren(...this.found.map((one, i) => this.option(one, i)));
      this.status.textContent = this.found.length ? "" : this.input.dataset.none;
      this.setOpen(this.found.length > 0);
      this.activate(-1);
    }

    option({ label, kind }, position) {
      const said = kind ? [" ", element("span", { class: "combobox__kind" }, kind)] : [];
      const id = `${this.list.id}-${position}`;
      return element(
        "div",
        { id, role: "option", class: "combobox__option", "aria-selected": "false" },
        element("span", {}, label),
        ...said
      );
    }

    setOpen(open) {
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
    }

    close() {
      this.turn++;
      this.setOpen(false);
      this.activate(-1);
      this.status.textContent = "";
    }

    activate(position) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = position;
      const option = this.list.children[position];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    async step(by) {
      if (this.list.hidden) await this.open();
      const many = this.found.length;
      if (!many) return;
      const from = this.active < 0 && by < 0 ? many : this.active;
      this.activate((from + by + many) % many);
    }

    onKey(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const actions = {
        ArrowDown: () => this.step(1),
        ArrowUp: () => this.step(-1),
        Enter: () => this.enter(),
        Escape: () => this.escape(),
      };
      const act = actions[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }

    /* Fast typists press it before the list is there: then it is the first that is found. */
    async enter() {
      if (!this.input.value && this.active < 0) return;
      if (this.list.hidden) await this.open();
      this.choose(Math.max(this.active, 0));
    }

    escape() {
      if (this.list.hidden) this.input.value = "";
      this.close();
    }

    choose(position) {
      const chosen = this.found[position];
      if (!chosen) return;
      this.input.value = "";
      this.close();
      const detail = chosen.value;
      this.input.dispatchEvent(new CustomEvent("kc:chosen", { bubbles: true, detail }));
    }
  }

  /* A field becomes one when it is used: typed in before that, it has kept its text. */
  const known = new WeakSet();

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(INPUT) || known.has(target)) return;
    known.add(target);
    new Combobox(target);
  });
})();
