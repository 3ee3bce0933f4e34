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

/** Draw the rows; return the words in order: {node, start, end, turn}. */
function build(root, data) {
  const words = [];
  root.replaceChildren();
  for (const row of data.rows) {
    if (row.gap) {
      root.append(make("p", "gap", row.gap));
      continue;
    }
    const turn = make("section", row.asks ? "turn asks" : "turn");
    const head = make("p", "head");
    const place = link("place", row.time, row.href);
    place.title = data.labels.place;
    place.dataset.start = row.start;
    head.append(place, " ", make("b", "who", row.who));
    turn.append(head);
    if (row.withheld) turn.append(make("p", "said withheld", row.withheld));
    for (const part of row.parts) turn.append(...stretch(part, data, words, turn));
    root.append(turn);
  }
  return words;
}

function stretch(part, data, words, turn) {
  const said = make("p", "said");
  for (const [text, start, end, unsure, found] of part.words) {
    const bare = text.trim();
    const node = make("span", "w", bare);
    if (unsure) node.classList.add("unsure");
    if (unsure) node.title = data.labels.unsure;
    if (found) node.classList.add("found");
    node.dataset.i = words.length;
    words.push({ node, start, end, turn });
    said.append(node, text.endsWith(" ") || text.endsWith("\n") ? " " : "");
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
    this.words = [];
    this.current = -1;
    this.focusable = -1;
    this.pending = null; // the place of the link in ms, until somebody plays or moves on
    this.handsOff = 0;
  }

  show(data) {
    const other = data.version !== this.version;
    if (other) {
      this.version = data.version;
      this.words = build(this.root, data);
      this.current = this.focusable = -1;
      this.root.classList.toggle("plays", data.plays);
      this.root.lang = data.language;
    }
    this.plays = data.plays;
    const at = data.at === null ? "" : `${data.interview} ${data.at}`;
    if (at && (other || at !== this.at)) this.begin(data.at);
    else if (this.focusable < 0) this.focusOn(0, false);
    this.at = at;
  }

  begin(at) {
    const index = Math.max(0, begun(this.words, at));
    this.pending = this.plays ? at : null;
    this.settle();
    this.mark(index);
    this.focusOn(index, false);
    // The page itself scrolls to its top once it has been drawn.
    setTimeout(() => this.words[index]?.node.scrollIntoView({ block: "center" }), 250);
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
    if (!word || !this.plays) return;
    const before = this.words[this.focusable]?.node;
    for (const name of ["tabindex", "role"]) before?.removeAttribute(name);
    word.node.tabIndex = 0;
    word.node.setAttribute("role", "button");
    this.focusable = index;
    if (take) word.node.focus();
  }

  /** Mark what sounds now; called at each picture while it plays. */
  follow() {
    const sound = player();
    if (!sound || this.pending !== null) return;
    const place = sound.currentTime * 1000;
    const index = begun(this.words, place);
    const word = this.words[index];
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
    } else if (target.classList?.contains("w") && this.plays && !String(getSelection())) {
      const index = Number(target.dataset.i);
      this.focusOn(index, true);
      this.seek(this.words[index].start);
    }
  }

  pressed(event) {
    if (!this.plays || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    const onWord = target.classList?.contains("w") && this.root.contains(target);
    if (!onWord && target.closest?.("input, textarea, select, button, a, summary, audio, [role]"))
      return;
    const acts = onWord ? this.onWord(event.key) : this.elsewhere(event.key);
    if (acts) event.preventDefault();
  }

  onWord(key) {
    const index = this.focusable;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) this.focusOn(index + step, true);
    else if (key === "ArrowDown" || key === "ArrowUp")
      this.focusOn(this.turnFrom(index, key === "ArrowDown" ? 1 : -1), true);
    else if (key === "Enter") this.seek(this.words[index].start);
    else if (key === " ") this.toggle();
    else return false;
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
  reader.show(data);

  const heard = (event) => {
    if (event.target === player()) reader.heard(event);
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

  // Events of media do not bubble, but they can be caught on their way down; the player may be
  // drawn after the transcript, or anew.
  const media = ["loadedmetadata", "timeupdate", "seeked", "play", "pause"];
  for (const name of media) document.addEventListener(name, heard, true);
  document.addEventListener("keydown", pressed);
  document.addEventListener("wheel", scrolled, { passive: true });
  document.addEventListener("touchmove", scrolled, { passive: true });
  root.addEventListener("click", clicked);
  return () => {
    cancelAnimationFrame(frame);
    for (const name of media) document.removeEventListener(name, heard, true);
    document.removeEventListener("keydown", pressed);
    document.removeEventListener("wheel", scrolled);
    document.removeEventListener("touchmove", scrolled);
    root.removeEventListener("click", clicked);
  };
}
