"""The trials that a reader selected, by id: they outlast other filters, orders and pages, and stand in the address."""

from collections.abc import Sequence

import streamlit as st

from dashboard.state import url
from dashboard.words.text import NCT_IN_TEXT

SELECTION = url.CONTROL + "chosen"  # ids, joined by commas
SELECTION_TURN = "selection_turn"
MOST_SELECTED = 50  # more would make an address that nobody can send


def held() -> list[str]:
    """The ids that were selected so far, or that the link names."""
    return [each for each in str(st.session_state.get(SELECTION, "")).split(",") if NCT_IN_TEXT.fullmatch(each)]


def keep(before: Sequence[str], here: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Note what is selected `here` among the `shown` rows beside what was selected elsewhere before; gives all."""
    chosen = [*(each for each in before if each not in shown or each in here)]
    chosen += [each for each in here if each not in chosen]
    st.session_state[SELECTION] = ",".join(chosen[:MOST_SELECTED])
    url.write_control("chosen", st.session_state[SELECTION], "")
    return chosen


def turn() -> int:
    """How often the reader let go of a selection: part of the key of the table, which then begins anew."""
    return int(st.session_state.get(SELECTION_TURN, 0))


def let_go() -> None:
    """Select nothing any more."""
    st.session_state[SELECTION] = ""
    st.session_state[SELECTION_TURN] = turn() + 1
