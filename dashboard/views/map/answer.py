"""The trials behind a square of the map, beside it; which square it is stands in the address."""

from typing import Literal

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.map import EvidenceMap, cell_filters, evidence_map
from cache.questions.trials import marks, trial_page
from dashboard.shared import downloads
from dashboard.shared.citations.cite import cite
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, is_digest, reader, words
from dashboard.views.map import squares
from dashboard.views.map.cells import counted_as
from dashboard.words.labels import MARKS, STATUS_NAMES, column_words
from dashboard.words.statements import cell_claim
from dashboard.words.text import plain, shortened

HELD = url.CONTROL + "cell"  # `measure.column`
BY_NAME = "square_measure", "square_column"  # keys of the menus
SHOWN, TITLE_CHARACTERS = 7, 90
Square = tuple[str, str]


def take_click() -> None:
    """Note the square that was clicked, or that none is chosen any more."""
    hold(squares.clicked())


def hold(cell: tuple[str, str]) -> None:
    """Note a square (measure, column) for the address; two empty texts let go of it."""
    st.session_state[HELD] = ".".join(cell[:2]).strip(".")
    _name(cell[:2])


def _name(cell: Square) -> None:
    for key, name in zip(BY_NAME, cell, strict=True):
        st.session_state[key] = name or None


def by_name(found: EvidenceMap, by: str, cell: Square | None) -> None:
    """Two menus that name a square, for those who choose it without a pointer."""
    if cell:
        _name(cell)
    measures = [measure for _, those in words().by_group(found.cells["measure"]) for measure in those]
    columns = [code for code, _ in found.columns]
    for key, known in zip(BY_NAME, (measures, columns), strict=True):
        if st.session_state.get(key) not in known:  # another filter, or other columns
            st.session_state[key] = None
    with st.container(horizontal=True, gap="small"):
        st.selectbox("Square of measure", measures, None, words().name, key=BY_NAME[0], on_change=take_names, width=260)
        st.selectbox(
            "in column", columns, None, lambda code: column_words(by, code, words()), key=BY_NAME[1],
            on_change=take_names, width=220,
        )  # fmt: skip


def take_names() -> None:
    """Note the square that is named, as soon as both its names are."""
    measure, column = (str(st.session_state[key] or "") for key in BY_NAME)
    if measure and column:
        hold((measure, column))


def chosen(found: EvidenceMap) -> Square | None:
    """The square that the reader clicked or the link names, where the map has it."""
    measure, _, column = str(st.session_state.get(HELD, "")).partition(".")
    is_there = column in dict(found.columns) and measure in set(found.cells["measure"])
    url.write_control("cell", f"{measure}.{column}" if is_there else "", "")
    return (measure, column) if is_there else None


def height(cell: Square | None, found: EvidenceMap) -> Literal["top", "bottom"]:
    """Where the answer stands: level with the half of the map in which its square is, so that both are in view."""
    rows = [measure for _, measures in words().by_group(found.cells["measure"]) for measure in measures]
    return "bottom" if cell and rows.index(cell[0]) > 0.7 * len(rows) else "top"


def show(cell: Square, view: str, by: str, filters: Filters) -> None:
    """The newest trials of the square with their status, and the way to all of them."""
    inner = cell_filters(filters, by, cell[1], cell[0], view)
    page = ask(trial_page, inner, "newest", 1)
    held = marks(reader(), page.rows)
    with st.container(border=True, key="answer", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(f"{plain(words().name(cell[0]))}: {plain(column_words(by, cell[1], words()))}", anchor=False)
            st.button("Close", on_click=hold, args=(("", ""),), key="close_answer", type="tertiary")
        st.markdown(plain(downloads.so_many(page.total, inner, words())))
        cite_square(cell, view, by, filters)
        if page.total:
            page_link("trials", f"Open all {page.total:,} on the Trials page", inner)
        for row in page.rows.head(SHOWN).itertuples(index=False):
            status = held[row.nct_id].get(cell[0], "")
            told = f"{MARKS.get(status, '')} {STATUS_NAMES.get(status, '')}"
            told += ", in an abstract" if cell[0] in row.in_abstracts else ""
            page_link("trial", f"{plain(row.nct_id)} {told}", inner, nct=str(row.nct_id))
            st.caption(plain(shortened(str(row.brief_title), TITLE_CHARACTERS)))
        if page.total > SHOWN:
            st.caption(f"The newest {SHOWN} of {page.total:,} are shown.")


def cite_square(cell: Square, view: str, by: str, filters: Filters) -> None:
    """The square's number, with its base and interval, to cite."""
    found = ask(evidence_map, filters, by)
    row = found.cells[(found.cells["measure"] == cell[0]) & (found.cells["column"] == cell[1])].iloc[0]
    names = words().name(cell[0]), column_words(by, cell[1], words())
    claim = cell_claim(
        view, int(row[counted_as(view)]), found.base_of(row, view), *names, with_interval=not is_digest()
    )
    cite(claim, filters, "number", "cite_square")
