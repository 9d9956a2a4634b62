"""The filters' widgets in the sidebar, and the row that says what is filtered and lets go of each part."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from cache.filters.dimensions import EARLIEST, LATEST, NAMES, UNSTATED, VIEWS
from cache.filters.filters import Filters
from cache.filters.values import MOST_CHARACTERS
from dashboard.state import url
from dashboard.state.url import FILTER
from dashboard.words.labels import DIMENSIONS, STATUSES, Words, value_in_words
from dashboard.words.text import plain, shortened

MAIN = ("role", "population", "drug", "measure")
MORE = ("phase", "regimen", "route", "status", "study_type", "sponsor_class", "country", "sex")
FLAGS = ("results", "overdue", "obliged", "older", "genotype", "interactions")
NUMBERS = ("age", "min_age", "max_age", "min_enrolment", "max_enrolment")
DAYS = ("from_date", "to_date")
# What happens to trials that state nothing: no filter lets them vanish unsaid.
HELP = {
    "age": "In years. A trial that states no minimum or no maximum age has none, and admits all on that side.",
    "min_age": "In years. Trials that state no minimum age are left out: they admit the youngest.",
    "max_age": "In years. Trials that state no maximum age are left out: they admit the oldest.",
    "from_date": "A trial that gives only month or year of its start counts if that month or year may lie in the "
    "range. Trials without a start date are left out.",
    "min_enrolment": "Planned or actual. Trials that state no number are left out.",
}
HELP |= {"to_date": HELP["from_date"], "max_enrolment": HELP["min_enrolment"]}
CAN_BE_UNSTATED = ("regimen", "route", "phase", "sponsor_class", "country", "population")
Known = Mapping[str, list[str]]


def panel(known: Known, words: Words) -> Filters:
    """Draw all filters and give what they hold."""
    with st.sidebar:
        st.text_input(
            "Search titles, sponsors, conditions, drugs, ids",
            key=FILTER + "q",
            placeholder="e.g. everolimus kidney",
            max_chars=MOST_CHARACTERS,
        )
        for name in MAIN:
            _choices(name, known, words)
        more = st.expander("More filters", key="more_filters", on_change="rerun")
        if more.open:
            with more:
                _more(known, words)
        left, right = st.columns(2)
        left.button("Usual view", on_click=url.put, args=(url.USUAL,), width="stretch")
        right.button("No filters", on_click=url.put, args=(Filters(),), width="stretch")
    return url.taken()


def _more(known: Known, words: Words) -> None:
    """The filters that few readers need: drawn only while they are in sight, since a browser takes long over them."""
    for name in MORE:
        _choices(name, known, words)
    for name in FLAGS:
        _flag(name)
    for name in NUMBERS:
        _number(name)
    for name in DAYS:
        _day(name)
    st.text_input("Lead sponsor contains", key=FILTER + "sponsor", max_chars=MOST_CHARACTERS, persist_state="session")


def measure_choices(known: Known, words: Words) -> list[str]:
    """Every measure by itself and with every status or view, in the order of the map."""
    found = []
    for _, measures in words.by_group(known["measure"]):
        for measure in measures:
            found += [measure, *(f"{measure}:{status}" for status in [*VIEWS, *STATUSES])]
    return found


def _choices(name: str, known: Known, words: Words) -> None:
    options = measure_choices(known, words) if name == "measure" else list(known[name])
    if name in CAN_BE_UNSTATED:
        options.append(UNSTATED)
    options += [value for value in st.session_state.get(FILTER + name, []) if value not in options]
    st.multiselect(
        DIMENSIONS[name],
        options,
        key=FILTER + name,
        format_func=partial(value_in_words, name, words=words),
        placeholder="Any",
        persist_state="session",
    )


def _flag(name: str) -> None:
    words = {None: "Either", True: "Yes", False: "No"}
    st.selectbox(
        DIMENSIONS[name], [None, True, False], key=FILTER + name, placeholder=words[None],
        format_func=lambda value: words[value], persist_state="session",
    )  # fmt: skip


def _number(name: str) -> None:
    high = NAMES[name].high
    st.number_input(
        DIMENSIONS[name], 0, high, value=None, step=1, key=FILTER + name, help=HELP[name], placeholder="Any",
        persist_state="session",
    )  # fmt: skip


def _day(name: str) -> None:
    st.date_input(
        DIMENSIONS[name], None, EARLIEST, LATEST, key=FILTER + name, format="YYYY-MM-DD", help=HELP[name],
        persist_state="session",
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
                f"{DIMENSIONS[name]}: {chip(name, value, words)}",
                key=f"drop_{name}",
                icon=":material/close:",
                on_click=url.put,
                args=(filters.without(name),),
                help="Remove this filter",
                type="secondary",
            )


def chip(name: str, value: object, words: Words) -> str:
    """The values of one filter as Markdown, cut where they are many."""
    values = value if isinstance(value, tuple) else (value,)
    joint = " and " if NAMES.get(name) and NAMES[name].kind == "measure" else " or "
    return plain(shortened(joint.join(value_in_words(name, each, words) for each in values), 60))
