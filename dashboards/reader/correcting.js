// Words put right in the transcript: chosen by keyboard or mouse, corrected where they stand.
const UNSURE = 1, DOUBTED = 2, REDACTED = 4, DELETED = 5, OFF = 6; // how a word came here
const KEYS = {
  e: "correct", Enter: "correct", r: "redact", o: "off-record", f: "unflag", b: "restore",
  n: "name", u: "undo", l: "listen",
};

class Correcting {
  constructor(reader) {
    this.reader = reader;
    this.open = null; // the editor or the names, while one is open
    this.data = null;
    this.bar = make("div", "bar");
    this.bar.setAttribute("role", "toolbar");
    this.bar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
  }

  show(data, send) {
    this.data = data;
    this.send = send;
    this.draw();
  }

  /** What is chosen: its words, from where to where. */
  chosen() {
    const { from, to, words } = this.reader;
    if (from < 0 || !words[from] || !words[to]) return null;
    const some = words.slice(Math.min(from, to), Math.max(from, to) + 1);
    return {
      some, start: Math.min(...some.map((w) => w.start)), end: Math.max(...some.map((w) => w.end)),
    };
  }

  /** What can be done with what is chosen. */
  possible(chosen) {
    const any = (...looks) => chosen?.some.some((word) => looks.includes(word.look));
    const words = chosen?.some.some((word) => word.look < DELETED);
    return {
      correct: chosen && !any(OFF), redact: words, "off-record": words, unflag: any(UNSURE, DOUBTED),
      restore: any(3, REDACTED, DELETED, OFF), name: words, undo: Boolean(this.data.undo),
      listen: this.data.plays && chosen,
    };
  }

  draw() {
    const chosen = this.chosen(), labels = this.data.labels;
    this.bar.hidden = !chosen || Boolean(this.open);
    this.bar.replaceChildren();
    if (!chosen) return;
    const n = chosen.some.length;
    const told = n === 1 ? labels.one : labels.words.replace("{n}", n);
    this.bar.append(make("span", "count", told));
    if (!this.data.coder) {
      this.bar.append(make("span", "count", labels.nobody));
      return;
    }
    const more = this.button("more", "", () => this.reader.choose(this.reader.to + 1, true));
    more.classList.add("touch");
    this.bar.append(more);
    const possible = this.possible(chosen);
    const told_keys = { correct: "E", redact: "R", "off-record": "O", unflag: "F", restore: "B",
      name: "N", listen: "L", undo: "U" };
    for (const [kind, key] of Object.entries(told_keys))
      if (possible[kind]) this.bar.append(this.button(kind, key, () => this.act(kind)));
  }

  button(kind, key, then) {
    const node = make("button", "do", this.data.labels[kind]);
    node.type = "button";
    if (kind === "undo") node.title = this.data.undo;
    if (key) node.append(make("kbd", "", key));
    if (key) node.setAttribute("aria-keyshortcuts", key);
    node.addEventListener("click", then);
    return node;
  }

  /** A key was pressed: tell whether it meant something here. */
  pressed(key, onWord) {
    const kind = KEYS[key.length === 1 ? key.toLowerCase() : key];
    if (!kind || this.open || !this.data) return false;
    if (!onWord && kind !== "undo") return false;
    if (onWord && this.reader.from < 0) this.reader.choose(this.reader.focusable, false);
    return this.act(kind);
  }

  act(kind) {
    const chosen = this.chosen();
    if (kind === "listen") return chosen ? (this.reader.seek(chosen.start), true) : false;
    if (!this.data.coder) return Boolean(chosen);
    if (!this.possible(chosen)[kind]) return false;
    if (kind === "correct") this.edit(chosen);
    else if (kind === "name") this.name(chosen);
    else this.keep(kind, chosen);
    return true;
  }

  keep(kind, chosen, more = {}) {
    const doubted = chosen ? chosen.some.filter((w) => [UNSURE, DOUBTED].includes(w.look)) : [];
    const where = chosen ? { start: chosen.start, end: chosen.end } : {};
    this.reader.stay = chosen ? chosen.start : this.reader.stay;
    this.send({
      kind, ...where, words: chosen?.some.length ?? 0, doubted: doubted.length, ...more,
      n: Date.now(),
    });
  }

  edit(chosen) {
    const first = chosen.some[0], turn = first.turn;
    const some = chosen.some.filter((word) => word.turn === turn); // a text belongs to one voice
    const end = some[some.length - 1].end;
    const before = some.map((word) => word.text).filter(Boolean).join(" ");
    const box = make("textarea", "edit");
    box.value = before;
    box.rows = Math.min(8, Math.ceil((before.length + 1) / 60));
    box.setAttribute("aria-label", this.data.labels.correct);
    const hint = make("span", "hint", this.data.labels.editor);
    const leave = () => {
      for (const node of [box, hint]) node.remove();
      for (const word of some) word.node.hidden = false;
      this.closed();
    };
    const keep = () => {
      const text = box.value.trim().replace(/\s+/g, " ");
      leave();
      if (text === before) return;
      this.waiting(some, text);
      this.keep("correct", { ...chosen, some, end }, { text });
    };
    for (const word of some) word.node.hidden = true;
    first.node.before(box, hint);
    this.opened(box, keep, leave);
    box.select();
  }

  /** What was just written stands there until it is kept. */
  waiting(some, text) {
    const node = make("span", "w waiting", text);
    for (const word of some) word.node.hidden = true;
    some[0].node.before(node, text ? " " : "");
    this.settle = () => {
      node.remove();
      for (const word of some) word.node.hidden = false;
      this.settle = null;
    };
  }

  name(chosen) {
    const labels = this.data.labels, turn = chosen.some[0].turn;
    const box = make("form", "names");
    const here = make("input");
    here.type = "checkbox";
    const only = make("label", "here");
    only.append(here, ` ${labels.here}`);
    const other = make("input", "other");
    other.placeholder = other.ariaLabel = labels.other;
    other.maxLength = 60;
    const leave = () => {
      box.remove();
      this.closed();
    };
    const give = (speaker) => {
      leave();
      if (speaker) this.keep("name", chosen, { speaker, here: here.checked });
    };
    box.append(make("b", "", labels.voice));
    this.data.names.forEach((one, i) => {
      const button = make("button", "do", one.name);
      button.type = "button";
      button.append(make("kbd", "", String(i + 1)));
      button.addEventListener("click", () => give(one.id));
      box.append(button);
    });
    box.append(other, only);
    box.addEventListener("keydown", (event) => {
      const one = this.data.names[Number(event.key) - 1];
      if (!one || event.target === other) return;
      event.preventDefault();
      give(one.id);
    });
    box.addEventListener("submit", (event) => {
      event.preventDefault();
      give(other.value.trim());
    });
    turn.querySelector(".head").after(box);
    this.opened(box, null, leave);
    (box.querySelector("button") ?? other).focus();
  }

  opened(box, keep, leave) {
    this.open = leave;
    this.reader.pause();
    this.draw();
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") leave();
      else if (event.key === "Enter" && keep && !event.isComposing) keep();
      else return;
      event.preventDefault();
    });
    box.focus();
  }

  closed() {
    this.open = null;
    this.draw();
    this.reader.focusOn(this.reader.to, true);
    const later = this.reader.later;
    this.reader.later = null;
    if (later) this.reader.show(...later); // what came while something was being written
  }
}
