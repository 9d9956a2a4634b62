"""One trial: the verdict first, then its evidence in the record's own words, its results, and what it is."""

from functools import partial
from typing import Any

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.trial import Trial, find_trial
from dashboard.shared import downloads
from dashboard.shared.citations.cite import cite
from dashboard.shared.safety.of_trial import trial_safety
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, is_digest, reader, words
from dashboard.views.trial import elsewhere, sections
from dashboard.views.trial.evidence import measure_statuses
from dashboard.views.trial.verdict import gaps, verdict
from dashboard.views.trial.wrong_label import wrong_label
from dashboard.words.gap_words import gap_rule
from dashboard.words.labels import in_words
from dashboard.words.page_claims import trial_claim
from dashboard.words.text import NCT_IN_TEXT, plain, registry_url

WORDS = words()
DOWNLOADED = ("trials", "reporting", "annotations", "outcomes", "arms", "adverse_events", "drug_levels",
              "outcome_values", "articles", "article_measures", "outcome_history")  # fmt: skip


def head(trial: Trial) -> None:
    """Title, standing and the ways from here."""
    facts, filters = trial.facts, url.taken()
    st.set_page_config(page_title=f"{facts['nct_id']} · RapaTrials")
    st.title(plain(facts["brief_title"] or facts["nct_id"]), anchor=False)
    said = [facts["nct_id"], *(in_words(each) for each in facts["phases"] or [])]
    said += [
        in_words(facts["overall_status"] or ""),
        f"{WORDS.said('rapalog')}: {in_words(facts['role'] or 'none').lower()}",
    ]
    st.markdown(plain(" · ".join(part for part in said if part)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if at_registry := registry_url(facts["nct_id"]):
            st.link_button("Open the registry's record", at_registry, icon=":material/open_in_new:")
        page_link("trials", "Back to the list", filters)
        page_link("compare", "Compare with others", filters, nct=str(facts["nct_id"]))
    st.markdown(sections.contents(WORDS))


def in_order(trial: Trial) -> dict[str, Any]:
    """The rows of `reporting` by measure, in the order of the map."""
    rows = {row.measure: row for row in trial.reporting.itertuples(index=False)}
    return {measure: rows[measure] for _, measures in WORDS.by_group(rows) for measure in measures}


def in_short(trial: Trial) -> None:
    """The verdict: every measure's status, and the gaps."""
    rows = in_order(trial)
    st.markdown(verdict(rows, WORDS))
    st.markdown(f"**Gaps**\n\n{gaps(rows.values(), WORDS)}")
    said = trial_claim(trial.facts["nct_id"], {measure: row.status for measure, row in rows.items()}, WORDS)
    cite(said, Filters(ids=(trial.facts["nct_id"],)), "trial")
    st.caption(f"{gap_rule(rows, WORDS)} A status speaks of the registry's record alone: a journal article may exist.")
    elsewhere.in_short(trial, rows.values(), WORDS)


def why(trial: Trial) -> None:
    """The evidence for every status, and the line that reports a wrong one."""
    sections.heading("evidence", WORDS)
    measure_statuses(trial.reporting, trial.annotations, WORDS)
    wrong_label(trial, WORDS)


def page(trial: Trial) -> None:
    """The whole page."""
    head(trial)
    elsewhere.warn(trial, WORDS)
    in_short(trial)
    why(trial)
    sections.results(trial, WORDS)
    elsewhere.show(trial, WORDS, partial(sections.frame, words=WORDS))
    sections.facts(trial, WORDS)
    sections.sources(trial, WORDS)
    trial_safety(trial.facts["nct_id"], WORDS)
    table = st.selectbox("Download of this trial", DOWNLOADED, format_func=in_words, width=240)
    downloads.buttons(table, Filters(ids=(trial.facts["nct_id"],)), WORDS, in_words(table))


def missing(nct_id: str) -> None:
    """What to do where there is no such trial."""
    st.title("Trial", anchor=False)
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
