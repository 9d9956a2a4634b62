"""The reader's screen: light or dark; and narrow or not: what does not fit is laid out in another way, not shrunk."""

from typing import Any

import streamlit as st

NARROW_PX = 640  # where Streamlit puts columns below each other
TELL = f"""export default function ({{ setStateValue }}) {{
  const narrow = window.matchMedia("(max-width: {NARROW_PX}px)");
  const tell = () => setStateValue("narrow", narrow.matches);
  if (narrow.matches) tell();
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}}"""


def is_narrow() -> bool:
    """What the browser said; before it says anything, the screen counts as wide."""
    told = st.session_state.get("screen")
    return bool(told and told.get("narrow"))


def theme() -> str:
    """`light` or `dark`, as the reader's page is."""
    return st.context.theme.type or "light"


def row(**settings: Any) -> Any:
    """A container whose parts stand beside each other, or below each other where the screen is narrow."""
    return st.container(horizontal=not is_narrow(), **settings)


def watch() -> None:
    """Ask the browser, below the page; it shows nothing, and answers only where the screen is narrow or becomes so."""
    st.components.v2.component("screen", js=TELL)(key="screen", height=1, on_narrow_change=lambda: None)
