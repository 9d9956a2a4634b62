"""What a trial's page says of other places: its articles, what their abstracts report, what its versions registered."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from cache.questions.trial import Trial
from dashboard.words.labels import Words, in_words, several
from dashboard.words.text import plain, pubmed_url

SILENCE = "A silent abstract proves nothing about the article, and an article that was not found may exist."
NOBODY_LOOKED = "Nobody has looked for articles of this trial yet: `rapatrials refresh --articles` does."
NO_VERSIONS = "The versions of this record were not looked at yet: `rapatrials refresh --history` does."


def warn(trial: Trial, words: Words) -> None:
    """A line at the head of the page where a measure was dropped or demoted."""
    if trial.facts.get("dropped_measures") or trial.facts.get("demoted_measures"):
        st.warning(plain(f"Earlier versions registered more. {versions_told(trial.facts, words)}"))


def show(trial: Trial, words: Words, frame: Callable[..., None]) -> None:
    """Articles and their abstracts, and what earlier versions of the record registered; `frame` draws a section."""
    link = st.column_config.LinkColumn("PubMed", display_text=r"(\d+)/$")
    frame("articles", articles_frame(trial.articles), "None is known.", PubMed=link)
    st.caption(plain(looked_for(trial.facts)))
    frame("abstracts", sentences_frame(trial.article_measures, words), "Nothing is known.")
    frame("versions", history_frame(trial.outcome_history, words), "No change is known.")
    st.caption(plain(versions_told(trial.facts, words)))


def looked_for(facts: dict[str, Any]) -> str:
    """When articles were looked for, and how many are the trial's own."""
    day, own = facts.get("articles_asked_date"), facts.get("own_article_count")
    if not day:
        return NOBODY_LOOKED
    found = several(int(own or 0), "article") if own else "no article"
    return f"By {day}, identifiers lead to {found} of its own with results. {SILENCE}"


def articles_frame(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that name the trial or stand in its record, its own first."""
    return pd.DataFrame(
        {
            "Article": articles["title"],
            "Year": articles["year"],
            "Kind": [_kind(row) for row in articles.itertuples(index=False)],
            "Whose": [in_words(each or "") for each in articles["belongs"]],
            "Why": articles["reason"],
            "Link seen in": [[in_words(each) for each in found] for found in articles["links"]],
            "Named as": articles["article"],
            "PubMed": [pubmed_url(each or "") or None for each in articles["pmid"]],
        }
    )


def _kind(row: Any) -> str:
    kind = in_words(row.kind or "")
    return f"{kind}, retracted" if row.is_retracted else f"{kind}, corrected" if row.is_corrected else kind


def sentences_frame(found: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What the abstracts of its own articles report, with the sentence."""
    return pd.DataFrame(
        {
            "Measure": [words.name(each) for each in found["measure"]],
            "Sentence": found["sentence"],
            "Article": found["article"],
            "Where": [in_words(each or "") for each in found["level"]],
            "How sure": [in_words(each or "") for each in found["confidence"]],
        }
    )


def versions_told(facts: dict[str, Any], words: Words) -> str:
    """How many versions there were, and which measures were dropped or demoted since."""
    if not facts.get("history_asked_date"):
        return NO_VERSIONS
    if not facts.get("version_count"):
        return "The registry told no history of this record."
    parts = [f"{several(int(facts['version_count']), 'version')} by {facts['history_asked_date']}."]
    for column, said in (("dropped_measures", "Dropped"), ("demoted_measures", "No longer primary")):
        if measures := facts.get(column):
            parts.append(f"{said}: {', '.join(words.name(each) for each in measures)}.")
    return " ".join(parts)


def history_frame(history: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What became of outcomes between the versions of the record."""
    rows = list(history.itertuples(index=False))
    return pd.DataFrame(
        {
            "Change": [in_words(row.change) + ("" if row.is_certain else " (uncertain)") for row in rows],
            "Before": [_outcome(row.group_before, row.wording_before, row.time_frame_before) for row in rows],
            "After": [_outcome(row.group_now, row.wording_now, row.time_frame_now) for row in rows],
            "Measures": [[words.name(each) for each in row.measures] for row in rows],
            "Version": [_versions(row.since_version, row.version) for row in rows],
            "Submitted": history["version_date"],
            "When": [in_words(row.step) for row in rows],
        }
    )


def _outcome(group: str, wording: str, time_frame: str) -> str:
    if not wording:
        return ""
    return f"{in_words(group)}: {wording}" + (f" [{time_frame}]" if time_frame else "")


def _versions(since: int, last: int) -> str:
    """Versions as the registry's pages number them, from 1."""
    return f"{last + 1}" if since == last else f"{since + 1} to {last + 1}"
