"""The evidence map: which measures trials report, plan or leave out."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.map import GROUPINGS, EvidenceMap, cell_filters, evidence_map, tallies
from cache.questions.reader import Reader
from cache.questions.trials import statuses, trial_page
from dashboard.shared import charts, downloads, figures
from dashboard.shared.controls import menu, switch
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import legend, linked, trial_table
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, words
from dashboard.words.labels import FILTERS, MAP_TITLES, VIEWS, in_words, several, value_in_words
from dashboard.words.statements import gap_sentences, owing_nothing
from dashboard.words.text import plain

NAMES = words()
GROUPS = {name: FILTERS.get(name, in_words(name)) for name in GROUPINGS}


def statements(filters: Filters) -> None:
    """The gaps in figures."""
    found = ask(tallies, filters)
    base = int(found["base"].max()) if len(found) else 0
    about = f"{base:,} {downloads.sentence(filters, NAMES)}" if filters.to_params() else f"{base:,} trials"
    for sentence in gap_sentences(found, NAMES.names, about):
        st.markdown(f"- {sentence}")
    nothing = owing_nothing(ask(Reader.count, filters), base)
    st.caption(
        f"{nothing}Counted on registry records alone: a journal article may exist where the registry holds none."
    )


def controls() -> tuple[str, str]:
    """The view and the grouping that the reader chose."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return switch("Trials that", VIEWS, "view", "reports"), menu("Columns", GROUPS, "by", "population")


def draw(found: EvidenceMap, view: str, by: str, filters: Filters) -> tuple[str, str] | None:
    """The figure; gives measure and column of the square that the reader clicked."""
    rows = NAMES.by_group(found.cells["measure"])
    names = {measure: NAMES.name(measure) for _, measures in rows for measure in measures}
    column_names = {code: f"{column_words(by, code)} ({count:,})" for code, count in found.columns}
    cells = figures.map_cells(found, list(names), view, names, column_names)
    caption = charts.caption(MAP_TITLES[view], downloads.sentence(filters, NAMES))
    figure = figures.map_figure(cells, rows, list(column_names.items()), names, caption)
    alt = figures.map_in_words(found, MAP_TITLES[view], GROUPS[by])
    event = charts.draw(figure, "map", alt, on_select="rerun", selection_mode="points", width="content")
    points = event["selection"]["points"]
    return tuple(points[0]["customdata"][:2]) if points else None


def counted_words(found: EvidenceMap) -> str:
    """How many trials and placements the map counts, and what it does not show."""
    hidden = ", ".join(plain(column_words(by, code)) for code in found.hidden)
    more = f" Not shown as columns: {hidden}." if hidden else ""
    return (
        f"{several(found.trials, 'trial')}, {several(found.placements, 'placement')}: a trial in two columns is placed "
        "twice. The number at a column counts all its trials; a share is of those that owe a report, and a dash marks "
        f"columns without any (withdrawn, expanded access). Click a square to see its trials.{more}"
    )


def column_words(by: str, code: str) -> str:
    """A column's heading."""
    if by == "decade" and code.isdigit():
        return f"{code}s"
    return in_words(code) if by in ("population", "decade") else value_in_words(by, code, NAMES)


def chosen_cell(cell: tuple[str, str], view: str, by: str, filters: Filters) -> None:
    """The trials behind the square that was clicked."""
    inner = cell_filters(filters, by, cell[1], cell[0], view)
    page = ask(trial_page, inner, "newest", 1)
    st.subheader(f"{plain(NAMES.name(cell[0]))}: {plain(column_words(by, cell[1]))}", anchor=False)
    st.markdown(plain(downloads.so_many(page.total, inner, NAMES)))
    page_link("trials", f"Open all {page.total:,} on the Trials page", inner)
    marks = ask(statuses, tuple(page.rows["nct_id"]))
    trial_table(page.rows, marks, NAMES, inner, "cell_trials", "Trials behind the chosen square of the map")
    st.caption(f"{legend()}.{' The newest are shown.' if page.pages > 1 else ''}")


filters = url.taken()
st.header("Which rapalog trials report which measures?", anchor=False)
active_filters(filters, NAMES)
statements(filters)
view, by = controls()
found = ask(evidence_map, filters, by)
st.caption(counted_words(found))
cell = draw(found, view, by, filters)
if cell:
    chosen_cell(cell, view, by, filters)
headings = {code: column_words(by, code) for code, _ in found.columns}
table = figures.table_of_map(found, NAMES.names, NAMES.groups, headings)
with st.expander("View as table"):
    rows, config = linked(table, filters)
    st.dataframe(rows, hide_index=True, key="map_table", column_config=config, alt="The map's figures as a table")
frame_buttons("map", lambda: table, filters, NAMES, "Map")
downloads.buttons("reporting", filters, NAMES, "Statuses")
