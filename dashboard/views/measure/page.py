"""One measure: what it means, how often and how it is reported, in which words and at which levels."""

import streamlit as st

from cache.filters.filters import Filters
from cache.filters.measure_values import by_measure
from cache.questions.excerpts import ALL_ROWS
from cache.questions.measure import LEVEL_MEASURES, outcome_titles
from cache.questions.trials import marks, trial_page
from dashboard.shared import downloads
from dashboard.shared.controls import folded, menu, switch
from dashboard.shared.figures import drawing
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import linked, trial_table
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, known_values, reader, words
from dashboard.views.measure.levels import levels
from dashboard.views.measure.standing import how_often
from dashboard.words.gap_words import gap_rule
from dashboard.words.labels import several
from dashboard.words.rule_words import rules_frame
from dashboard.words.text import plain

WORDS = words()
LIST_NAMES = {
    "reports": "Report it",
    "plans": "Plan it",
    "described_only": "Describe it only",
    "leaves_out": "Leave it out",
    "lacks": "Lack it, asked for or not",
}


def chosen_measure(filters: Filters) -> str:
    """The measure that the address or the reader names, else the only one that the filter is about."""
    present = [measure for _, measures in WORDS.by_group(known_values()["measure"]) for measure in measures]
    filtered = [measure for measure in by_measure(filters.measure) if measure in present]
    usual = filtered[0] if len(filtered) == 1 else ""
    return menu("Measure", {measure: WORDS.name(measure) for measure in present}, "id", usual, 320)


def meaning(measure: str) -> None:
    """Definition, source and rules."""
    label = WORDS.labels.get(measure)
    if label:
        st.markdown(plain(label.definition.replace("`", "")))
        with folded(f"How it is found: {several(len(label.rule), 'rule')}", "rules") as is_open:
            if is_open:
                st.caption(plain(f"Source: {label.source}"))
                st.dataframe(
                    rules_frame(label, WORDS.family), hide_index=True, row_height=60, alt="Rules of the measure"
                )


def which_trials(measure: str, filters: Filters) -> None:
    """The trials that report, plan, describe or leave out the measure."""
    st.subheader("Which trials", anchor=False)
    view = switch("Trials that", LIST_NAMES, "view", "reports")
    if rule := gap_rule([measure], WORDS):
        st.caption(rule)
    inner = filters.with_measure(measure, view)
    page = ask(trial_page, inner, "newest", 1, 25)
    page_link("trials", f"Open all {page.total:,} on the Trials page", inner)
    if page.total:
        held = marks(source, page.rows)
        trial_table(page.rows, held, [measure], inner, WORDS, "measure_trials", several(page.total, "trial"))
        if page.pages > 1:
            st.caption("The newest are shown.")
    downloads.buttons("trials", inner, WORDS, "Trials")


def wording(measure: str, filters: Filters) -> None:
    """Outcome titles and time frames in use, for whoever asks: of many trials they take longest."""
    with folded("Titles and time frames in use", "wording") as is_open:
        if not is_open:
            return
        found = ask(outcome_titles, filters, measure)
        st.caption(f"{several(found.total, 'outcome')}.")
        if not found.total:
            return
        rows, config = linked(found.rows, filters, WORDS)
        st.dataframe(rows, hide_index=True, key="titles", column_config=config, alt="Outcome titles")
        frame_buttons(
            "titles", lambda: outcome_titles(source, filters, measure, ALL_ROWS).rows, filters, WORDS, "Titles"
        )


filters, source = url.taken(), reader()
head = st.container()
measure = chosen_measure(filters)
head.title(plain(WORDS.name(measure)), anchor=False)
st.set_page_config(page_title=f"{WORDS.name(measure)} · RapaTrials")
active_filters(filters, WORDS)
meaning(measure)
caption = drawing.caption(WORDS.name(measure), downloads.sentence(filters, WORDS))
how_often(measure, filters, WORDS, caption)
which_trials(measure, filters)
if measure in LEVEL_MEASURES:
    levels(measure, filters, caption)
wording(measure, filters)
