"""The page's address and its widgets kept in step, so that a copied link shows the same view elsewhere.

The filters' parameters are those of `cache.filters.dimensions`, the same as the command line's. An address without
any of them shows the usual view (trials with the rapalog as experimental drug); `role=any` stands for no filter at all.
Streamlit's own binding writes labels instead of values, forgets an emptied default and does not follow links
between pages, hence this module: after a link or the back button the address wins, after a click on a widget the
widget does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cache.filters.dimensions import DIMENSIONS, NAMES
from cache.filters.filters import USUAL, Filters, from_params
from seeds.errors import OptionError

FILTER, CONTROL = "filter_", "control_"
ANY = "any"
Address = dict[str, list[str]]


def read_filters(address: Mapping[str, list[str]], known: Mapping[str, Iterable[str]]) -> tuple[Filters, list[str]]:
    """Filters of an address, and a sentence for every parameter that cannot be read and is left out."""
    good: Address = {}
    faults = []
    for name, values in address.items():
        if (name in NAMES or name == "ids") and values != [ANY]:
            try:
                from_params({name: values}, known)
                good[name] = values
            except OptionError as error:
                faults.append(str(error))
    return from_params(good, known), faults


def link(filters: Filters, **others: str | Sequence[str]) -> list[tuple[str, str]]:
    """Query parameters of a link that carries the filters and other parameters, which may have several values."""
    listed = {name: [value] if isinstance(value, str) else value for name, value in others.items()}
    params = {**listed, **(filters.to_params() or {"role": [ANY]})}
    return [(name, value) for name, values in params.items() for value in values]


def current_address() -> Address:
    """The parameters of this page's address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def follow(known: Mapping[str, Iterable[str]]) -> list[str]:
    """Set the widgets by the address where the reader came by a link; gives what could not be read."""
    address, state = current_address(), st.session_state
    if "address_seen" in state and (address == state["address_seen"] or _touched() or not _names_filters(address)):
        return []
    filters, faults = read_filters(address, known) if _names_filters(address) else (USUAL, [])
    put(filters)
    state["followed"] = state.get("followed", 0) + 1
    for key in [str(key) for key in state if str(key).startswith(CONTROL)]:
        del state[key]
    for name, values in address.items():
        if name not in NAMES:
            state[CONTROL + name] = values[-1]
    return faults


def _names_filters(address: Address) -> bool:
    return any(name in NAMES or name == "ids" for name in address)


def _touched() -> bool:
    """Whether a widget differs from what the last run left: then the reader clicked, and the address is the old one."""
    seen: dict[str, Any] = st.session_state.get("widgets_seen", {})
    return any(st.session_state.get(key, value) != value for key, value in seen.items())


def put(filters: Filters) -> None:
    """Set every filter's widget."""
    for dimension in DIMENSIONS:
        value = getattr(filters, dimension.name)
        st.session_state[FILTER + dimension.name] = list(value) if isinstance(value, tuple) else value
    st.session_state[FILTER + "ids"] = list(filters.ids)


def taken() -> Filters:
    """The filters that the widgets hold."""
    values: dict[str, Any] = {}
    for name in [*NAMES, "ids"]:
        value = st.session_state.get(FILTER + name)
        values[name] = tuple(value) if isinstance(value, list) else value
    return Filters(**{name: value for name, value in values.items() if value is not None})


def write_filters(filters: Filters) -> None:
    """Put the filters into the address, leaving other parameters alone."""
    wanted = filters.to_params() or {"role": [ANY]}
    address = current_address()
    others = {name: values for name, values in address.items() if name not in NAMES and name != "ids"}
    if {**others, **wanted} != address:
        st.query_params.from_dict({**others, **wanted})


def write_control(name: str, value: str, usual: str) -> None:
    """Put a page's own setting into the address; the usual one is left out."""
    if value == usual:
        st.query_params.pop(name, None)
    elif st.query_params.get_all(name) != [value]:
        st.query_params[name] = value


def control(name: str, options: Iterable[str], usual: str) -> str:
    """Prepare the setting `name` of a page before its widget (key `control_<name>`) is drawn; gives the key."""
    key = CONTROL + name
    if st.session_state.get(key) not in list(options):
        st.session_state[key] = usual
    return key


def remember() -> None:
    """Note address and widgets at the end of a run, to know at the next which of them changed."""
    state = st.session_state
    state["address_seen"] = current_address()
    state["widgets_seen"] = {key: state[key] for key in state if str(key).startswith((FILTER, CONTROL))}


@dataclass(frozen=True, slots=True)
class PageOf:
    """The page of a long list to show, from 1; the key of the widget that turns it, and the page it began with."""

    number: int
    key: str
    first: int


def page_of(listed: object) -> PageOf:
    """Where the reader is in a long list (`listed` says which list).

    Another list begins at its first page, a link at the page that it names; either makes the widget anew, since
    Streamlit wants a widget to begin by a default or by its state, never by both.
    """
    state = st.session_state
    linked = state.pop(CONTROL + "page", None)  # where `follow` put it
    before = state.get("page_of")
    if before is None or before[0] != (listed, state.get("followed")):
        first = int(linked) if linked and linked.isdecimal() and len(linked) < 9 else 1
        turn = before[1] + 1 if before else 0
        state["page_of"] = ((listed, state.get("followed")), turn, max(1, first))
    _, turn, first = state["page_of"]
    key = f"{CONTROL}page_{turn}"
    return PageOf(int(state.get(key, first)), key, first)
