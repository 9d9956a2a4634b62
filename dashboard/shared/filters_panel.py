"""The filters' widgets in the sidebar, and the row that says what is filtered and lets go of each part."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from cache.filters.dimensions import ALL_VIEWS, DIMENSIONS, EARLIEST, LATEST, UNSTATED, Dimension
from cache.filters.filters import USUAL, Filters
from cache.filters.values import MOST_CHARACTERS, no_contradiction
from cache.questions.trials import relaxations, search_sought
from dashboard.shared.controls import folded
from dashboard.state import url
from dashboard.state.session import ask
from dashboard.state.session import words as session_words
from dashboard.state.url import FILTER
from dashboard.words.labels import FILTERS, STATUS_NAMES, Words, value_in_words
from dashboard.words.text import plain, shortened
from seeds.errors import OptionError

Known = Mapping[str, list[str]]
# What only a measure can have that adverse-event rows are about; for the others it would be `reported` a second time.
OF_HARMS = ("reported_as_ae", "reports")


def panel(known: Known, words: Words) -> Filters:
    """Draw all filters and give what they hold."""
    with st.sidebar:
        for dimension in (each for each in DIMENSIONS if each.is_main):
            _widget(dimension, known, words)
        with folded("More filters", "more_filters") as is_open:
            if is_open:
                _more(known, words)
        left, right = st.columns(2)
        left.button("Usual view", on_click=url.put, args=(USUAL,), width="stretch")
        right.button("No filters", on_click=url.put, args=(Filters(),), width="stretch")
    return url.taken()


def _more(known: Known, words: Words) -> None:
    """The filters that few readers need: drawn only while they are in sight, since a browser takes long over them."""
    for dimension in (each for each in DIMENSIONS if not each.is_main):
        _widget(dimension, known, words)


def _widget(dimension: Dimension, known: Known, words: Words) -> None:
    """The widget that a filter of this kind has."""
    match dimension.kind:
        case "search":
            search = "Search titles, sponsors, drugs, outcomes, arms, ids"
            key = FILTER + dimension.name
            example = f"e.g. {next(iter(known['drug']), 'everolimus')} kidney"
            st.text_input(search, key=key, placeholder=example, max_chars=MOST_CHARACTERS)
        case "contains":
            label = f"{dimension.label} contains"
            key = FILTER + dimension.name
            st.text_input(label, key=key, max_chars=MOST_CHARACTERS, persist_state="session")
        case "flag":
            _flag(dimension)
        case "least" | "most" | "age":
            _number(dimension)
        case "since" | "until":
            _day(dimension)
        case _:
            _choices(dimension, known, words)


def _help(dimension: Dimension) -> str:
    """What it leaves, and what becomes of trials that state nothing: no filter lets them vanish unsaid."""
    return f"Trials {dimension.help}."


def measure_choices(known: Known, words: Words) -> list[str]:
    """Every measure by itself and with every status or view that it can have, in the order of the map."""
    found = []
    for _, measures in words.by_group(known["measure"]):
        for measure in measures:
            is_harm = words.groups.get(measure) == "liability"
            offered = [each for each in [*STATUS_NAMES, *ALL_VIEWS] if is_harm or each not in OF_HARMS]
            found += [measure, *(f"{measure}:{status}" for status in offered)]
    return found


def _choices(dimension: Dimension, known: Known, words: Words) -> None:
    name = dimension.name
    options = measure_choices(known, words) if name == "measure" else list(known[name])
    if dimension.is_unstated_offered:
        options.append(UNSTATED)
    options += [value for value in st.session_state.get(FILTER + name, []) if value not in options]
    st.multiselect(
        words.said(dimension.label),
        options,
        key=FILTER + name,
        format_func=partial(value_in_words, name, words=words),
        placeholder="Any",
        select_all=name != "measure",  # no trial has every status of every measure, and no address holds them
        persist_state="session",
    )


def _flag(dimension: Dimension) -> None:
    words = {None: "Either", True: "Yes", False: "No"}
    st.selectbox(
        dimension.label, [None, True, False], key=FILTER + dimension.name, placeholder=words[None],
        format_func=lambda value: words[value], persist_state="session",
    )  # fmt: skip


def _number(dimension: Dimension) -> None:
    st.number_input(
        dimension.label, 0, dimension.high, value=None, step=1, key=FILTER + dimension.name, help=_help(dimension),
        placeholder="Any", persist_state="session",
    )  # fmt: skip


def _day(dimension: Dimension) -> None:
    st.date_input(
        dimension.label, None, EARLIEST, LATEST, key=FILTER + dimension.name, format="YYYY-MM-DD",
        help=_help(dimension), persist_state="session",
    )  # fmt: skip


def active_filters(filters: Filters, words: Words) -> None:
    """One small button per active filter; pressing it lets go of that filter."""
    active = [(dimension.name, value) for dimension, value in filters.active()]
    if filters.ids:
        active.append(("ids", (f"{len(filters.ids)} chosen",)))
    with st.container(horizontal=True, gap="small", key="active_filters"):
        if not active:
            st.caption("No filter: all trials of the snapshot.")
        for name, value in active:
            st.button(
                f"{words.said(FILTERS[name])}: {chip(name, value, words)}",
                key=f"drop_{name}",
                icon=":material/close:",
                on_click=url.put,
                args=(filters.without(name),),
                help="Remove this filter",
                type="secondary",
            )
    search_notes(filters)


def search_notes(filters: Filters) -> None:
    """What was sought in place of misspelt words, and frequent words near to rare ones to search for instead."""
    for each in ask(search_sought, filters.q) if filters.q else ():
        if each.guessed:
            said = f"No record holds “{each.typed}”: {' or '.join(each.guessed)} is sought instead."
            st.caption(f":material/spellcheck: {plain(said)}")
        elif not each.words:
            st.caption(f":material/spellcheck: {plain(f'No record holds “{each.typed}”, nor a word near to it.')}")
        for word in each.offered:
            instead = filters.but(q=filters.q.replace(each.typed, word))
            st.button(f"Did you mean {plain(word)}?", key=f"offered_{word}", on_click=url.put, args=(instead,),
                      type="tertiary")  # fmt: skip


def chip(name: str, value: object, words: Words) -> str:
    """The values of one filter as Markdown, cut where they are many."""
    values = value if isinstance(value, tuple) else (value,)
    said = (
        words.ways(*values) if name == "measure" else " or ".join(value_in_words(name, each, words) for each in values)
    )
    return plain(shortened(said, 60))


def nothing_found(filters: Filters) -> None:
    """Which filter to relax when no trial is left."""
    try:
        no_contradiction(filters)
        st.warning("No trial matches all of these filters.")
    except OptionError as error:
        st.warning(plain(error))
    for name, count in ask(relaxations, filters):
        st.markdown(f"- Without *{plain(session_words().said(FILTERS[name]))}* there would be {count:,}.")
