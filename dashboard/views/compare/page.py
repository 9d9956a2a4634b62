"""Trials side by side, as the address names them: a link to this page shows the same comparison anywhere."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.trials import side_by_side, statuses
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import legend
from dashboard.state import url
from dashboard.state.pages import page_link, trial_line
from dashboard.state.session import ask, reader, words
from dashboard.views.compare.comparison import MOST_COMPARED, chosen_ids, comparison_frame, show_comparison
from dashboard.words.text import plain

WORDS = words()


def compared(ids: tuple[str, ...], filters: Filters) -> None:
    """The comparison, ways into each trial, and downloads."""
    facts = ask(side_by_side, ids)
    for row in facts.itertuples(index=False):
        trial_line(row.nct_id, row.brief_title, filters)
    frame = comparison_frame(facts, ask(statuses, ids), WORDS)
    show_comparison(frame, len(ids), "content")
    st.caption(f"{legend()}. Statuses speak of the registry alone: a journal article may exist.")
    page_link("trials", "Back to the list", filters)
    frame_buttons("comparison", lambda: frame, Filters(ids=ids), WORDS, "Comparison")


filters = url.taken()
st.title("Trials side by side", anchor=False)
asked, faults = chosen_ids(st.query_params.get_all("nct"))
held = tuple(ask(side_by_side, tuple(asked))["nct_id"])
faults += [f"{nct_id} is not among the trials held here." for nct_id in asked if nct_id not in held]
for fault in faults:
    st.warning(plain(f"Left out: {fault}"))
if held:
    st.caption(plain(f"Data of {reader().as_of}. The link of this page shows the same trials in any browser."))
    compared(held, filters)
else:
    st.info(f"Select two to {MOST_COMPARED} trials on the Trials page to see them side by side.")
    page_link("trials", "Open the Trials page", filters)
