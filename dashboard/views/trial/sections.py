"""The sections of a trial's page below the verdict: tables with a heading that the table of contents leads to."""

from typing import Any

import pandas as pd
import streamlit as st

from cache.questions.trial import Trial, events_by_arm, paired_outcomes, timeline
from dashboard.shared.trial_table import HEADINGS, with_something
from dashboard.views.trial import parts
from dashboard.words.labels import Words, several
from dashboard.words.text import plain

CONTENTS = {
    "evidence": "Evidence", "arms": "Arms", "outcomes": "Registered and posted outcomes",
    "levels": "Posted drug levels", "adverse-events": "Adverse events", "articles": "Articles",
    "abstracts": "What abstracts of its own articles report", "versions": "What became of its registered outcomes",
    "facts": "What it is", "timeline": "Timeline",
    "publications": "Publications", "changes": "Changes", "names": "Rapalogs named",
}  # fmt: skip


def contents(words: Words) -> str:
    """Markdown: links to the sections."""
    return " · ".join(f"[{plain(words.said(title))}](#{anchor})" for anchor, title in CONTENTS.items())


def heading(anchor: str, words: Words) -> None:
    """The heading of a section, which its link leads to."""
    st.subheader(words.said(CONTENTS[anchor]), anchor=anchor)


def frame(anchor: str, rows: pd.DataFrame, empty: str, words: Words, **config: Any) -> None:
    """A titled table, or a sentence that says why there is none."""
    heading(anchor, words)
    if rows.empty:
        st.caption(empty)
        return
    st.dataframe(
        with_something(rows), key=f"section_{anchor}", hide_index=True, column_config=config, placeholder="–",
        alt=f"{words.said(CONTENTS[anchor])}: {several(len(rows), 'row')}",
    )  # fmt: skip


def results(trial: Trial, words: Words) -> None:
    """Arms, outcomes, drug levels and adverse events."""
    frame("arms", parts.arms_frame(trial.arms, words), "The record lists no arms.", words)
    frame("outcomes", parts.outcomes_frame(paired_outcomes(trial.outcomes), words), "No outcomes.", words)
    frame("levels", parts.levels_frame(trial.drug_levels, words), "No drug level is posted.", words)
    events = events_by_arm(trial.adverse_events)
    if not events.empty:
        events["measure"] = [", ".join(words.name(each) for each in row.split(", ")) for row in events["measure"]]
        events = events.rename(columns=parts.EVENT_HEADINGS)
    frame("adverse-events", events, "No adverse-event row of a known liability is posted.", words)
    if not events.empty:
        st.caption("Of the known liabilities alone; in each group: affected / at risk.")


def facts(trial: Trial, words: Words) -> None:
    """What the trial is, and its life in dates."""
    left, right = st.columns([3, 2])
    with left:
        heading("facts", words)
        st.table(parts.facts_in_words(trial.facts, words), border="horizontal")
    with right:
        rows = pd.DataFrame([(event.date, event.what) for event in timeline(trial.facts)], columns=["Date", "Event"])
        frame("timeline", rows, "The record gives no dates.", words)


def sources(trial: Trial, words: Words) -> None:
    """Publications, changes, and the names that made the trial a rapalog trial."""
    link = st.column_config.LinkColumn("PubMed", display_text=r"(\d+)/$")
    papers = parts.publications_frame(trial.publications)
    frame("publications", papers, "The record cites none; articles may exist.", words, PubMed=link)
    frame("changes", trial.changes.rename(columns=HEADINGS), "No change since earlier snapshots is recorded.", words)
    names = trial.drug_names[["drug", "words", "place"]].drop_duplicates()
    names.columns = [words.said("Rapalog"), "Words in the record", "Place"]
    frame("names", names, "No name was found.", words)
