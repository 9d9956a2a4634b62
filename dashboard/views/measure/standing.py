"""How a measure stands: its statuses in figures, what became of plans, and the years."""

from typing import Any

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.measure import how_often_is
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import folded
from dashboard.shared.figures import drawing
from dashboard.shared.figures.years import years_figure, years_in_words
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import linked
from dashboard.state.session import ask, reader
from dashboard.views.measure.flow import flow_figure, flow_in_words
from dashboard.words.labels import MARKS, STATUS_NAMES, Words
from dashboard.words.page_claims import measure_claim
from dashboard.words.statements import flow
from dashboard.words.text import plain


def how_often(measure: str, filters: Filters, words: Words, caption: str) -> None:
    """Statuses in figures, and over the years."""
    stands = ask(how_often_is, filters, measure)
    counts, years = stands.statuses, stands.years
    st.markdown(
        ", ".join(f"{MARKS.get(row.status, '')} **{row.trials:,}** {STATUS_NAMES.get(row.status, plain(row.status))}"
                  for row in counts.itertuples(index=False)) or "No trial is left."
    )  # fmt: skip
    st.caption("Statuses speak of registry records alone: a journal article may exist.")
    tally = next(stands.tally.itertuples(index=False), None)
    cite(measure_claim(words.name(measure), counts, tally), filters, "measure")
    if tally is not None and (tally.plans or tally.unregistered):
        fate(tally, words.name(measure), caption)
    source = reader()
    if not years.empty:
        drawing.draw(years_figure(years, caption), "years", years_in_words(years, words.name(measure)))
        with folded("View as table", "years_as_table") as is_open:
            if is_open:
                st.dataframe(linked(years, filters)[0], hide_index=True, key="years_table", alt="The years as a table")
        frame_buttons("years", lambda: how_often_is(source, filters, measure).years, filters, words, "Years")


def fate(tally: Any, name: str, caption: str) -> None:
    """What became of what was registered, in words and as a small figure."""
    st.markdown(flow(tally))
    drawing.draw(flow_figure(tally, f"Plan and fate. {caption}"), "flow", flow_in_words(tally, name))
