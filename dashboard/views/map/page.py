"""The evidence map: which measures trials report, plan or leave out."""

import streamlit as st

from cache.filters.dimensions import REPORTED_ANYWHERE
from cache.filters.filters import Filters
from cache.questions.elsewhere import looked_at
from cache.questions.map import GROUPINGS, EvidenceMap, evidence_map
from dashboard.shared import downloads, screen
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import folded, menu, picked, switch
from dashboard.shared.figures.drawing import caption
from dashboard.shared.filters_panel import active_filters, nothing_found
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import linked
from dashboard.state import url
from dashboard.state.session import ask, words
from dashboard.views.map import answer, narrow, picture, squares, tiles
from dashboard.views.map.cells import Drawing, colour_key, largest_count, map_cells, map_in_words, table_of_map
from dashboard.views.map.figure import map_figure
from dashboard.words.elsewhere import SILENCE, looked_for
from dashboard.words.gap_words import gap_rule
from dashboard.words.labels import FILTERS, GROUP_NAMES, MAP_TITLES, VIEW_NAMES, column_words, in_words, several
from dashboard.words.text import plain

WORDS = words()
COLUMN_CHOICES = {name: WORDS.said(FILTERS.get(name, in_words(name))) for name in GROUPINGS}
UNFOLDED = ("target_engagement", "exposure", "healthspan")  # what a first look is for


def controls() -> tuple[str, str, list[str]]:
    """The view, the grouping and the groups of measures that the reader chose."""
    with screen.row(vertical_alignment="bottom", gap="small"):
        view = switch("Trials that", VIEW_NAMES, "view", "reported")
        by = menu("Columns", COLUMN_CHOICES, "by", "population", 170)
        return view, by, picked("Groups of measures", GROUP_NAMES, "groups", UNFOLDED)


def drawing(found: EvidenceMap, view: str, by: str, groups: list[str]) -> Drawing:
    """The squares of the chosen groups, with the words around them."""
    rows = [(name, measures) for name, measures in WORDS.by_group(found.cells["measure"]) if name in groups]
    names = {measure: WORDS.name(measure) for _, measures in rows for measure in measures}
    heads = {code: f"{column_words(by, code, WORDS)} ({count:,})" for code, count in found.columns}
    key = colour_key(largest_count(found, view), view)
    return Drawing(map_cells(found, list(names), view), rows, heads, names, key)


def draw(drawn: Drawing, label: str, cell: answer.Square | None) -> None:
    """The squares; a click on one puts its measure and column into the address."""
    data = squares.squares(drawn, screen.theme(), label, ".".join(cell or ()))
    squares.show(data, answer.take_click)


def draw_picture(drawn: Drawing, view: str, label: str, filters: Filters) -> None:
    """The map as a picture to save, drawn when its expander is opened: a first look need not fetch what draws it."""
    with folded("Save the map as a picture", "map_as_picture") as is_open:
        if is_open:
            said = caption(MAP_TITLES[view], downloads.sentence(filters, WORDS))
            picture.draw(map_figure(drawn, said, screen.theme()), "map", label, screen.theme())


def counted_words(found: EvidenceMap, by: str) -> str:
    """How many trials and placements the map counts, and what it does not show."""
    hidden = ", ".join(plain(column_words(by, code, WORDS)) for code in found.hidden)
    more = f" Not shown as columns: {hidden}." if hidden else ""
    return (
        f"{several(found.trials, 'trial')}, {several(found.placements, 'placement')}: a trial in two columns is placed "
        "twice. The number at a column counts all its trials; a share is of those that owe a report, and a dash marks "
        f"columns without any (withdrawn, expanded access).{more}"
    )


filters = url.taken()
st.title(plain(WORDS.said("Which rapalog trials report which measures?")), anchor=False)
active_filters(filters, WORDS)
view, by, groups = controls()
found = ask(evidence_map, filters, by)
cell = answer.chosen(found)
if not found.trials:
    nothing_found(filters)
elif screen.is_narrow():
    narrow.measures(found, view, by, [GROUP_NAMES[group] for group in groups], filters)
    if cell:
        answer.show(cell, view, by, filters)
    tiles.show(filters)
else:
    drawn = drawing(found, view, by, [GROUP_NAMES[group] for group in groups])
    label = map_in_words(found, MAP_TITLES[view], COLUMN_CHOICES[by])
    left, right = st.columns([0.72, 0.28], vertical_alignment=answer.height(cell, found))
    with left:
        draw(drawn, label, cell)
        answer.by_name(found, by, cell)
    with right:
        if cell:
            answer.show(cell, view, by, filters)
        else:
            tiles.show(filters)
if view == "leaves_out":
    st.caption(gap_rule(found.cells["measure"].unique(), WORDS))
if view == REPORTED_ANYWHERE:
    st.caption(f"{looked_for(ask(looked_at, filters))} {SILENCE}")
st.caption(counted_words(found, by))
if found.trials:
    cite(f"{MAP_TITLES[view]}, by {COLUMN_CHOICES[by].lower()}: {several(found.trials, 'trial')}.", filters)
headings = {code: column_words(by, code, WORDS) for code, _ in found.columns}
table = table_of_map(found, WORDS.names, WORDS.groups, headings)
with folded("View as table", "map_as_table") as is_open:
    if is_open:  # a first load need not fetch what draws tables
        rows, config = linked(table, filters)
        st.dataframe(rows, hide_index=True, key="map_table", column_config=config, alt="The map's figures as a table")
if found.trials and not screen.is_narrow():
    draw_picture(drawn, view, label, filters)
frame_buttons("map", lambda: table, filters, WORDS, "Map")
downloads.buttons("reporting", filters, WORDS, "Statuses")
