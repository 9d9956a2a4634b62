"""Claims of texts beside what posted tables of adverse events say under the same conditions."""

from typing import Any

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.claims import VERDICTS, claims
from dashboard.shared.citations.cite import cite
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.safety.tables import FOUR_LINES, widths
from dashboard.state import url
from dashboard.state.session import ask, reader, words
from dashboard.words.labels import several
from dashboard.words.page_claims import claims_claim
from dashboard.words.safety_words import CAUTION, percent
from dashboard.words.text import plain
from seeds.drugs.family import RAPALOGS

WORDS = words()
CLAIM_PX = {
    "Claim": 225, "Claimed": 80, "Held against": 140, "Verdict": 190, "Posted: low, median, high": 175, "Trials": 60,
    "People": 66,
}  # fmt: skip
HELD_AGAINST = "Nothing here is stated as fact: left is what a text claims, right is what posted registry tables hold."
WHICH_GROUPS = (
    "Posted groups are those with a rapalog that may hold nobody of another group, in the claim's population, at its "
    "frequency and target trough where it names them. Where a group does not list the event, it may have stayed below "
    "the threshold: the median is of groups that list it, and reads rather too high."
)


def claimed(low: float, high: float) -> str:
    """A claimed range in words."""
    if low != low:
        return "no figure"
    return f"{low:g}%" if low == high else f"{low:g} to {high:g}%"


def posted(row: Any) -> str:
    """The shares of the posted groups in words, and how many groups do not list it."""
    unlisted = f"not listed by {several(row.not_listed, 'group')}" if row.not_listed else ""
    if not row.trials:
        return unlisted or "not listed"
    shares = ", ".join(percent(each / 100) for each in (row.share_lowest, row.share_median, row.share_highest))
    return "; ".join(filter(None, [shares, unlisted]))


def claims_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `claims` under readable headings."""
    told = list(rows.itertuples())
    return pd.DataFrame({
        "Claim": rows["claim"],
        "Claimed": [claimed(row.claimed_low, row.claimed_high) for row in told],
        "Held against": rows["conditions"].map(lambda each: each or "all groups with a rapalog"),
        "Verdict": [f"{row.verdict}: {row.note}" if row.note else row.verdict for row in told],
        "Posted: low, median, high": [posted(row) for row in told],
        "Trials": rows["trials"],
        "People": rows["people"],
    })  # fmt: skip


def beside_posted(filters: Filters, source: Reader) -> None:
    """Each claim with what is posted under its conditions."""
    st.caption(CAUTION)
    st.markdown(HELD_AGAINST)
    found = ask(claims, filters)
    for at, (text, rows) in enumerate(found.groupby("source", sort=False)):
        st.subheader(plain(str(text)), anchor=False)
        st.dataframe(
            claims_table(rows), hide_index=True, key=f"claims_{at}", row_height=FOUR_LINES, height="content",
            column_config=widths(CLAIM_PX), alt=f"Claims beside posted data: {text}",
        )  # fmt: skip
    cite(claims_claim(found), filters)
    frame_buttons("claims", lambda: claims(source, filters), filters, WORDS, "Claims")
    st.caption("; ".join(f"**{word}**: {meaning}" for word, meaning in VERDICTS.items()) + ".")
    st.caption(WHICH_GROUPS)


filters, source = url.taken(), reader()
st.title("Claims", anchor=False)
active_filters(filters, WORDS)
if WORDS.family == RAPALOGS:
    beside_posted(filters, source)
else:
    st.info(plain(f"The claims at hand are about rapalogs; these are trials of {WORDS.family.plural}."))
