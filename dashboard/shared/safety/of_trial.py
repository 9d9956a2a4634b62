"""The sections of a trial's page about safety: known liabilities arm by arm, and interacting agents."""

import pandas as pd
import streamlit as st

from cache.safety.of_trial import interactions_of, liabilities_of
from dashboard.state.session import ask
from dashboard.words.interaction_words import BASIS_WORDS, INTERACTION_CAUTION, STATUS_WORDS
from dashboard.words.labels import Words, in_words, several
from dashboard.words.safety_words import CAUTION, OVERLAP_WORDS, share_words
from dashboard.words.text import as_read
from seeds.drugs.family import RAPALOGS


def liabilities_frame(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A row per liability, a column per posted group that says which other people it may hold."""
    heads = {
        row.group_id: f"{row.title} ({OVERLAP_WORDS[row.overlap]})" if row.overlap else row.title
        for row in rows.itertuples(index=False)
    }
    told: dict[str, dict[str, str]] = {}
    for row in rows.itertuples(index=False):
        told.setdefault(row.event, {})[row.group_id] = share_words(row)
    names = list(heads.values())
    twice = {name for name in names if names.count(name) > 1}
    columns = {group: f"{head} [{group}]" if head in twice else head for group, head in heads.items()}
    return pd.DataFrame([
        {"Liability": words.name(event)} | {columns[group]: said.get(group, "") for group in heads}
        for event, said in told.items()
    ])  # fmt: skip


def trial_safety(nct_id: str, words: Words) -> None:
    """Draw both sections, each with what to make of it; nothing where the record says nothing of them."""
    rows = ask(liabilities_of, nct_id)
    if not rows.empty:
        st.subheader("Known liabilities, arm by arm", anchor=False)
        shown = liabilities_frame(rows, words)
        st.dataframe(shown, key="liabilities", hide_index=True, placeholder="–",
                     alt=f"Known liabilities: {several(len(shown), 'row')}")  # fmt: skip
        st.caption(f"Largest single term, with its 95% interval. {CAUTION}")
    said = ask(interactions_of, nct_id)
    if not said.empty and words.family == RAPALOGS:
        st.subheader("Interacting drugs and foods", anchor=False)
        shown = pd.DataFrame({
            "Agent": [in_words(each) for each in said["agent"]],
            "Says": [STATUS_WORDS[each] for each in said["status"]],
            "In these words": said["sentence"].map(as_read),
            "Where": [BASIS_WORDS.get(each, each) for each in said["basis"]],
        })  # fmt: skip
        st.dataframe(shown, key="trial_interactions", hide_index=True, alt=f"Agents: {several(len(shown), 'row')}",
                     column_config={"In these words": st.column_config.TextColumn(width=560)})  # fmt: skip
        st.caption(INTERACTION_CAUTION)
