"""Claims of texts beside what posted tables of adverse events say under the same conditions."""

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.claims import VERDICTS, claims
from dashboard.shared.citations.cite import cite
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.state import url
from dashboard.state.session import ask, reader, words
from dashboard.words.page_claims import claims_claim
from dashboard.words.safety_words import CAUTION, percent
from dashboard.words.text import plain
from seeds.drugs.family import RAPALOGS

WORDS = words()
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


def beside_posted(filters: Filters, source: Reader) -> None:
    """Each claim with what is posted under its conditions."""
    st.caption(CAUTION)
    st.markdown(HELD_AGAINST)
    found = ask(claims, filters)
    shown = pd.DataFrame({
        "Claim": found["claim"],
        "Claimed": [claimed(row.claimed_low, row.claimed_high) for row in found.itertuples()],
        "Held against": found["conditions"].map(lambda each: each or "all groups with a rapalog"),
        "Verdict": found["verdict"],
        "Posted: lowest, median, highest group": [
            ", ".join(percent(each / 100) for each in (row.share_lowest, row.share_median, row.share_highest))
            if row.trials else "not listed" for row in found.itertuples()
        ],
        "Trials": found["trials"],
        "People": found["people"],
        "Groups that do not list it": found["not_listed"],
        "Why not comparable": found["note"],
        "Source": found["source"],
    })  # fmt: skip
    st.dataframe(shown, hide_index=True, key="claims", row_height=48, alt="Claims beside posted data")
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
