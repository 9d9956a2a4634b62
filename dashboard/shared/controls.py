"""Settings of a page (not filters) that live in its address."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

import streamlit as st

from cache.filters.dimensions import EARLIEST, LATEST
from dashboard.shared import screen
from dashboard.state import url


def switch(label: str, options: Mapping[str, str], name: str, usual: str, is_label_shown: bool = True) -> str:
    """A row of buttons, one pressed; `options`: value to words. Gives the value."""
    key = url.control(name, options, usual)
    chosen = st.segmented_control(
        label, list(options), key=key, format_func=lambda each: options[each], required=True,
        label_visibility="visible" if is_label_shown else "collapsed",
    )  # fmt: skip
    value = str(chosen or usual)
    url.write_control(name, value, usual)
    return value


def menu(label: str, options: Mapping[str, str], name: str, usual: str, width: int = 240) -> str:
    """A menu to choose one of; `options`: value to words. Gives the value. An empty `usual` is always written."""
    key = url.control(name, options, usual or next(iter(options)))
    value = str(st.selectbox(label, list(options), key=key, format_func=lambda each: options[each], width=width))
    url.write_control(name, value, usual)
    return value


def picked(
    label: str, options: Mapping[str, str], name: str, usual: Sequence[str], is_label_shown: bool = False
) -> list[str]:
    """A row of buttons of which any may be pressed; `options`: value to words. Gives the values in their order."""
    key = url.CONTROL + name
    held = st.session_state.get(key, list(usual))
    row = screen.row(vertical_alignment="bottom" if is_label_shown else "center", gap="xsmall")
    named = held.split(",") if isinstance(held, str) else held  # a link names them in one parameter
    st.session_state[key] = [each for each in options if each in named]
    chosen = row.pills(
        label,
        list(options),
        key=key,
        format_func=lambda each: options[each],
        selection_mode="multi",
        label_visibility="visible" if is_label_shown else "collapsed",
    )
    values = [each for each in options if each in chosen]
    others = [] if len(values) == len(options) else list(options)
    row.button("All" if others else "None", key=f"every_{name}", type="tertiary", on_click=_pick, args=(key, others),
                 help=f"{label}: choose all or none")  # fmt: skip
    url.write_control(name, ",".join(values), ",".join(each for each in options if each in usual))
    return values


def _pick(key: str, values: list[str]) -> None:
    st.session_state[key] = values


@contextmanager
def folded(label: str, name: str) -> Iterator[bool]:
    """A part of the page that the reader opens; True while it is open: what nobody sees costs a browser too much."""
    part = st.expander(label, key=name, on_change="rerun")
    with part:
        yield bool(part.open)


def day(label: str, name: str) -> str:
    """A day to choose; gives it as the address has it, empty where none is chosen."""
    key = url.CONTROL + name
    held = st.session_state.get(key)
    if isinstance(held, str):  # a link names it
        st.session_state[key] = day_of(held)
    chosen = st.date_input(label, None, EARLIEST, LATEST, key=key, format="YYYY-MM-DD", width=240)
    value = chosen.isoformat() if isinstance(chosen, date) else ""
    url.write_control(name, value, "")
    return value


def day_of(held: str) -> date | None:
    """A day of a link; none where it is no day that a reader could choose."""
    try:
        found = date.fromisoformat(held)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None
