"""Posted drug levels of a measure: by trial with the target range, or along the dose or target of their own arm."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.excerpts import ALL_ROWS
from cache.questions.measure import levels_by_dose, posted_levels
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import menu, switch
from dashboard.shared.figures import drawing
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import linked
from dashboard.state.session import ask, reader, words
from dashboard.views.measure import dose_figure
from dashboard.views.measure.level_figure import levels_figure, levels_in_words
from dashboard.words.labels import in_words, several
from dashboard.words.page_claims import levels_claim
from dashboard.words.text import plain

BY_TRIAL = "trial"
EVERY_DRUG = "all"


def levels(measure: str, filters: Filters, caption: str) -> None:
    """The figure that the reader chose, and the rows below it."""
    found = ask(posted_levels, filters, measure)
    st.subheader(f"Posted levels ({several(found.total, 'value')})", anchor=False)
    if not found.total:
        return
    along = switch("Levels by", {BY_TRIAL: "Trial", **dose_figure.ALONG}, "along", BY_TRIAL)
    if along != BY_TRIAL:
        along_what(measure, filters, along, caption)
        return
    if found.rows["value_ng_ml"].notna().any():
        drawing.draw(levels_figure(found.rows, caption), "levels", levels_in_words(found.rows))
        cite(
            levels_claim(words().name(measure), ask(levels_by_dose, filters, measure)), filters, "figure", "cite_levels"
        )
    rows, config = linked(found.rows, filters, words())
    st.dataframe(rows, hide_index=True, key="levels_table", placeholder="–", column_config=config, alt="Posted levels")
    source = reader()
    frame_buttons(
        "levels", lambda: posted_levels(source, filters, measure, ALL_ROWS).rows, filters, words(), "Levels", measure
    )


def along_what(measure: str, filters: Filters, along: str, caption: str) -> None:
    """Levels along the dose or the target range, of every rapalog or of one."""
    found = ask(levels_by_dose, filters, measure)
    drugs = {drug: in_words(drug) for drug in dict.fromkeys(found["drug"]) if drug}
    drug = menu("Rapalog", {EVERY_DRUG: "All", **drugs}, "of", EVERY_DRUG)
    levels_shown = found if drug == EVERY_DRUG else found[found["drug"] == drug]
    shown = dose_figure.placed(levels_shown, along)
    said = dose_figure.dose_in_words(shown, len(levels_shown))
    if shown.empty:
        st.info("No posted level has an arm of which this is known.")
    else:
        bars = dose_figure.bars_words(shown)
        drawing.draw(dose_figure.dose_figure(shown, f"{caption} {bars}."), "doses", said)
    st.caption(plain(said))
    cite(f"{words().name(measure)}: {said}", filters, "figure", "cite_levels")
    rows, config = linked(levels_shown, filters, words())
    st.dataframe(
        rows,
        hide_index=True,
        key="doses_table",
        placeholder="–",
        column_config=config,
        alt="Posted levels with their arms",
    )
    source = reader()
    frame_buttons("doses", lambda: levels_by_dose(source, filters, measure), filters, words(), "Levels", measure)
