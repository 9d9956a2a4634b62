"""What was looked for outside the registry, in words: articles, and versions of records."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from cache.questions.elsewhere import LookedAt
from dashboard.words.labels import Words, in_words, several

SILENCE = "A silent abstract proves nothing about the article, and an article that was not found may exist."
NOBODY_LOOKED = "Nobody has looked for articles of this trial yet: `rapatrials refresh --articles` does."
NO_VERSIONS = "The versions of this record were not looked at yet: `rapatrials refresh --history` does."


def looked_for(looked: LookedAt) -> str:
    """Of how many trials articles were looked for."""
    if not looked.articles:
        return "Nobody has looked for articles of these trials yet: `rapatrials refresh --articles` does."
    if looked.articles == looked.trials:
        return "Articles were looked for of all these trials."
    return f"Articles were looked for of {looked.articles:,} of {several(looked.trials, 'trial')}."


def articles_found(facts: dict[str, Any], retracted: int) -> str:
    """When articles of a trial were looked for, how many of its own tell results, and how many were retracted."""
    day, own = facts.get("articles_asked_date"), int(facts.get("own_article_count") or 0)
    if not day:
        return NOBODY_LOOKED
    found = several(own, "article") if own else "no article"
    gone = f"; {retracted:,} of its own {'was' if retracted == 1 else 'were'} retracted" if retracted else ""
    return f"By {day}, identifiers lead to {found} of its own with results{gone}. {SILENCE}"


def no_sentence(facts: dict[str, Any]) -> str:
    """Why no sentence of an abstract is shown."""
    if not facts.get("articles_asked_date"):
        return NOBODY_LOOKED
    if facts.get("own_article_count"):
        return "Its articles' abstracts report none of the measures; the articles may all the same."
    return "No article of its own with results was found, so there is no abstract to read; one may exist."


def gaps_filled(rows: Iterable[Any], facts: dict[str, Any], words: Words) -> str:
    """What abstracts report of the measures of which the registry holds no outcome's values; rows of `reporting`."""
    if not facts.get("own_article_count"):
        return no_sentence(facts)
    open_ones = [row for row in rows if row.reported_elsewhere == "yes" and row.status != "reported"]
    told = ", ".join(f"{words.name(row.measure)} ({row.elsewhere_article})" for row in open_ones)
    if told:
        return f"Not in the registry as results, but in the abstract of an article of its own: {told}."
    return "Abstracts of its own articles report nothing that the registry does not; the articles may all the same."


def versions_told(facts: dict[str, Any], history: pd.DataFrame, words: Words) -> str:
    """How many versions there were, and which measures were dropped or demoted, in which version and when."""
    if not facts.get("history_asked_date"):
        return NO_VERSIONS
    if not facts.get("version_count"):
        return "The registry told no history of this record."
    parts = [f"{several(int(facts['version_count']), 'version')} by {facts['history_asked_date']}."]
    for column, said in (("dropped_measures", "Dropped"), ("demoted_measures", "No longer primary")):
        if measures := facts.get(column):
            parts.append(f"{said}: {', '.join(_lost(each, history, words) for each in measures)}.")
    return " ".join(parts)


def _lost(measure: str, history: pd.DataFrame, words: Words) -> str:
    """A measure with the latest version that took an outcome of it away."""
    gone = [
        row for row in history.itertuples(index=False) if measure in row.measures and row.change in ("dropped", "moved")
    ]
    if not gone:
        return words.name(measure)
    last = gone[-1]
    return f"{words.name(measure)} ({version_numbers(last.since_version, last.version)}, {last.version_date})"


def version_numbers(since: int, last: int) -> str:
    """Versions as the registry's pages number them, from 1."""
    return f"version {last + 1}" if since == last else f"version {since + 1} to {last + 1}"


def kind_of(article: Any) -> str:
    """What an article is, and whether it stands; a row of `articles`."""
    kind = in_words(article.kind or "")
    return f"{kind}, retracted" if article.is_retracted else f"{kind}, corrected" if article.is_corrected else kind
