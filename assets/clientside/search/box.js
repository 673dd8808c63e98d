/* The search box for a place: a combobox with a list (ARIA 1.2) that answers without a network.
   What it lists is decided in entries.js. */
(() => {
  "use strict";

  const SHORTCUT = "search-key"; /* the only thing kept on the device: "off" if switched off */

  /* -- the box ---------------------------------------------------------------------------- */

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  class Box {
    constructor(host) {
      this.host = host;
      this.found = [];
      this.active = -1;
      this.turn = 0;
      this.build();
      this.input.addEventListener("input", () => this.update());
      this.input.addEventListener("keydown", (event) => this.onKey(event));
      this.input.addEventListener("focus", () => this.begin());
      this.input.addEventListener("blur", () => this.close());
      document.addEventListener("kc:index", () => this.refresh());
      /* pressing an option must not take the focus, or the list closes before the click */
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.open(this.found[Number(option.dataset.position)]);
      });
    }

    build() {
      const { id, dataset } = this.host;
      this.input = element("input", {
        type: "text",
        id: `${id}-field`,
        role: "combobox",
        class: "place-search__field",
        placeholder: dataset.placeholder,
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        enterkeyhint: "go",
        maxlength: String(window.kcPlaceMatch.MAX_CHARS),
        "aria-label": dataset.label,
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": `${id}-list`,
        "aria-describedby": `${id}-hint`,
      });
      this.list = element("ul", {
        id: `${id}-list`,
        role: "listbox",
        class: "place-search__list",
        "aria-label": dataset.list,
        hidden: "",
      });
      this.status = element("p", { class: "place-search__status", role: "status" });
      const hint = element("p", { id: `${id}-hint`, hidden: "" }, dataset.hint);
      this.panel = element("div", { class: "place-search__panel" }, this.status, this.list);
      this.host.append(this.input, this.panel, hint);
    }

    /* What was typed into the form that stood here, before this code came. */
    takeOver({ value, selectionStart, selectionEnd }, held) {
      this.input.value = value;
      this.input.setSelectionRange(selectionStart, selectionEnd);
      if (held) this.input.focus();
      if (held && value) this.update();
    }

    /* The box is used: now, and only once, the streets are asked for as well. */
    begin() {
      this.index().catch(() => {});
      this.streets().catch(() => {});
      if (!this.input.value) this.update();
    }

    index() {
      return window.kcPlaceMatch.load(this.host.dataset.index);
    }

    async streets() {
      const { streets } = this.host.dataset;
      if (!streets) return null;
      const content = await window.kcPlaceMatch.load(streets, (read) => read);
      if (this.known) return this.known;
      this.known = window.kcStreets.of(content, await this.index());
      this.refresh();
      return this.known;
    }

    /* A file has come: what was typed is looked up again, unless an option is chosen already or
       the list was closed. */
    refresh() {
      const waits = this.input === document.activeElement && this.input.value && !this.closed;
      if (waits && this.active < 0) this.update();
    }

    async update() {
      const turn = ++this.turn;
      this.unfolded = false;
      this.closed = false;
      const text = this.input.value;
      if (!window.kcPlaceMatch.normalise(text)) {
        this.offer();
        return;
      }
      try {
        const index = await this.index();
        if (turn !== this.turn) return; /* a later letter was typed meanwhile */
        this.show(window.kcEntries.entriesFor(index, this.known, text));
      } catch {
        if (turn === this.turn) this.show({ entries: [] }, this.host.dataset.unavailable);
      }
    }

    /* Nothing is typed yet: what can be, and the ways without typing. */
    offer() {
      const { boundaries, draw, start } = this.host.dataset;
      const located = window.kcLocation.possible && boundaries ? [{ locate: true }] : [];
      this.show({ entries: [...located, { draw }] }, start);
    }

    show({ entries, literal, say }, message) {
      const shown = say?.spot ? entries.length : window.kcEntries.SHOWN;
      this.found = entries.slice(0, shown);
      this.list.replaceChildren(...this.found.map((entry, i) => this.option(entry, i)));
      this.setOpen(this.found.length > 0);
      this.activate(-1);
      const said = message || (say ? this.words(say) : this.count(entries.length, literal));
      this.say(said, Boolean(message || say) || !this.found.length || !literal || entries.length > shown);
    }

    /* A text of this box, with its values; a spot and a place are called by their names. */
    words({ text, spot, ...values }) {
      const name = spot ? { spot: this.label(spot) } : {};
      return fill(this.host.dataset[camelTail(text)], { ...values, ...name });
    }

    label({ label }) {
      return typeof label === "string" ? label : this.words(label);
    }

    /* What an option says: its name, and of what kind it is. */
    told({ place, spot, locate, draw }) {
      const { dataset } = this.host;
      if (draw) return [dataset.drawYours, ""];
      if (locate) return [dataset.locate, ""];
      if (place) return [place.name[dataset.lang], dataset[`kind${camel(place.geography)}`]];
      return [this.label(spot), dataset[`kind${camel(spot.kind)}`]];
    }

    option(entry, position) {
      const { id } = this.host;
      const [name, kind] = this.told(entry);
      return element(
        "li",
        {
          id: `${id}-option-${position}`,
          role: "option",
          class: "place-search__option",
          "aria-selected": "false",
          "data-position": String(position),
        },
        element("span", { class: "place-search__name" }, name),
        " ",
        element("span", { class: "place-search__kind" }, kind)
      );
    }

    count(total, literal) {
      const { none, one, many, first, close } = this.host.dataset;
      const shown = window.kcEntries.SHOWN;
      const values = { n: total, shown };
      if (!total) return none;
      if (!literal) return fill(close, { n: Math.min(total, shown) });
      if (total === 1) return one;
      return fill(total > shown ? first : many, values);
    }

    /* Always read aloud; also seen where the list alone does not tell. */
    say(text, seen) {
      this.status.textContent = text;
      this.status.classList.toggle("visually-hidden", !seen);
      this.panel.classList.toggle("place-search__panel--open", seen || this.isOpen);
    }

    setOpen(open) {
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
    }

    get isOpen() {
      return !this.list.hidden;
    }

    close() {
      this.turn++;
      this.closed = true;
      this.found = [];
      this.setOpen(false);
      this.activate(-1);
      this.say("", false);
    }

    activate(position) {
      this.active = position;
      [...this.list.children].forEach((option, i) => {
        option.setAttribute("aria-selected", String(i === position));
      });
      const option = this.list.children[position];
      if (option) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    step(by) {
      if (!this.isOpen) {
        this.update();
        return;
      }
      const places = this.found.length;
      const from = this.active < 0 && by < 0 ? places : this.active;
      this.activate((from + by + places) % places);
    }

    onKey(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const actions = {
        ArrowDown: () => this.step(1),
        ArrowUp: () => this.step(-1),
        Enter: () => this.enter(),
        Escape: () => this.escape(),
      };
      /* once an option is chosen, the list has the keys; before, they move in the text */
      if (this.active >= 0) {
        actions.Home = () => this.activate(0);
        actions.End = () => this.activate(this.found.length - 1);
      }
      const act = actions[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }

    escape() {
      if (this.isOpen) {
        this.close();
      } else {
        this.input.value = "";
        this.close();
      }
    }

    async enter() {
      const text = this.input.value.trim();
      const chosen = this.found[this.active];
      if (chosen) {
        this.open(chosen);
        return;
      }
      if (!window.kcPlaceMatch.normalise(text)) return;
      /* fast typists press Enter before the files have come */
      const index = await this.index().catch(() => null);
      const known = await this.streets().catch(() => null);
      const first = this.unfolded && this.found[0];
      const { entries, say } = index ? window.kcEntries.entriesFor(index, known, text) : { entries: [] };
      if (first || entries.length) this.open(first || entries[0]);
      else if (!say) window.kcGo(this.host.dataset.all); /* without what was typed: it may be an address */
    }

    open({ place, spot, locate, draw }) {
      if (draw) {
        window.kcGo(draw);
      } else if (locate) {
        this.locate();
      } else if (spot) {
        this.unfold(spot);
      } else {
        this.go(place.id);
      }
    }

    locate() {
      const { boundaries, geography, locateSearching, locateOutside, locateUnavailable } = this.host.dataset;
      const told = { boundaries, geography, searching: locateSearching, outside: locateOutside, unavailable: locateUnavailable };
      window.kcLocation.find(told, (text) => this.say(text, true), (id) => this.go(id));
    }

    go(id) {
      this.close();
      window.kcGo(this.host.dataset.open.replace("PLACE", id));
    }

    /* A crossing was chosen among several: its places take the place of the list. */
    async unfold(spot) {
      const index = await this.index();
      this.turn++;
      this.unfolded = true;
      this.input.value = this.label(spot);
      this.show(window.kcEntries.unfolded(index, spot));
    }
  }

  function camelTail(name) {
    const whole = camel(name);
    return whole[0].toLowerCase() + whole.slice(1);
  }

  function camel(geography) {
    return geography.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase());
  }

  /* -- boxes appear with their pages ------------------------------------------------------ */

  const boxes = new WeakMap();
  const idle = window.requestIdleCallback || ((act) => window.setTimeout(act, 300));
  const SOON = { timeout: 2000 };

  function adopt(host) {
    if (boxes.has(host) && host.firstChild) return;
    const before = host.querySelector("form input");
    const held = before && before === document.activeElement;
    host.replaceChildren();
    const box = new Box(host);
    boxes.set(host, box);
    if (before) box.takeOver(before, held);
    /* before it is needed, on a busy device too: the Wi-Fi of a hall may be gone by then */
    idle(() => window.kcPlaceMatch.load(host.dataset.index).catch(() => {}), SOON);
  }

  function adoptAll(root) {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    if (root.matches("[data-place-search]")) adopt(root);
    root.querySelectorAll("[data-place-search]").forEach(adopt);
    if (root.matches("[data-search-key]")) showKey(root);
    root.querySelectorAll("[data-search-key]").forEach(showKey);
  }

  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach(adoptAll));
  }).observe(document.documentElement, { subtree: true, childList: true });
  /* what stands already, once the rest of this bundle has run */
  queueMicrotask(() => adoptAll(document.documentElement));

  /* -- the / key, which a person may switch off (WCAG 2.1.4) ------------------------------- */

  function keyIsOn() {
    try {
      return window.localStorage.getItem(window.kcKept.name(SHORTCUT)) !== "off";
    } catch {
      return true; /* storage is forbidden here */
    }
  }

  function switchKey() {
    try {
      if (keyIsOn()) window.localStorage.setItem(window.kcKept.name(SHORTCUT), "off");
      else window.localStorage.removeItem(window.kcKept.name(SHORTCUT));
    } catch {
      /* nothing can be kept: the key stays as it is */
    }
    document.querySelectorAll("[data-search-key]").forEach(showKey);
  }

  function showKey(button) {
    button.textContent = keyIsOn() ? button.dataset.on : button.dataset.off;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-search-key]")) switchKey();
  });

  function typing(target) {
    return target.isContentEditable || target.closest("input, textarea, select, [role=textbox]");
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || !keyIsOn()) return;
    const field = document.querySelector(".place-search__field");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
