"""One trial: what it is, what it plans and posts, with the evidence in the record's own words."""

from typing import Any

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from cache.questions.trial import Trial, events_by_arm, find_trial, paired_outcomes, timeline
from dashboard.shared import downloads, trial_parts
from dashboard.shared.evidence import measure_statuses
from dashboard.shared.trial_table import HEADINGS, with_something
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, is_digest, reader, words
from dashboard.words.labels import in_words, several
from dashboard.words.text import NCT_IN_TEXT, plain, registry_url

WORDS = words()
DOWNLOADED = (
    "trials",
    "reporting",
    "annotations",
    "outcomes",
    "arms",
    "adverse_events",
    "drug_levels",
    "outcome_values",
)


def head(trial: Trial) -> None:
    """Title, standing and the way to the registry."""
    facts = trial.facts
    st.title(plain(facts["brief_title"] or facts["nct_id"]), anchor=False)
    parts = [
        facts["nct_id"],
        *(in_words(each) for each in facts["phases"] or []),
        in_words(facts["overall_status"] or ""),
    ]
    parts += [f"{WORDS.said('rapalog')}: {in_words(facts['role'] or 'none').lower()}"]
    st.markdown(plain(" · ".join(part for part in parts if part)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if at_registry := registry_url(facts["nct_id"]):
            st.link_button("Open the registry's record", at_registry, icon=":material/open_in_new:")
        page_link("trials", "Back to the list", url.taken())
    st.caption("A status speaks of the registry's record alone: a journal article may exist.")


def frame(title: str, rows: pd.DataFrame, empty: str, key: str, **config: Any) -> None:
    """A titled table, or a sentence that says why there is none."""
    st.subheader(title, anchor=False)
    if rows.empty:
        st.caption(empty)
        return
    st.dataframe(with_something(rows), key=key, hide_index=True, column_config=config, placeholder="–",
                 alt=f"{title}: {several(len(rows), 'row')}")  # fmt: skip


def dates(trial: Trial) -> None:
    """The trial's life in dates."""
    rows = pd.DataFrame([(event.date, event.what) for event in timeline(trial.facts)], columns=["Date", "Event"])
    frame("Timeline", rows, "The record gives no dates.", "timeline")


def results(trial: Trial) -> None:
    """Outcomes, drug levels and adverse events."""
    pairs = paired_outcomes(trial.outcomes)
    frame("Registered and posted outcomes", trial_parts.outcomes_frame(pairs, WORDS), "No outcomes.", "outcomes")
    levels = trial_parts.levels_frame(trial.drug_levels, WORDS)
    frame("Posted drug levels", levels, "No drug level is posted.", "levels")
    events = events_by_arm(trial.adverse_events)
    if not events.empty:
        events["measure"] = [", ".join(WORDS.name(each) for each in row.split(", ")) for row in events["measure"]]
        events = events.rename(columns=trial_parts.EVENT_HEADINGS)
    none = "No adverse-event row of a known liability is posted."
    frame("Adverse events of the known liabilities: affected / at risk", events, none, "events")


def sources(trial: Trial) -> None:
    """Publications and the names that made the trial a rapalog trial."""
    link = st.column_config.LinkColumn("PubMed", display_text=r"(\d+)/$")
    rows = trial_parts.publications_frame(trial.publications)
    frame(
        "Publications that the record cites", rows, "The record cites none; articles may exist.", "papers", PubMed=link
    )
    changes = trial.changes.rename(columns=HEADINGS)
    frame("What changed since earlier snapshots", changes, "No change is recorded.", "history")
    names = trial.drug_names[["drug", "words", "place"]].drop_duplicates()
    names.columns = [WORDS.said("Rapalog"), "Words in the record", "Place"]
    frame(WORDS.said("Rapalogs named"), names, "No name was found.", "names")


def page(trial: Trial) -> None:
    """The whole page."""
    head(trial)
    left, right = st.columns([3, 2])
    with left:
        st.subheader("What it is", anchor=False)
        st.table(trial_parts.facts_in_words(trial.facts, WORDS), border="horizontal")
    with right:
        dates(trial)
    frame("Arms", trial_parts.arms_frame(trial.arms, WORDS), "The record lists no arms.", "arms")
    st.subheader("What it reports, plans and leaves out", anchor=False)
    measure_statuses(trial.reporting, trial.annotations, WORDS)
    results(trial)
    sources(trial)
    table = st.selectbox("Download of this trial", DOWNLOADED, format_func=in_words, width=240)
    downloads.buttons(table, Filters(ids=(trial.facts["nct_id"],)), WORDS, in_words(table))


def missing(nct_id: str) -> None:
    """What to do where there is no such trial."""
    if not nct_id:
        st.info("Choose a trial on the Trials page, or add `?nct=NCT…` to this address.")
    elif not NCT_IN_TEXT.fullmatch(nct_id):
        st.warning(plain(f"“{nct_id[:40]}” is no registry id; write it like NCT01234567."))
    else:
        held = "landmark trials" if is_digest() else f"{WORDS.said('rapalog trials')} as of {reader().as_of}"
        st.warning(plain(f"{nct_id} is not among the {held} held here."))
        st.link_button("Look it up in the registry", registry_url(nct_id))


asked = st.query_params.get("nct", "").strip().upper()
trial = ask(find_trial, asked) if NCT_IN_TEXT.fullmatch(asked) else None
if trial:
    page(trial)
else:
    missing(asked)
