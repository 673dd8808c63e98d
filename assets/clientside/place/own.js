/* The map on which a visitor draws an area. It shows places and no values, so that nobody chooses by
   them. The outline goes into the form, and with it into the address: nowhere else. */
(() => {
  "use strict";

  const TAP_PX = 5; /* a press that moves less is no drag */
  const REACH_PX = 16; /* how near a press takes hold of a corner */
  const STEP_PX = 14; /* of the cross, for one key */

  class Board {
    constructor(form) {
      this.form = form;
      this.words = JSON.parse(form.dataset.words);
      this.labels = JSON.parse(form.dataset.labels);
      this.most = Number(form.dataset.most);
      this.mostPicks = Number(form.dataset.picks);
      const bounds = JSON.parse(form.dataset.bounds);
      this.corners = window.kcOutline.near(window.kcOutline.decoded(this.field("shape").value), bounds);
      this.center = null;
      this.before = [];
      this.held = -1;
      this.pointers = new Map();
      this.map = new window.kcOwnMap(this.words.map, bounds, this);
      this.cursor = this.corners[0] || this.map.middle;
      this.build();
      this.start();
    }

    field(name) {
      return this.form.elements.namedItem(name);
    }

    boxes() {
      return [...this.form.querySelectorAll('[name="pick"][type="checkbox"]')];
    }

    get way() {
      return this.form.querySelector('[name="way"]:checked').value;
    }

    get picked() {
      return new Set(this.boxes().filter((box) => box.checked).map((box) => box.value));
    }

    get miles() {
      return Number(this.form.querySelector('[name="miles"]:checked').value);
    }

    say(key, values = {}) {
      this.form.querySelector("[data-own-status]").textContent = Object.entries(values).reduce(
        (text, [name, value]) => text.replace(`{${name}}`, value),
        this.words[key] || ""
      );
    }

    /* -- what is on the page ---------------------------------------------------------------- */

    build() {
      const holder = this.form.querySelector("[data-own-map]");
      holder.replaceChildren(this.tools(), this.map.svg);
      holder.hidden = false;
      this.form.querySelector("[data-own-ways]").hidden = false;
      this.form.querySelector("[data-own-circle]").hidden = true;
      this.listen();
    }

    tools() {
      const acts = {
        undo: () => this.undo(),
        clear: () => this.clear(),
        closer: () => this.map.zoom(0.5),
        farther: () => this.map.zoom(2),
        locate: () => this.locate(),
      };
      const places = JSON.parse(this.form.dataset.places);
      return window.kcOwnMap.tools(this.words, acts, places, (point) => this.goTo(point));
    }

    async start() {
      if (this.corners.length) this.map.fit(this.corners);
      this.choose(this.picked.size ? "pick" : "draw");
      const [city, homes] = await Promise.all([this.shapes("city"), this.shapes("homes")]);
      this.homes = homes;
      this.map.show(city, homes, this.labels);
    }

    async shapes(name) {
      const { [name]: address } = this.form.dataset;
      const answer = await window.kcNetwork.ask(`own-${name}`, address, {}, { json: true, own: false });
      if (answer.status === 204) return [];
      return (await answer.json()).features;
    }

    lookAt(point) {
      this.cursor = point.map((degrees) => Math.round(degrees * window.kcOutline.GRID));
      this.map.lookAt(point);
    }

    /* A place of the list: a circle is drawn round its middle at once. */
    goTo(point) {
      this.lookAt(point);
      if (this.way !== "circle") return;
      this.circle(this.cursor);
      this.map.fit(this.corners);
    }

    /* -- what a visitor does ------------------------------------------------------------------ */

    remember() {
      const { corners, center, picked } = this;
      this.before.push({ corners: [...corners], center, picked });
    }

    undo() {
      const last = this.before.pop();
      if (!last) return;
      this.corners = last.corners;
      this.center = last.center;
      for (const box of this.boxes()) box.checked = last.picked.has(box.value);
      this.held = -1;
      this.tell();
    }

    clear() {
      this.remember();
      this.corners = [];
      this.center = null;
      this.held = -1;
      for (const box of this.boxes()) box.checked = false;
      this.tell();
    }

    /* How far the area is, and what is to be done next. */
    tell() {
      this.map.draw();
      const { way } = this;
      const n = way === "pick" ? this.picked.size : this.corners.length;
      if (!n) this.say(`${way}_first`);
      else if (way === "pick") this.say("picks", { n });
      else if (n < 3) this.say("placed", { n });
      else if (window.kcOutline.meetsItself(this.corners)) this.say("crosses");
      else this.say(this.way === "circle" ? "circle_set" : "ready", { n });
    }

    act(corner) {
      this.cursor = corner;
      if (this.way === "pick") this.pick(corner);
      else if (this.way === "circle") this.circle(corner);
      else this.place(corner);
    }

    place(corner) {
      if (this.corners.length >= this.most) {
        this.say("full", { n: this.most });
        return;
      }
      this.remember();
      this.corners.push(corner);
      this.tell();
    }

    circle(corner) {
      this.remember();
      this.center = corner;
      this.corners = window.kcOutline.circle(corner, this.miles);
      this.tell();
    }

    homeAt([lon, lat]) {
      const { GRID } = window.kcOutline;
      const holds = window.kcLocation.insideGeometry;
      return this.homes?.find(({ geometry }) => holds(lon / GRID, lat / GRID, geometry));
    }

    nameOf(home) {
      const found = home && this.labels.find(([id]) => id === String(home.id));
      return found ? found[1] : "";
    }

    pick(corner) {
      const home = this.homeAt(corner);
      const box = home && this.boxes().find(({ value }) => value === String(home.id));
      if (!box) return;
      this.remember();
      box.checked = !box.checked;
      this.tellPick(box);
    }

    tellPick(box) {
      const { size } = this.picked;
      if (size > this.mostPicks) {
        box.checked = false;
        this.say("many_picked", { n: this.mostPicks });
      } else {
        const [, place] = this.labels.find(([id]) => id === box.value);
        this.say(box.checked ? "picked" : "unpicked", { place, n: size });
      }
      this.map.draw();
    }

    choose(way) {
      this.form.querySelector(`[name="way"][value="${way}"]`).checked = true;
      this.form.querySelector("[data-own-circle]").hidden = way !== "circle";
      this.form.querySelector("[data-own-picks]").open = way === "pick";
      this.held = -1;
      this.tell();
    }

    locate() {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const here = [coords.longitude, coords.latitude];
          if (!this.homeAt(here.map((degrees) => degrees * window.kcOutline.GRID))) {
            this.say("not_found");
            return;
          }
          this.goTo(here);
          if (this.way !== "circle") this.say("found");
        },
        () => this.say("no_location"),
        { timeout: 10000, maximumAge: 60000 }
      );
    }

    nearest(point) {
      return this.way === "draw" ? this.map.nearest(point, REACH_PX) : -1;
    }

    /* -- pointer ------------------------------------------------------------------------------ */

    down(event) {
      this.map.svg.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
      const near = this.nearest(this.map.pressed(event));
      this.drag = { from: [event.clientX, event.clientY], view: { ...this.map.view }, near, moved: false };
      if (this.pointers.size === 2) this.drag.spread = this.spread();
    }

    spread() {
      const [a, b] = [...this.pointers.values()];
      return Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
    }

    move(event) {
      const { drag } = this;
      if (!drag || !this.pointers.has(event.pointerId)) return;
      this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
      if (this.pointers.size === 2) {
        drag.moved = true;
        this.map.keepView((drag.view.w * drag.spread) / this.spread());
        return;
      }
      const [dx, dy] = [event.clientX - drag.from[0], event.clientY - drag.from[1]];
      if (!drag.moved && Math.hypot(dx, dy) < TAP_PX) return;
      if (drag.near >= 0) {
        if (!drag.moved) this.remember();
        this.corners[drag.near] = this.map.from(...this.map.pressed(event));
      } else {
        this.map.pan(drag.view, dx, dy);
      }
      drag.moved = true;
      this.map.draw();
    }

    up(event) {
      const { drag } = this;
      if (!this.pointers.delete(event.pointerId) || !drag || this.pointers.size) return;
      this.drag = null;
      if (event.type === "pointercancel") return;
      if (!drag.moved && drag.near < 0) this.act(this.map.from(...this.map.pressed(event)));
      else if (drag.moved && drag.near >= 0) this.tell();
    }

    /* -- keys --------------------------------------------------------------------------------- */

    key(event) {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const acts = {
        Enter: () => this.press(),
        " ": () => this.press(),
        "+": () => this.map.zoom(0.5),
        "=": () => this.map.zoom(0.5),
        "-": () => this.map.zoom(2),
        Backspace: () => this.undo(),
        Delete: () => this.remove(),
        Escape: () => this.letGo(),
      };
      const way = ways[event.key];
      const act = way ? () => this.step(way, event.shiftKey) : acts[event.key];
      if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act();
    }

    step([dx, dy], small) {
      const size = (small ? STEP_PX / 7 : STEP_PX) * this.map.unit;
      const [x, y] = this.map.at(this.cursor);
      this.cursor = this.map.from(x + dx * size, y + dy * size);
      if (this.held >= 0) this.corners[this.held] = this.cursor;
      this.map.follow(this.cursor);
      const place = this.held < 0 && this.nameOf(this.homeAt(this.cursor));
      if (place) this.say("cursor", { place });
    }

    /* Enter takes hold of a corner under the cross, lets go of it, or does what a press does. */
    press() {
      if (this.held >= 0) {
        this.say("moved", { n: this.held + 1 });
        this.letGo();
        return;
      }
      const near = this.nearest(this.map.at(this.cursor));
      if (near < 0) {
        this.act(this.cursor);
        return;
      }
      this.remember();
      this.held = near;
      this.cursor = this.corners[near];
      this.map.draw();
      this.say("corner", { n: near + 1 });
    }

    letGo() {
      this.held = -1;
      this.map.draw();
    }

    remove() {
      const at = this.held >= 0 ? this.held : this.nearest(this.map.at(this.cursor));
      if (at < 0) return;
      this.remember();
      this.corners.splice(at, 1);
      this.letGo();
      this.say("removed");
    }

    /* -- what is sent ------------------------------------------------------------------------- */

    send(event) {
      const typed = this.way === "circle" && this.field("at").value.trim();
      const drawn = this.way !== "pick" && !typed;
      const crosses = window.kcOutline.meetsItself(this.corners) && "crosses";
      const wrong = drawn && (this.corners.length < 3 ? "few" : crosses);
      if (wrong) {
        event.preventDefault();
        this.say(wrong);
        return;
      }
      const [shape, joined] = [this.field("shape"), this.form.querySelector("[data-own-joined]")];
      if (drawn) shape.value = window.kcOutline.encoded(this.corners);
      joined.value = [...this.picked].join(); /* one key for all of them */
      const left = [
        ...this.boxes(),
        ...(drawn ? [] : [shape]),
        ...(this.way === "pick" ? [] : [joined]),
        ...(typed ? [] : [this.field("at"), ...this.form.querySelectorAll('[name="miles"]')]),
      ];
      shape.disabled = joined.disabled = false;
      left.forEach((field) => {
        field.disabled = true;
      });
      /* when what is sent has been read: a visitor may come back */
      setTimeout(() => left.forEach((field) => {
        field.disabled = false;
      }));
    }

    listen() {
      const { form } = this;
      const { svg } = this.map;
      svg.addEventListener("pointerdown", (event) => this.down(event));
      svg.addEventListener("pointermove", (event) => this.move(event));
      svg.addEventListener("pointerup", (event) => this.up(event));
      svg.addEventListener("pointercancel", (event) => this.up(event));
      svg.addEventListener("keydown", (event) => this.key(event));
      svg.addEventListener(
        "wheel",
        (event) => {
          if (!event.ctrlKey && document.activeElement !== svg) return;
          event.preventDefault();
          this.map.zoom(event.deltaY > 0 ? 1.25 : 0.8);
        },
        { passive: false }
      );
      form.addEventListener("submit", (event) => this.send(event));
      form.addEventListener("change", ({ target }) => {
        if (target.name === "way") this.choose(target.value);
        if (target.name === "pick") this.tellPick(target);
        if (target.name === "miles" && this.center) this.circle(this.center);
      });
    }
  }

  document.addEventListener("kc:placed", ({ target }) => {
    const form = target.querySelector('[data-own="form"]');
    if (form) new Board(form);
  });
})();
