// The transcript in step with the player above it. Everything said is set as text, never as markup.
const SKIP_MS = 3000; // arrow keys, while no word has the focus
const LINGER_MS = 1000; // a word stays marked so long after its end, if no other begins
const HANDS_OFF_MS = 5000; // after somebody scrolls, the page stays where they put it
const TOP = 90, BOTTOM = 130; // pixels that the header and the player cover

const player = () => document.querySelector(".st-key-reader-player audio");

function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

function link(name, text, href) {
  const node = make("a", name, text);
  node.href = href;
  return node;
}

const LOOKS = ["", "unsure", "doubted", "corrected", "redacted", "deleted", "off"];

/** Draw the rows anew that are not as before; each holds its words {node, start, end, ...}. */
function build(root, data, before, last) {
  const rows = data.rows.map((row) => ({ told: JSON.stringify(row), row }));
  const same = (one, other) => one && other && one.told === other.told;
  let head = 0, tail = 0;
  while (same(rows[head], before[head])) head += 1;
  const most = Math.min(rows.length, before.length) - head;
  while (tail < most && same(rows[rows.length - 1 - tail], before[before.length - 1 - tail]))
    tail += 1;
  for (const old of before.slice(head, before.length - tail)) old.node.remove();
  const next = tail ? before[before.length - tail].node : last;
  const fresh = rows.slice(head, rows.length - tail);
  for (const one of fresh) root.insertBefore(drawn(one, data), next);
  return [...before.slice(0, head), ...fresh, ...before.slice(before.length - tail)];
}

function drawn(one, data) {
  const row = one.row;
  one.words = [];
  if (row.gap) return (one.node = make("p", "gap", row.gap));
  const turn = (one.node = make("section", row.asks ? "turn asks" : "turn"));
  const head = make("p", "head");
  const place = link("place", row.time, row.href);
  place.title = data.labels.place;
  place.dataset.start = row.start;
  head.append(place, " ", make("b", "who", row.who));
  if (row.lang) {
    turn.lang = row.lang;
    head.append(" ", make("span", "spoken", row.language));
  }
  turn.append(head);
  if (row.withheld) turn.append(make("p", "said withheld", row.withheld));
  for (const part of row.parts) turn.append(...stretch(part, data, one.words, turn));
  return turn;
}

function stretch(part, data, words, turn) {
  const said = make("p", "said");
  for (const [text, start, end, look, found] of part.words) {
    const bare = text.trim(), name = LOOKS[look];
    const node = make("span", `w ${name}`, bare || data.labels[name]);
    if (name) node.title = data.labels[name];
    if (found) node.classList.add("found");
    node.word = { node, start, end, turn, look, text: bare };
    words.push(node.word);
    said.append(node, !bare || text.endsWith(" ") || text.endsWith("\n") ? " " : "");
  }
  const notes = make("div", "notes");
  for (const note of part.notes) {
    const box = make("p", `note ${note.standing}`);
    if (note.question) {
      const to = link("question", note.text, note.href);
      to.dataset.question = note.question;
      box.append(to, make("span", "standing", note.told));
    } else box.append(make("span", "standing", note.told));
    notes.append(box);
  }
  return [notes, said];
}

/** The last word that has begun at a place, or -1. */
function begun(words, place) {
  let low = 0, high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle].start <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

class Reader {
  constructor(root) {
    this.root = root;
    this.rows = [];
    this.words = [];
    this.current = -1;
    this.focusable = -1;
    this.from = this.to = -1; // what is chosen, from where it was begun
    this.pending = null; // the place of the link in ms, until somebody plays or moves on
    this.stay = null; // the place of what was just put right
    this.handsOff = 0;
    this.struck = []; // what the player's copy already leaves out
    this.correcting = new Correcting(this);
    root.replaceChildren(this.correcting.bar);
  }

  show(data, send) {
    if (this.correcting.open && this.data) return void (this.later = [data, send]);
    this.data = data;
    this.plays = data.plays;
    const other = data.version !== this.version;
    this.correcting.settle?.();
    if (other) this.draw(data);
    this.correcting.show(data, send);
    const at = data.at === null ? "" : `${data.interview} ${data.at}`;
    if (at && at !== this.at) this.begin(data.at);
    else if (this.focusable < 0) this.focusOn(0, false);
    this.at = at;
  }

  /** Draw what has changed, and come back to where somebody was. */
  draw(data) {
    const inside = this.root.contains(this.root.getRootNode().activeElement);
    const place = this.stay ?? this.words[this.focusable]?.start;
    this.mark(-1);
    this.version = data.version;
    this.rows = build(this.root, data, this.rows, this.correcting.bar);
    this.words = this.rows.flatMap((row) => row.words);
    this.words.forEach((word, i) => (word.i = i));
    this.focusable = this.from = this.to = -1;
    this.root.classList.toggle("plays", data.plays);
    this.root.lang = data.language;
    if (place === undefined) return;
    const index = Math.max(0, begun(this.words, place));
    if (this.stay !== null) this.choose(index, false);
    this.focusOn(index, inside || this.stay !== null);
    this.stay = null;
  }

  begin(at) {
    const index = Math.max(0, begun(this.words, at));
    this.pending = this.plays ? at : null;
    this.settle();
    this.mark(index);
    this.focusOn(index, false);
    // The page itself scrolls to its top once it has been drawn; and turns that were never in
    // sight turn out longer than they were thought to be.
    for (const wait of [250, 450, 700])
      setTimeout(() => {
        const calm = Date.now() > this.handsOff;
        if (calm) this.words[index]?.node.scrollIntoView({ block: "center" });
      }, wait);
  }

  /** Put the player at the place of the link, once it knows its recording. */
  settle() {
    const sound = player();
    if (this.pending !== null && sound?.readyState >= 1) sound.currentTime = this.pending / 1000;
  }

  /** Something happened to the player. */
  heard(event) {
    const moved = Math.abs(event.target.currentTime * 1000 - this.pending) > 50;
    if (event.type === "play") this.pending = null;
    // Streamlit puts a fresh player at its beginning, before or after the link's place is set.
    else if (this.pending && event.target.currentTime === 0) setTimeout(() => this.settle(), 0);
    else if (this.pending !== null && moved) this.pending = null; // by hand
    this.follow();
  }

  mark(index) {
    if (index === this.current) return;
    const before = this.words[this.current], now = this.words[index];
    if (before) before.node.classList.remove("now"), before.node.removeAttribute("aria-current");
    if (before && before.turn !== now?.turn) before.turn.classList.remove("now");
    if (now) now.node.classList.add("now"), now.node.setAttribute("aria-current", "true");
    if (now) now.turn.classList.add("now");
    this.current = index;
  }

  /** One word at a time can be reached with Tab; the arrows go on from there. */
  focusOn(index, take) {
    const word = this.words[index];
    if (!word) return;
    const before = this.words[this.focusable]?.node;
    for (const name of ["tabindex", "role"]) before?.removeAttribute(name);
    word.node.tabIndex = 0;
    word.node.setAttribute("role", "button");
    this.focusable = index;
    if (take) word.node.focus();
  }

  /** Choose a word, or the words up to it. */
  choose(index, more) {
    const last = this.words.length - 1, to = Math.max(-1, Math.min(index, last));
    const clear = (from, until, on) => {
      for (let i = Math.max(0, Math.min(from, until)); i <= Math.max(from, until); i += 1)
        this.words[i]?.node.classList.toggle("sel", on);
    };
    if (this.from >= 0) clear(this.from, this.to, false);
    if (!more || this.from < 0) this.from = more && this.focusable >= 0 ? this.focusable : to;
    this.to = to;
    if (to >= 0) clear(this.from, to, true);
    if (to >= 0) this.focusOn(to, true);
    this.correcting.draw();
  }

  pause() {
    player()?.pause();
  }

  /** Mark what sounds now; called at each picture while it plays. */
  follow() {
    const sound = player();
    if (!sound || this.pending !== null) return;
    const place = sound.currentTime * 1000;
    const index = begun(this.words, place);
    const word = this.words[index];
    const heard = ([start, end]) => this.struck.some(([a, b]) => a <= start && b >= end);
    const quiet = (this.data?.struck ?? []).filter((span) => !heard(span));
    // A copy from before something was struck must not play it.
    const muted = quiet.some(([start, end]) => place >= start && place < end);
    if (muted !== Boolean(this.muted)) sound.muted = this.muted = muted;
    this.mark(word && place < word.end + LINGER_MS ? index : -1);
    if (word && !sound.paused && Date.now() > this.handsOff) this.keepInSight(word.node);
  }

  keepInSight(node) {
    const box = node.getBoundingClientRect();
    if (box.top >= TOP && box.bottom <= innerHeight - BOTTOM) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    this.handsOff = Date.now() + 600; // until the scrolling is done
  }

  seek(place) {
    const sound = player();
    if (!sound) return;
    this.pending = null;
    sound.currentTime = place / 1000;
    sound.play();
    this.handsOff = 0;
  }

  toggle() {
    const sound = player();
    if (sound) sound.paused ? sound.play() : sound.pause();
  }

  clicked(event, follow) {
    const target = event.target;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (target.dataset?.question && plain) {
      event.preventDefault();
      follow(target.dataset.question);
    } else if (target.classList?.contains("place") && plain && this.plays) {
      event.preventDefault();
      this.seek(Number(target.dataset.start));
    } else if (target.word && this.words[target.word.i] === target.word) {
      this.choose(target.word.i, event.shiftKey);
      if (this.plays && plain) this.seek(target.word.start);
    }
  }

  /** Words are chosen by drawing over them, too. */
  drawn(event) {
    const [from, to] = [this.pressedOn, event.target.word];
    this.pressedOn = null;
    if (!from || !to || from === to || this.correcting.open) return;
    getSelection()?.removeAllRanges();
    this.choose(from.i, false);
    this.choose(to.i, true);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.data) return;
    const target = event.composedPath()[0];
    const onWord = Boolean(target.word) && this.root.contains(target);
    if (!onWord && target.closest?.("input, textarea, select, button, a, summary, audio, [role]"))
      return;
    const acts = onWord
      ? this.onWord(event.key, event.shiftKey) || this.correcting.pressed(event.key, true)
      : this.correcting.pressed(event.key, false) || (this.plays && this.elsewhere(event.key));
    if (acts) event.preventDefault();
  }

  onWord(key, more) {
    const index = this.focusable;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const turn = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && this.words[index + step]) this.choose(index + step, more);
    else if (turn) this.choose(this.turnFrom(index, turn), more);
    else if (key === " " && this.plays) this.toggle();
    else if (key === "Escape") this.choose(-1, false);
    else return Boolean(step);
    return true;
  }

  elsewhere(key) {
    const sound = player();
    const step = { ArrowRight: SKIP_MS, ArrowLeft: -SKIP_MS }[key];
    if (key === " ") this.toggle();
    else if (step && sound) sound.currentTime = Math.max(0, sound.currentTime + step / 1000);
    else return false;
    return true;
  }

  /** The first word of the next turn, or of this one and then the one before. */
  turnFrom(index, step) {
    const here = this.words[index]?.turn;
    let at = index;
    if (step > 0) while (this.words[at] && this.words[at].turn === here) at += 1;
    else {
      at -= 1;
      const turn = this.words[at]?.turn;
      while (at > 0 && this.words[at - 1].turn === turn) at -= 1;
    }
    return this.words[at] ? at : index;
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".reader");
  const reader = (root.reader ??= new Reader(root));
  root.stop?.(); // called again with each change of the data: what listened before must stop
  reader.show(data, (act) => setTriggerValue("act", act));

  const heard = (event) => {
    if (event.target !== player()) return;
    if (event.type === "loadedmetadata") reader.struck = reader.data?.struck ?? [];
    reader.heard(event);
  };
  let frame = 0;
  const tick = () => {
    const sound = player();
    if (sound && !sound.paused) reader.follow();
    frame = requestAnimationFrame(tick);
  };
  if (data.plays) tick();
  const pressed = (event) => reader.pressed(event);
  const scrolled = () => (reader.handsOff = Date.now() + HANDS_OFF_MS);
  const clicked = (event) => reader.clicked(event, (id) => setTriggerValue("question", id));
  const held = (event) => (reader.pressedOn = event.button || event.shiftKey ? null : event.target.word);
  const released = (event) => reader.drawn(event);

  // Events of media do not bubble, but they can be caught on their way down; the player may be
  // drawn after the transcript, or anew.
  const media = ["loadedmetadata", "timeupdate", "seeked", "play", "pause"];
  for (const name of media) document.addEventListener(name, heard, true);
  document.addEventListener("keydown", pressed);
  document.addEventListener("wheel", scrolled, { passive: true });
  document.addEventListener("touchmove", scrolled, { passive: true });
  root.addEventListener("click", clicked);
  root.addEventListener("mousedown", held);
  root.addEventListener("mouseup", released);
  root.stop = () => {
    cancelAnimationFrame(frame);
    for (const name of media) document.removeEventListener(name, heard, true);
    document.removeEventListener("keydown", pressed);
    document.removeEventListener("wheel", scrolled);
    document.removeEventListener("touchmove", scrolled);
    root.removeEventListener("click", clicked);
    root.removeEventListener("mousedown", held);
    root.removeEventListener("mouseup", released);
  };
  return root.stop;
}
