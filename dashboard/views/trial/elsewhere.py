"""What a trial's page says of other places: its articles, what their abstracts report, what its versions registered."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import streamlit as st

from cache.questions.trial import Trial
from dashboard.words.elsewhere import (
    articles_found,
    gaps_filled,
    kind_of,
    no_sentence,
    version_numbers,
    versions_told,
)  # fmt: skip
from dashboard.words.labels import Words, in_words
from dashboard.words.text import plain, pubmed_url, with_code

TELLING = ("results", "secondary_analysis", "follow_up")  # kinds of own articles that tell results
ARTICLE_LINKS = {"PubMed": st.column_config.LinkColumn("PubMed", display_text=r"(\d+)/$")}


def warn(trial: Trial, words: Words) -> None:
    """A line at the head of the page where a measure was dropped or demoted."""
    if trial.facts.get("dropped_measures") or trial.facts.get("demoted_measures"):
        told = versions_told(trial.facts, trial.outcome_history, words)
        st.warning(plain(f"Earlier versions registered more. {told}"))


def in_short(trial: Trial, rows: Iterable[Any], words: Words) -> None:
    """What abstracts tell that the registry does not; `rows` of `reporting` in the order to show."""
    st.markdown(f"**Articles**\n\n{with_code(gaps_filled(rows, trial.facts, words))}")


def show(trial: Trial, words: Words, frame: Callable[..., None]) -> None:
    """Articles and their abstracts, and what earlier versions of the record registered; `frame` draws a section."""
    articles = trial.articles
    frame("articles", articles_frame(articles), "None is known.", **ARTICLE_LINKS)
    retracted = articles["is_retracted"] & (articles["belongs"] == "own") & articles["kind"].isin(TELLING)
    st.caption(with_code(articles_found(trial.facts, int(retracted.sum()))))
    frame("abstracts", sentences_frame(trial.article_measures, words), no_sentence(trial.facts))
    frame("versions", history_frame(trial.outcome_history, words), "No change of an outcome is known.")
    st.caption(with_code(versions_told(trial.facts, trial.outcome_history, words)))


def articles_frame(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that name the trial or stand in its record, its own first."""
    return pd.DataFrame(
        {
            "Article": articles["title"],
            "PubMed": [pubmed_url(each or "") or None for each in articles["pmid"]],
            "Year": articles["year"],
            "Kind": [kind_of(row) for row in articles.itertuples(index=False)],
            "Whose": [in_words(each or "") for each in articles["belongs"]],
            "Why": articles["reason"],
            "Link seen in": [[in_words(each) for each in found] for found in articles["links"]],
            "Named as": articles["article"],
        }
    )


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


def history_frame(history: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What became of outcomes between the versions of the record."""
    rows = list(history.itertuples(index=False))
    return pd.DataFrame(
        {
            "Change": [in_words(row.change) + ("" if row.is_certain else " (uncertain)") for row in rows],
            "Before": [_outcome(row.group_before, row.wording_before, row.time_frame_before) for row in rows],
            "After": [_outcome(row.group_now, row.wording_now, row.time_frame_now) for row in rows],
            "Measures": [[words.name(each) for each in row.measures] for row in rows],
            "Version": [version_numbers(row.since_version, row.version).removeprefix("version ") for row in rows],
            "Submitted": history["version_date"],
            "When": [in_words(row.step) for row in rows],
        }
    )


def _outcome(group: str, wording: str, time_frame: str) -> str:
    if not wording:
        return ""
    return f"{in_words(group)}: {wording}" + (f" [{time_frame}]" if time_frame else "")
