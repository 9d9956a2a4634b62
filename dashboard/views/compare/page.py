"""Trials side by side, as the address names them: a link to this page shows the same comparison anywhere."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.trials import side_by_side, statuses, trial_page
from dashboard.shared.controls import switch
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.state import url
from dashboard.state.pages import page_link, trial_line
from dashboard.state.session import ask, reader, words
from dashboard.views.compare.comparison import (
    MOST_COMPARED,
    chosen_ids,
    comparison_frame,
    only_differences,
    show_comparison,
)
from dashboard.words.text import plain, shortened

WORDS = words()
ROWS_SHOWN = {"all": "All rows", "differences": "Differences alone"}
MOST_OFFERED = 200  # trials of the list from which one can be added


def compare(ids: tuple[str, ...]) -> None:
    """Put these trials side by side: what the address names from now on."""
    st.query_params["nct"] = list(ids)


def take_added() -> None:
    """Add the trial that the reader chose or typed."""
    if added := st.session_state["added"]:
        compare((*st.query_params.get_all("nct"), str(added).split(" ")[0]))
        st.session_state["added"] = None


def chosen_trials(ids: tuple[str, ...], titles: list[str], filters: Filters) -> None:
    """The trials by name, each with a way to let go of it, and a way to add another."""
    for nct_id, title in zip(ids, titles, strict=True):
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            st.button(
                "Remove", key=f"remove_{nct_id}", icon=":material/close:", type="tertiary", on_click=compare,
                args=(tuple(each for each in ids if each != nct_id),), help=f"Remove {nct_id}",
            )  # fmt: skip
            trial_line(nct_id, title, filters)
    if len(ids) < MOST_COMPARED:
        listed = ask(trial_page, filters, "newest", 1, MOST_OFFERED).rows
        pairs = zip(listed["nct_id"], listed["brief_title"], strict=True)
        options = [f"{nct_id} {shortened(title, 80)}" for nct_id, title in pairs if nct_id not in ids]
        st.selectbox(
            "Add a trial of the list, or any by its id", options, None, key="added", on_change=take_added,
            accept_new_options=True, placeholder="NCT01234567 or words of a title",
        )  # fmt: skip


def compared(ids: tuple[str, ...], filters: Filters) -> None:
    """The comparison, ways into each trial, and downloads."""
    facts = ask(side_by_side, ids)
    chosen_trials(ids, list(facts["brief_title"]), filters)
    frame = comparison_frame(facts, ask(statuses, ids), WORDS)
    shown = switch("Rows", ROWS_SHOWN, "rows", "all") if len(ids) > 1 else "all"
    show_comparison(only_differences(frame) if shown == "differences" else frame, ids, "content")
    st.caption("Statuses speak of the registry alone: a journal article may exist.")
    page_link("trials", "Back to the list", filters, chosen=",".join(ids))
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
