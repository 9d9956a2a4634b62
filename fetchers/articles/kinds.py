"""What kind of article it is and whose: the trial's own, several trials', another's, or not to be told. Pure."""

import re
from collections.abc import Collection
from typing import NamedTuple

from fetchers.articles.article import ArticleNote
from seeds.articles.cues import article_cues

OWN, SHARED, OTHER, UNCLEAR = "own", "shared", "other", "unclear"
# kinds that can be a trial's own; `results` alone among them answers whether it was reported
RESULTS, SECONDARY, FOLLOW_UP = "results", "secondary_analysis", "follow_up"
PROTOCOL = "protocol"
POOLED, REVIEW, COMMENT, OTHER_TRIAL, UNTELLABLE = "pooled", "review", "comment", "other_trial", "unclear"
REPORTS = (RESULTS, SECONDARY, FOLLOW_UP)  # whose abstracts are read for what the trial reports
MANY_TRIALS = 3  # ids that one article gives as its own: it pools them
TRIAL_TYPES = re.compile(r"\b(?:randomi[sz]ed controlled trial|clinical trial)\b(?!,? protocol)")
RETRACTED_TITLE = re.compile(r"\A\W*(?:retracted|withdrawn)(?: article)?\b\W*[:.]?", re.I)


class Judged(NamedTuple):
    """What an article is to a trial: its kind, whose it is, and why, in words."""

    kind: str
    belongs: str
    reason: str


def form_of(note: ArticleNote) -> str:
    """The kind that an article states of itself by type, then by title, then by what its abstract tells."""
    cues = article_cues()
    for kind, pattern in cues.types:
        if any(pattern.fullmatch(each) for each in note.types):
            return kind
    for kind, pattern in cues.titles:
        if pattern.search(note.title):
            return kind
    return PROTOCOL if note.plans and not note.has_results else RESULTS


def is_retracted(note: ArticleNote) -> bool:
    """Whether a service says that the article was retracted, or its title does."""
    said = "retracted publication" in note.types or any(each[0] == "retraction in" for each in note.corrections)
    return said or bool(RETRACTED_TITLE.match(note.title))


def judged(note: ArticleNote, ids: Collection[str], listed: Collection[str], listing_trials: int) -> Judged:
    """An article as one trial's, whose ids (aliases too) are `ids`.

    `listed` are the kinds under which the trial's record lists it (RESULT, DERIVED, BACKGROUND), `listing_trials`
    how many of the trials at hand list it as theirs.
    """
    form = form_of(note)
    is_ours = bool(set(ids) & set(note.registers))
    others = [each for each in note.registers if each not in ids]
    if form == POOLED and not is_ours:  # a meta-analysis that only cites the trial, as reviews do
        form = REVIEW
    if form in (REVIEW, COMMENT):
        return Judged(form, OTHER, f"a {form}, not the trial's own")
    if form == POOLED or (is_ours and len(note.registers) >= MANY_TRIALS):
        return Judged(POOLED, SHARED, "pools several trials")
    if is_ours:
        return Judged(form, OWN, "gives the trial's id as its own")
    if others:
        return _of_others(form, listed)
    if _is_listed(listed):
        if listing_trials > 1:
            return Judged(POOLED, SHARED, f"{listing_trials} records list it and it names no trial")
        return Judged(form, OWN, "the record lists it as its result, and it names no other trial")
    if set(ids) & set(note.names):
        return Judged(OTHER_TRIAL, OTHER, "names the trial in passing")
    if listed:
        return Judged(OTHER_TRIAL, OTHER, "the record lists it as background")
    return _of_full_text(note, form)


def _is_listed(listed: Collection[str]) -> bool:
    return bool({"RESULT", "DERIVED"} & set(listed))


def _of_others(form: str, listed: Collection[str]) -> Judged:
    """An article that gives another trial's id as its own."""
    if _is_listed(listed):
        return Judged(POOLED, SHARED, "the record lists it, and it gives another trial's id")
    return Judged(OTHER_TRIAL, OTHER, "gives another trial's id as its own")


def _of_full_text(note: ArticleNote, form: str) -> Judged:
    """An article that names the trial in its full text alone: its own where all else agrees, else not to be told."""
    is_trial = any(TRIAL_TYPES.search(each) for each in note.types)
    if form in REPORTS and is_trial and note.agrees and note.has_results:
        return Judged(form, OWN, "names the trial in its full text, is a trial of its drug, condition and size")
    return Judged(UNTELLABLE, UNCLEAR, "names the trial in its full text only")
