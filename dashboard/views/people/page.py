"""Who the evidence is about: sex, age and genetic stratification by population, for a measure or for all trials."""

import pandas as pd
import streamlit as st

from cache.safety.people import missing, people
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import menu
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.safety.tables import THREE_LINES, widths
from dashboard.state import url
from dashboard.state.session import ask, reader, words
from dashboard.words.labels import in_words
from dashboard.words.page_claims import people_claim
from dashboard.words.safety_words import percent
from dashboard.words.text import plain

WORDS = words()
ALL = "all"
PEOPLE_PX = {
    "Population": 165, "Trials": 60, "Women": 104, "Mean age, years": 105, "65 or older": 82, "Only women, men": 120,
    "Admit children, 65+": 134, "By genotype": 84, "No baseline": 84,
}  # fmt: skip


def share(part: int, whole: int) -> str:
    """`41% of 1,200`, or that nothing is posted."""
    return f"{percent(part / whole)} of {whole:,}" if whole else "not posted"


def people_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `people` under readable headings."""
    ages = [
        f"{row.age_lowest:.0f} to {row.age_highest:.0f}, median {row.age_median:.0f}"
        if pd.notna(row.age_median)
        else "not posted"
        for row in rows.itertuples()
    ]
    told = list(rows.itertuples())
    return pd.DataFrame({
        "Population": [WORDS.names.get(each) or in_words(each) for each in rows["population"]],
        "Trials": [
            f"{row.reporting:,} of {row.trials:,}" if row.reporting < row.trials else f"{row.trials:,}" for row in told
        ],
        "Women": [share(row.women, row.women + row.men) for row in told],
        "Mean age, years": ages,
        "65 or older": ["not posted" if pd.isna(each) else percent(each) for each in rows["older_share"]],
        "Only women, men": [f"{row.women_only:,}, {row.men_only:,}" for row in told],
        "Admit children, 65+": [f"{row.admit_children:,}, {row.admit_older:,}" for row in told],
        "By genotype": rows["stratified"],
        "No baseline": rows["no_baseline"],
    })  # fmt: skip


filters, source = url.taken(), reader()
st.title("People", anchor=False)
active_filters(filters, WORDS)
offered = {ALL: "All trials, whatever they report"} | {each: WORDS.name(each) for each in WORDS.order}
measure = menu("Trials that report", offered, "measure_of", ALL, 320)
wanted = "" if measure == ALL else measure
found = ask(people, filters, wanted)
st.caption("Who took part in trials that report it, as posted in their baselines, and whom their designs admit.")
st.dataframe(
    people_table(found), hide_index=True, key="people", row_height=THREE_LINES, height="content",
    column_config=widths(PEOPLE_PX), alt="Who took part, by population",
)  # fmt: skip
cite(people_claim(found, WORDS, wanted), filters)
frame_buttons("people", lambda: people(source, filters, wanted), filters, WORDS, "People")
st.subheader("Who is missing", anchor=False)
gaps = missing(found, WORDS.names)
st.markdown("\n".join(f"- {plain(each)}" for each in gaps) or "In no population is one of these groups missing.")
st.caption(
    "Told where women or men are less than a quarter of the people, where no trial admits children or people of 65, "
    "and where none is stratified by genotype. A trial of two populations stands in both."
)
