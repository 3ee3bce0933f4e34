// A timeline played through: clips sound, texts are shown as long as they take to read.
// Everything said is set as text, never as markup.
const made = new WeakMap();

function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

function button(name, text, label, act) {
  const node = make("button", name, text);
  node.type = "button";
  if (label) node.setAttribute("aria-label", label);
  node.addEventListener("click", act);
  return node;
}

class Sequence {
  constructor(root) {
    this.root = root;
    this.audio = make("audio");
    this.audio.controls = true;
    this.audio.preload = "auto";
    this.audio.addEventListener("ended", () => (this.through ? this.next() : this.stop()));
    this.audio.addEventListener("play", () => this.mark());
    this.audio.addEventListener("pause", () => this.mark());
    this.at = -1; // the row that plays, -1 where none does
    this.through = false; // whether the next one follows
    this.waiting = false; // whether the row's sound is still to come
    this.timer = 0;
  }

  update(data, send) {
    this.send = send;
    const fresh = !this.data || this.data.version !== data.version;
    this.data = data;
    if (fresh) this.build();
    if (this.waiting) this.sound();
  }

  build() {
    this.stop();
    const { rows, labels } = this.data;
    this.all = button("all", labels.all, "", () => this.toggle());
    this.before = button("step", "‹", labels.before, () => this.go(this.at - 1, this.through));
    this.after = button("step", "›", labels.after, () => this.next());
    this.told = make("p", "told");
    this.told.setAttribute("role", "status");
    const bar = make("div", "bar");
    const player = make("div", "player");
    player.append(this.audio);
    bar.append(this.all, this.before, this.after, this.told, player);
    const list = make("ol", "rows");
    this.items = rows.map((row, i) => this.row(row, i));
    list.append(...this.items);
    const card = rows.findIndex((row) => !row.sounds);
    if (card >= 0) this.items[card].before(make("li", "group", labels.cards));
    this.root.replaceChildren(bar, list);
    this.mark();
  }

  row(row, i) {
    const { labels } = this.data;
    const item = make("li", `row ${row.sounds ? "clip" : "card"} ${row.status}`);
    item.style.setProperty("--place", row.colour);
    const lead = make("div", "lead");
    lead.append(make("span", "number", row.number));
    if (row.sounds) {
      const play = button("play", "▶", `${labels.play} ${row.number}: ${row.who}`,
        () => (this.at === i && !this.audio.paused ? this.audio.pause() : this.go(i, false)));
      lead.append(play);
    }
    const said = make("div", "said");
    said.append(make("p", row.withheld ? "words withheld" : "words", row.withheld || row.words));
    const who = make("p", "who");
    who.append(make("i", "dot"), make("b", "", row.who), ` · ${row.place} · `);
    const link = make("a", "", labels.link);
    link.href = row.href;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.send("go", row.id);
    });
    who.append(link);
    said.append(who, make("p", "standing", row.standing));
    const times = make("dl", "times");
    for (const [label, value] of row.times) {
      const pair = make("div");
      pair.append(make("dt", "", label), make("dd", "", value));
      times.append(pair);
    }
    item.append(lead, said, times);
    return item;
  }

  toggle() {
    if (this.at >= 0 && this.through) return this.stop();
    this.go(0, true);
  }

  next() {
    if (this.through || this.at >= 0) this.go(this.at + 1, this.through);
  }

  go(i, through) {
    clearTimeout(this.timer);
    this.audio.pause();
    const { rows } = this.data;
    if (i < 0 || i >= rows.length) return this.stop();
    this.at = i;
    this.through = through;
    this.waiting = rows[i].sounds;
    if (rows[i].sounds) this.sound();
    else if (through) this.timer = setTimeout(() => this.next(), rows[i].seconds * 1000);
    this.mark();
    this.items[i].scrollIntoView({ block: "nearest" });
  }

  sound() {
    const row = this.data.rows[this.at];
    const found = this.data.sounds[row.id];
    if (found === undefined) {
      this.send("want", row.id);
      return;
    }
    this.waiting = false;
    if (found.refused) {
      this.told.textContent = found.refused;
      if (this.through) this.timer = setTimeout(() => this.next(), 2500);
      return;
    }
    this.audio.src = found.url;
    this.audio.play().catch(() => {}); // a browser that wants another click first
    this.mark();
    const following = this.data.rows.slice(this.at + 1).find((other) => other.sounds);
    if (this.through && following && !(following.id in this.data.sounds)) {
      this.send("want", following.id);
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.at = -1;
    this.through = this.waiting = false;
    this.mark();
  }

  mark() {
    if (!this.items) return;
    const { rows, labels } = this.data;
    const row = rows[this.at];
    this.items.forEach((item, i) => {
      item.classList.toggle("now", i === this.at);
      const play = item.querySelector(".play");
      if (play) play.textContent = i === this.at && !this.audio.paused ? "❚❚" : "▶";
    });
    this.all.textContent = this.through ? labels.stop : labels.all;
    this.before.disabled = this.at < 1;
    this.after.disabled = this.at < 0 || this.at >= rows.length - 1;
    this.audio.parentNode.hidden = !row || !row.sounds;
    this.told.textContent = row ? [row.number, row.who, row.place].filter(Boolean).join(" · ") : labels.told;
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".sequence");
  if (!made.has(root)) made.set(root, new Sequence(root));
  made.get(root).update(data, setTriggerValue);
}
