"""Keys that work on the whole page, and clicks that count once.

Streamlit's own shortcuts fire again while a key is held down, and leave out the letter C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

_JS = """
const TWICE = 100, SLOW = 1000;  // milliseconds: a key pressed twice; an answer that is slow to go
export default function({ data, setTriggerValue }) {
  const typing = "input, textarea, select, [contenteditable=true], [role=dialog] *";
  const own = { Enter: "a, button, summary, [role=button], [role=radio], [role=option]",
                " ": "a, button, summary, [role=button], [role=radio], audio, video" };
  const held = window.interleafKeys ?? { sent: {} };
  const shown = () => document.querySelector("[data-about]")?.dataset.about ?? data.about;
  const pressed = (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const at = event.target instanceof Element ? event.target : document.body;
    if (!data.keys.includes(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (at.closest(typing) || (own[key] && at.closest(own[key]))) return;
    if (document.querySelector("[role=dialog]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    const player = document.querySelector("audio");
    if (data.listen.includes(key) && player) {
      player.paused ? player.play() : player.pause();
      return;
    }
    const about = shown(), now = performance.now(), since = now - (held.sent.at ?? -1e6);
    const again = since < TWICE || (since < SLOW && held.sent.about === about);
    if (again && !data.listen.includes(key)) return;
    held.sent = { at: now, about };
    setTriggerValue("pressed", { key, about });
  };
  const clicked = (event) => {
    if (event.detail > 1 && event.target.closest?.(data.once)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  window.removeEventListener("keydown", held.pressed, true);
  window.removeEventListener("click", held.clicked, true);
  window.interleafKeys = Object.assign(held, { pressed, clicked });
  window.addEventListener("keydown", pressed, true);
  window.addEventListener("click", clicked, true);
  if (data.focus) {
    let tries = 20;
    const reach = () => {
      const found = document.querySelector(data.focus);
      if (found) found.focus(); else if (tries--) setTimeout(reach, 100);
    };
    reach();
  }
  return () => {
    window.removeEventListener("keydown", pressed, true);
    window.removeEventListener("click", clicked, true);
  };
}
"""

_component = st.components.v2.component("interleaf_keys", js=_JS)


def listen(
    keys: Sequence[str],
    *,
    about: str,
    then: Callable[[str], None],
    pause: Sequence[str] = (),
    once: str = "[data-never]",
    focus: str = "",
) -> None:
    """Listen to keys wherever the focus is, but not while something is being typed.

    Enter and space stay with the button or link that has the focus. A key that is held down
    counts once.

    Args:
        keys: as the browser names them; letters small.
        about: what the page shows, as its ``data-about`` says where it has one; a key pressed for
            something else is not passed on.
        then: called with the key before the page is drawn again.
        pause: those of the keys that pause and resume a player where there is one.
        once: a selector: of a double click there, the second is no click.
        focus: a selector: what is to have the focus now.
    """

    def pressed() -> None:
        told = st.session_state["keys"].pressed
        if told and told["about"] == about:
            then(str(told["key"]))

    data = {"keys": list(keys), "about": about, "listen": list(pause), "once": once, "focus": focus}
    _component(key="keys", data=data, on_pressed_change=pressed)
