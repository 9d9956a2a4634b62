"""Where the figures come from, how they are made, and what they do not say."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.about import holdings, landmark_trials
from cache.store.sharded import FILES
from dashboard.state.pages import trial_line
from dashboard.state.session import ask, is_digest, reader, words
from dashboard.views.about.method import ACCURACY, CITE, LIMITS, METHOD, accuracy_table
from dashboard.words.labels import in_words, several
from dashboard.words.text import plain
from seeds.accuracy.figures import load_accuracy
from seeds.drugs.family import RAPALOGS

manifest = reader().snapshot.manifest
found = ask(holdings)
WORDS = words()


def data() -> None:
    """Source, date, query, counts."""
    st.subheader("The data", anchor=False)
    source = {"digest": "the embedded digest of landmark trials", FILES: "files of records of ClinicalTrials.gov"}.get(
        manifest.source, f"ClinicalTrials.gov, {manifest.endpoint}"
    )
    roles = ", ".join(f"{plain(in_words(role or 'none').lower())} {count:,}" for role, count in found.by_role)
    st.markdown(
        f"- Source: {plain(source)}\n- Data as of: {plain(manifest.data_timestamp)} UTC\n"
        f"- Snapshot: {plain(reader().snapshot.name)}, made {plain(manifest.created_at or 'from files')}\n"
        f"- Program {plain(manifest.program_version)}, rules {plain(manifest.seeds_version)}\n"
        f"- Trials: {found.trials:,}, of which {found.with_results:,} have posted results and {found.mention_only:,} "
        f"{plain(WORDS.said('only mention a rapalog'))}\n"
        f"- {plain(WORDS.said('Role of the rapalog'))}: {roles}"
    )
    if manifest.queries:
        with st.expander(f"What the registry was asked ({several(len(manifest.queries), 'query', 'queries')})"):
            st.code("\n\n".join(manifest.queries), language=None, wrap_lines=True)


def landmarks() -> None:
    """The list of trials, where they are few."""
    if is_digest():
        st.subheader("The landmark trials", anchor=False)
        for nct_id, title in ask(landmark_trials):
            trial_line(nct_id, title, Filters())


def accuracy() -> None:
    """How well the labels agree with careful readers."""
    st.subheader("How accurate the labels are", anchor=False)
    st.markdown(ACCURACY)
    if WORDS.family != RAPALOGS:
        st.markdown(
            plain(f"The figures are of rapalog trials: labels of {WORDS.family.noun} trials were never scored.")
        )
    st.dataframe(
        accuracy_table(load_accuracy()),
        hide_index=True,
        row_height=68,
        column_config={"Held against": st.column_config.TextColumn("Held against", width=300)},
        alt="Precision, recall and F1 of the labels by level",
    )


st.title("About", anchor=False)
data()
landmarks()
st.subheader("How labels are made", anchor=False)
st.markdown(WORDS.said(METHOD))
accuracy()
st.subheader("Limits", anchor=False)
st.markdown(LIMITS)
st.subheader("How to cite", anchor=False)
st.markdown(
    CITE.format(
        program=plain(manifest.program_version),
        rules=plain(manifest.seeds_version),
        date=plain(manifest.data_timestamp[:10]),
    )
)
