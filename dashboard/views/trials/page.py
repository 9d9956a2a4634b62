"""The list of trials: filtered, ordered, compared and downloaded."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.trials import BEST_MATCH, ORDERS, PAGE_ROWS, TrialPage, marks, side_by_side, trial_page
from dashboard.shared import downloads, screen
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import menu, picked, switch
from dashboard.shared.filters_panel import active_filters, nothing_found
from dashboard.shared.status_matrix import measures_of
from dashboard.shared.trial_table import trial_table
from dashboard.state import url
from dashboard.state.pages import page_link, trial_line
from dashboard.state.session import ask, known_values, reader, words
from dashboard.views.compare.comparison import MOST_COMPARED, comparison
from dashboard.views.trials import selection
from dashboard.words.labels import GROUP_NAMES, in_words
from dashboard.words.text import plain

WORDS = words()
GROUPS_WITH_COLUMNS = ("target_engagement",)  # groups of measures that have their columns from the start


COLUMNS_SHOWN = {"main": "Main columns", "all": "All columns"}


def controls(filters: Filters) -> tuple[str, list[str]]:
    """The order and the measures that have a column, as the reader chose them."""
    present = known_values()["measure"]
    with screen.row(vertical_alignment="bottom", gap="small"):
        slot = st.container(width=240)
        groups = picked("Measures with a column", GROUP_NAMES, "shown", GROUPS_WITH_COLUMNS, is_label_shown=True)
    measures = measures_of(filters, groups, present, WORDS)
    orders = {order: in_words(order) for order in ORDERS if filters.q or order != BEST_MATCH}
    orders |= {measure: f"Status of {WORDS.name(measure)}" for measure in measures}
    with slot:
        return menu("Order", orders, "order", BEST_MATCH if filters.q else "newest"), measures


def page_control(page: TrialPage, wanted: url.PageOf) -> None:
    """Turn the pages of a long list."""
    if page.pages > 1:
        st.pagination(page.pages, default=min(wanted.first, page.pages), key=wanted.key)
    url.write_control("page", str(page.page), "1")


def shown_part(page: TrialPage) -> str:
    """Which rows of a long list are in sight."""
    first = (page.page - 1) * PAGE_ROWS + 1
    return f"; {first:,} to {first + len(page.rows) - 1:,} are shown" if page.pages > 1 else ""


def chosen_trials(chosen: list[str], filters: Filters) -> None:
    """The trials that the reader selected: named in full, kept, compared."""
    with st.container(horizontal=True):
        if len(chosen) > 1:
            page_link("compare", "Comparison as a page to link to", filters, nct=chosen[:MOST_COMPARED])
        st.button("Keep only these", on_click=url.put, args=(Filters(ids=tuple(chosen)),))
        st.button("Let go of them", on_click=selection.let_go)
    for row in ask(side_by_side, tuple(chosen[:MOST_COMPARED])).itertuples(index=False):
        trial_line(row.nct_id, row.brief_title, filters)
    if len(chosen) > 1:
        comparison(chosen, WORDS)


def listing(page: TrialPage, measures: list[str], filters: Filters, listed: str, is_all: bool) -> None:
    """The table and what the reader selected in it."""
    held = marks(reader(), page.rows)
    alt = f"{len(page.rows)} of {page.total} trials that match the filters"
    before = selection.held()
    with st.container(key="trials"):
        key = f"trials_{listed}_{page.page}_{selection.turn()}"
        here = trial_table(page.rows, held, measures, filters, WORDS, key, alt, before, is_all)
    chosen = selection.keep(before, here, list(page.rows["nct_id"]))
    if chosen:
        chosen_trials(chosen, filters)
    st.caption(
        "Select rows to read their titles in full and to compare trials. Statuses speak of the registry alone: a "
        "journal article may exist."
    )


filters = url.taken()
st.title("Trials", anchor=False)
active_filters(filters, WORDS)
order, measures = controls(filters)
wanted = url.page_of((filters, order))
page = ask(trial_page, filters, order, wanted.number)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.markdown(plain(f"{downloads.so_many(page.total, filters, WORDS)}{shown_part(page)}"))
    is_all = not screen.is_narrow() and switch("Columns of the list", COLUMNS_SHOWN, "columns", "main", False) == "all"
if page.total:
    listing(page, measures, filters, wanted.key, is_all)
    page_control(page, wanted)
    cite(f"{downloads.so_many(page.total, filters, WORDS)}.", filters)
    downloads.buttons("trials", filters, WORDS, "Trials")
else:
    nothing_found(filters)
