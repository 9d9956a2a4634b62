"""The list of trials: filtered, ordered, compared and downloaded."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.trials import ORDERS, PAGE_ROWS, TrialPage, statuses, trial_page
from dashboard.shared import downloads
from dashboard.shared.controls import menu
from dashboard.shared.filters_panel import active_filters, nothing_found
from dashboard.shared.trial_table import legend, trial_table
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, words
from dashboard.views.compare.comparison import MOST_COMPARED, comparison
from dashboard.words.labels import in_words
from dashboard.words.text import plain

WORDS = words()


def order_control() -> str:
    """The order that the reader chose."""
    return menu("Order", {order: in_words(order) for order in ORDERS}, "order", "newest")


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
    """The trials whose rows the reader selected: open them, keep them, compare them."""
    with st.container(horizontal=True):
        for nct_id in chosen[:MOST_COMPARED]:
            page_link("trial", f"Open {nct_id}", filters, nct=nct_id)
        if len(chosen) > 1:
            page_link("compare", "Comparison as a page to link to", filters, nct=chosen[:MOST_COMPARED])
        st.button("Keep only these", on_click=url.put, args=(Filters(ids=tuple(chosen)),))
    if len(chosen) > 1:
        comparison(chosen, WORDS)


def listing(page: TrialPage, filters: Filters) -> None:
    """The table and what the reader selected in it."""
    marks = ask(statuses, tuple(page.rows["nct_id"]))
    alt = f"{len(page.rows)} of {page.total} trials that match the filters"
    chosen = trial_table(page.rows, marks, WORDS, filters, "trials", alt)
    st.caption(f"{legend()}. Statuses speak of the registry alone: a journal article may exist.")
    if chosen:
        chosen_trials(chosen, filters)
    else:
        st.caption("Select rows to open or compare trials.")


filters = url.taken()
st.title("Trials", anchor=False)
active_filters(filters, WORDS)
order = order_control()
wanted = url.page_of((filters, order))
page = ask(trial_page, filters, order, wanted.number)
st.markdown(plain(f"{downloads.so_many(page.total, filters, WORDS)}{shown_part(page)}"))
if page.total:
    listing(page, filters)
    page_control(page, wanted)
    downloads.buttons("trials", filters, WORDS, "Trials")
else:
    nothing_found(filters)
