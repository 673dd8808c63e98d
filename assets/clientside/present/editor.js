/* The visitor's slides, listed and edited on the Slides page. store.js keeps them, add.js
   adds to them. */
(() => {
  "use strict";

  const WAIT_MS = 500;
  const FILE_MS = 60000; /* a pack of twelve slides takes its time */
  const UNDO_STEPS = 30;

  class Editor {
    constructor(root) {
      this.root = root;
      this.boot = JSON.parse(root.dataset.deck);
      this.words = this.boot.texts;
      this.rows = this.boot.source === "own" ? window.kcDeck.own() : window.kcDeck.valid(this.boot.slides);
      this.before = [];
      this.prepared = null;
      this.form = window.kcDeckForm.chosen(this.boot.form);
      this.frame();
      this.list();
      this.prepare();
    }

    button(name, label, act, { describe, kind = "quiet" } = {}) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `button button--${kind}`;
      made.textContent = label;
      made.dataset.deck = name;
      if (describe) made.setAttribute("aria-label", describe);
      made.addEventListener("click", act);
      return made;
    }

    frame() {
      const { words } = this;
      const tools = document.createElement("div");
      tools.className = "deck-tools";
      tools.setAttribute("role", "group");
      tools.setAttribute("aria-label", words.toolbar);
      tools.append(
        this.button("play", words.play, () => this.play(0), { kind: "solid", describe: words.play_name }),
        this.button("share", words.share, () => this.share()),
        this.button("zip", words.zip, () => this.save("zip", this.boot.pack, words.pack_saving), {
          kind: "plain",
        }),
        this.button("pptx", words.pptx, () => this.save("pptx")),
        this.button("html", words.html, () => this.save("html")),
        this.button("pdf", words.pdf, () => this.save("pdf")),
        this.button("copier", words.copier, () =>
          this.save("pdf", this.boot.copier, words.saving, "&look=copier")
        ),
        ...(this.boot.urls.packet ? [this.button("packet", words.packet, () => this.packet())] : []),
        this.button("undo", words.undo, () => this.undo()),
        this.button("clear", words.clear, () => this.change([]))
      );
      if (this.boot.source !== "own") {
        const keep = () => {
          window.kcDeck.keep(this.rows);
          this.status.textContent = words.kept;
        };
        tools.append(this.button("keep", words.keep, keep));
        const back = document.createElement("a");
        back.href = this.boot.urls.page;
        back.textContent = words.own;
        tools.append(back);
      }
      this.tools = tools;
      this.status = document.createElement("p");
      this.status.className = "deck-status";
      this.status.setAttribute("role", "status");
      this.link = document.createElement("input");
      this.link.readOnly = true;
      this.link.hidden = true;
      this.link.className = "deck-link";
      this.link.setAttribute("aria-label", words.share_field);
      this.slides = document.createElement("ol");
      this.slides.className = "deck-list";
      this.slides.setAttribute("aria-label", words.list);
      const more = [this.formTools(), this.wordTools()];
      this.root.replaceChildren(tools, ...more, this.link, this.status, this.slides);
    }

    group(className, label, parts) {
      const made = document.createElement("div");
      made.className = className;
      made.setAttribute("role", "group");
      made.setAttribute("aria-label", label);
      made.append(...parts);
      return made;
    }

    formTools() {
      const { form } = this.boot;
      const parts = window.kcDeckForm.tools(form, this.form, (changed) => this.reform(changed));
      return this.group("deck-form", form.label, parts);
    }

    reform(changed) {
      this.form = { ...this.form, ...changed };
      window.kcDeckForm.keep(this.form);
      this.link.hidden = true;
      this.prepared = null;
      this.allow();
      this.prepare();
    }

    wordTools() {
      const { words } = this.boot;
      const parts = window.kcWords.tools(words, (kind, name, describe) =>
        this.button(`add-${kind}`, name, () => this.addWords(kind), { describe })
      );
      return this.group("deck-words", words.texts.label, parts);
    }

    /* A title opens the deck, everything else stands at its end. */
    addWords(kind) {
      if (this.isFull()) return;
      const row = [window.kcWords.WORDS, kind, "", "", ""];
      const rows = kind === "title" ? [row, ...this.rows] : [...this.rows, row];
      this.change(rows);
      this.slides.children[rows.indexOf(row)].querySelector("input").focus();
      this.status.textContent = this.boot.words.texts.added;
    }

    isFull() {
      if (this.rows.length < window.kcDeck.MOST) return false;
      this.status.textContent = this.words.full.replace("{max}", window.kcDeck.MOST);
      return true;
    }

    list() {
      const { words, rows } = this;
      this.slides.querySelectorAll(".slide__plot").forEach((plot) => window.Plotly.purge(plot));
      this.slides.replaceChildren(...rows.map((row, at) => this.item(row, at)));
      this.slides.hidden = rows.length === 0;
      const others = this.tools.querySelectorAll('button:not([data-deck="undo"])');
      others.forEach((made) => (made.disabled = rows.length === 0));
      this.allow();
      if (rows.length === 0) this.status.textContent = words.empty;
    }

    item(row, at) {
      const { words } = this;
      const n = at + 1;
      const filled = (key) => words[key].replace("{n}", n);
      const item = document.createElement("li");
      item.className = "deck-item";
      const title = document.createElement("input");
      title.value = row[3];
      title.maxLength = this.boot.limits.title;
      title.className = "deck-item__title";
      title.setAttribute("aria-label", filled("slide_title"));
      title.addEventListener("change", () => this.edit(at, 3, title.value));
      const finding = document.createElement("p");
      finding.className = "deck-item__finding";
      const own = document.createElement("div");
      own.className = "deck-item__words";
      const notes = document.createElement("textarea");
      notes.value = row[4];
      notes.rows = 2;
      notes.maxLength = this.boot.limits.notes;
      notes.setAttribute("aria-label", filled("slide_notes"));
      notes.placeholder = filled("slide_notes");
      notes.addEventListener("change", () => this.edit(at, 4, notes.value));
      const act = (name, does) =>
        this.button(name, words[`${name === "from" ? "play" : name}_label`], does, {
          describe: filled(name === "from" ? "play_from" : name),
        });
      const tools = document.createElement("div");
      tools.className = "deck-item__tools";
      tools.append(
        act("from", () => this.play(at)),
        act("up", () => this.move(at, -1)),
        act("down", () => this.move(at, 1)),
        act("duplicate", () => this.duplicate(at)),
        act("delete", () => this.remove(at))
      );
      tools.querySelector('[data-deck="up"]').disabled = at === 0;
      tools.querySelector('[data-deck="down"]').disabled = at === this.rows.length - 1;
      const picture = document.createElement("div");
      picture.className = "deck-item__picture";
      picture.setAttribute("aria-hidden", "true");
      picture.addEventListener("click", () => this.play(at));
      const stage = document.createElement("div");
      stage.className = "deck-item__stage";
      stage.inert = true;
      picture.append(stage);
      const fields = document.createElement("div");
      fields.append(title, finding, own, notes, tools);
      item.append(picture, fields);
      this.fill(item, row, at);
      return item;
    }

    /* The fields of a slide of words. */
    fill(item, row, at) {
      if (!window.kcWords.isWords(row)) return;
      const change = (fields, redraw) => {
        this.edit(at, 2, window.kcWords.queryOf(fields));
        this.fill(item, this.rows[at], at);
        if (redraw) item.querySelector('[data-field="text"]').focus();
      };
      window.kcWords.fill(item, row, at + 1, this.boot.words, { change, prepared: this.prepared });
    }

    findings() {
      const items = [...this.slides.children];
      (this.prepared ? this.prepared.slides : []).forEach((slide, at) => {
        if (!items[at]) return;
        const said = slide.words ? [slide.words.why] : [slide.lead];
        items[at].querySelector(".deck-item__finding").textContent = said.join(" ");
        if (slide.words) this.fill(items[at], this.rows[at], at);
        else items[at].querySelector(".deck-item__title").placeholder = slide.title;
      });
      this.pictures();
    }

    pictures() {
      if (this.watch) this.watch.disconnect();
      const made = this.prepared;
      const stages = [...this.slides.querySelectorAll(".deck-item__stage")];
      this.watch = window.kcDeckWait.whenSeen(stages.slice(0, made.slides.length), (stage) =>
        window.kcPlayer.thumb(stage, made, stages.indexOf(stage), this.boot.theme)
      );
    }

    /* -- editing -- */

    change(rows, { redraw = true } = {}) {
      this.before.push(this.rows);
      this.before.splice(0, this.before.length - UNDO_STEPS);
      this.set(redraw ? window.kcWords.withFacts(this.rows, rows) : rows, redraw);
    }

    set(rows, redraw) {
      this.rows = rows;
      this.prepared = null;
      if (this.boot.source === "own") window.kcDeck.keep(rows);
      this.link.hidden = true;
      if (redraw) this.list();
      this.allow();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.prepare(), WAIT_MS);
    }

    undo() {
      if (!this.before.length) return;
      this.set(this.before.pop(), true);
      this.status.textContent = this.words.undone;
    }

    edit(at, field, value) {
      const rows = this.rows.map((row) => [...row]);
      rows[at][field] = value;
      this.change(rows, { redraw: false });
    }

    move(at, by) {
      const rows = [...this.rows];
      const [row] = rows.splice(at, 1);
      rows.splice(at + by, 0, row);
      this.change(rows);
      const item = this.slides.children[at + by];
      const wanted = item.querySelector(`[data-deck="${by < 0 ? "up" : "down"}"]`);
      (wanted.disabled ? item.querySelector("button:not([disabled])") : wanted).focus();
    }

    duplicate(at) {
      if (this.isFull()) return;
      const rows = [...this.rows];
      rows.splice(at + 1, 0, [...rows[at]]);
      this.change(rows);
      this.slides.children[at + 1].querySelector("input").focus();
    }

    remove(at) {
      this.change(this.rows.filter((_, other) => other !== at));
      this.status.textContent = this.words.removed;
      const next = this.slides.children[Math.min(at, this.rows.length - 1)];
      (next ? next.querySelector("input") : this.tools.querySelector('[data-deck="undo"]')).focus();
    }

    /* -- playing and saving -- */

    allow() {
      this.tools.querySelector('[data-deck="undo"]').disabled = this.before.length === 0;
      const buttons = this.root.querySelectorAll('[data-deck="play"], [data-deck="from"]');
      buttons.forEach((button) => (button.disabled = !this.prepared));
    }

    /* `key`: what a later request of the kind takes the place of */
    async post(key, address, extra = "", options = {}) {
      const init = {
        method: "POST",
        headers: { "Content-Type": "text/plain" },
        body: await window.kcDeck.packed(this.rows),
      };
      const url = `${address}?lang=${this.boot.lang}${window.kcDeckForm.asked(this.form)}${extra}`;
      const answer = await window.kcNetwork.ask(key, url, init, options);
      if (!answer.ok || answer.status === 204) throw new Error(String(answer.status));
      return answer;
    }

    /* Everything that the slides need, now: the network may be gone when they play. */
    async prepare() {
      delete this.root.dataset.ready;
      if (!this.rows.length) return;
      const asked = this.rows;
      this.status.textContent = this.words.preparing;
      try {
        const options = {
          json: true,
          onFault: () => {
            if (asked === this.rows) this.status.textContent = this.words.waits;
          },
        };
        const made = await (await this.post("deck", this.boot.urls.prepare, "", options)).json();
        const shapes = (url) => window.kcNetwork.ask(`shapes:${url}`, url, {}, { json: true });
        const found = await Promise.all(made.geo.map(async (url) => (await shapes(url)).json()));
        made.shapes = Object.fromEntries(made.geo.map((url, at) => [url, found[at]]));
        await window.kcCharts.load();
        if (asked !== this.rows) return;
        this.prepared = made;
        this.root.dataset.ready = "true";
        this.status.textContent = [this.words.ready, ...made.notices].join(" ");
        this.findings();
        this.allow();
        this.resume();
      } catch {
        if (asked === this.rows) this.status.textContent = this.words.not_ready;
      }
    }

    /* A reload during a show comes back to its slide. */
    resume() {
      const at = window.kcPages.asked();
      if (at !== null && !window.kcPlayer.showing()) this.play(at);
    }

    play(at) {
      if (this.prepared) window.kcPlayer.play(this.prepared, { at, theme: this.boot.theme });
    }

    /* A page with these slides in its address; nothing, and words, where they are too many for one. */
    async linked(page) {
      const text = await window.kcDeck.packed(this.rows);
      if (text.length > this.boot.limits.link) {
        this.status.textContent = this.words.too_long;
        return null;
      }
      return window.kcDeckForm.address(page, this.form, text);
    }

    async packet() {
      const url = await this.linked(this.boot.urls.packet);
      if (url) window.location.assign(url);
    }

    async share() {
      const url = await this.linked(this.boot.urls.page);
      if (!url) return;
      this.link.value = url.toString();
      this.link.hidden = false;
      this.link.select();
      try {
        await navigator.clipboard.writeText(this.link.value);
        this.status.textContent = this.words.shared;
      } catch {
        this.link.focus();
      }
    }

    async save(kind, name = this.boot.file, words = this.words.saving, extra = "") {
      const done = window.kcDeckWait.progress(this.status, words);
      try {
        const onFault = (fault, stopped) => {
          const { turn, waits } = this.words;
          const said = { busy: turn, stopped }[fault] || waits;
          if (fault !== "slow") this.status.textContent = said;
        };
        const key = `deck:${kind}${extra}`;
        const answer = await this.post(key, this.boot.urls[kind], extra, {
          onFault,
          patienceMs: FILE_MS,
        });
        await window.kcDeckWait.download(answer, `${name}.${kind}`);
        this.status.textContent = this.words.saved;
      } catch (error) {
        if (error.message !== "204") this.status.textContent = this.words.failed;
      } finally {
        done();
      }
    }
  }

  document.addEventListener("kc:placed", (event) => {
    const root = event.target.querySelector("#deck[data-deck]");
    if (root) new Editor(root);
  });
})();
