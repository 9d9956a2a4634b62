"""The context of a measure's mentions in one outcome, as named features with numbers.

Where they stand (title, class, description), what else the title names, which cues of `seeds/judge/cues.csv` stand
before and after, in the title and in the description, and what the trial is about. `judge` weighs them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from math import log
from typing import NamedTuple

from fetchers.measures.concepts import FoundConcepts, Mention
from fetchers.measures.frame import Frame
from fetchers.record.texts import Texts, TextUnit
from seeds.adverse_events.terms import LIABILITIES
from seeds.judge.judgement import Judgement

BEFORE, AFTER = 70, 50  # characters around a mention in which a cue is near
REPEATED = 3  # outcomes with one description: it tells of a panel, not of each
_LIABILITIES = frozenset(LIABILITIES)
_CLAUSE = re.compile(r"\. |;")
_SENTENCE = re.compile(r"[.;]\s")
_ENUMERATED = re.compile(r"\b1[.)] .*\b2[.)] ", re.DOTALL)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LAST_SIGN = re.compile(r"(?:[a-z]+|[,;:()/-])(?=\s*\Z)")
_FIRST_SIGN = re.compile(r"\s*([a-z]+|[,;:()/-])")
SMALL_WORDS = frozenset((
    "of", "in", "for", "with", "and", "or", "to", "by", "on", "at", "from", "as", "the", "a", "any", "no", "due", "is",
    "was", "are", "were", "will", "than", "after", "before", "during", "between", "per", "using", "that", "who",
    "level", "levels", "score", "scores", "rate", "rates", "response", "responses", "status", "related", "free",
    ",", ";", ":", "(", ")", "/", "-",
))  # fmt: skip
Features = dict[str, float]


class Outcome(NamedTuple):
    """One outcome as the context is read in it: spans of title and description (none: an empty span)."""

    unit: TextUnit
    title: tuple[int, int]
    description: tuple[int, int]
    is_panel: bool  # others repeat its description


def outcomes_of(texts: Texts, numbers: Sequence[int]) -> dict[int, Outcome]:
    """The outcomes with these indices among the units; how often a description recurs is counted over all."""
    recurs: dict[str, int] = {}
    spans = {}
    for number, unit in enumerate(texts.units):
        if unit.kind in ("registered", "posted"):
            title, description = _spans(texts, unit)
            words = texts.lower[slice(*description)]
            spans[number] = title, description, words
            recurs[words] = recurs.get(words, 0) + 1
    return {
        number: Outcome(texts.units[number], title, description, bool(words) and recurs[words] >= REPEATED)
        for number in numbers
        for title, description, words in [spans[number]]
    }


def _spans(texts: Texts, unit: TextUnit) -> tuple[tuple[int, int], tuple[int, int]]:
    start, end = texts.piece_span(unit.start)
    if texts.in_description(unit.start):
        return (start, start), (start, end)
    if end < unit.end:
        low, high = texts.piece_span(end + 3)
        if texts.in_description(low):
            return (start, end), (low, high)
    return (start, end), (end, end)


class ContextReader:
    """Reads the features of one record's outcomes."""

    def __init__(self, texts: Texts, found: FoundConcepts, frame: Frame, judgement: Judgement) -> None:
        self._texts, self._found, self._frame, self._judgement = texts, found, frame, judgement

    def features(self, outcome: Outcome, mentions: Sequence[Mention]) -> dict[str, tuple[Mention, Features]]:
        """By measure: the mention that speaks most plainly, and the features of all its mentions."""
        by_measure: dict[str, list[Mention]] = {}
        for each in mentions:
            by_measure.setdefault(each.measure, []).append(each)
        titled = {
            measure
            for measure, several in by_measure.items()
            if any(each.is_sure and self._place(outcome, each) == "title" for each in several)
        }
        shared = self._of_outcome(outcome, by_measure.keys())
        return {
            measure: self._of_measure(outcome, measure, several, titled, shared)
            for measure, several in by_measure.items()
        }

    def _place(self, outcome: Outcome, mention: Mention) -> str:
        for name, (start, end) in (("title", outcome.title), ("description", outcome.description)):
            if start <= mention.start < end:
                return name
        return "class"

    def _cues(self, words: str, where: str) -> Features:
        return {f"{where}: {name}": 1.0 for name, cue in self._judgement.cues.items() if cue.search(words)}

    def _of_outcome(self, outcome: Outcome, measures: Collection[str]) -> Features:
        """What is alike for all measures of an outcome."""
        lower = self._texts.lower
        title = lower[slice(*outcome.title)]
        whole = lower[outcome.unit.start : outcome.unit.end]
        cues = self._judgement.cues
        one_by_one = bool(cues["one by one"].search(whole) or _ENUMERATED.search(whole))
        general = generality(title, self._judgement.general_title_words)
        shared = self._cues(title, "title")
        shared |= {
            "general title": float(general >= 1),
            "general words in title": round(general, 2),
            "words in title": min(len(title.split()), 40) / 10,
            "panel": float(outcome.is_panel),
            "measures": float(min(len(measures), 8)),
            "liabilities": float(min(len(_LIABILITIES.intersection(measures)), 5)),
            "composite": float(bool(cues["composite"].search(whole))),
            "one by one": float(one_by_one),
            "definition": float(bool(cues["definition"].search(whole))),
            f"trial of {self._frame.leading}": 1.0,
        }
        return shared | {f"trial: {name}": 1.0 for name in self._frame.holds}

    def _of_measure(
        self, outcome: Outcome, measure: str, several: list[Mention], titled: set[str], shared: Features
    ) -> tuple[Mention, Features]:
        sure = [each for each in several if each.is_sure]
        order = {"title": 0, "class": 1, "description": 2}
        used = sorted(
            sure or several,
            key=lambda each: (order[self._place(outcome, each)], each.term.form == "ambiguous", each.start),
        )
        best = used[0]
        place = self._place(outcome, best)
        places = [self._place(outcome, each) for each in used]
        features = dict(shared)
        features |= {
            "company": float(bool(sure)),
            "defined otherwise": float(best.is_otherwise),
            f"in {place}": 1.0,
            "mentions": float(min(len(used), 5)),
            "mentions in title": float(min(places.count("title"), 3)),
            "mentions in classes": float(min(places.count("class"), 4)),
            "mentions in description": float(min(places.count("description"), 4)),
            f"form: {best.term.form}": 1.0,
            f"kind: {best.term.kind}": 1.0,
            f"kind: {best.term.kind}, trial of {self._frame.leading}": 1.0,
            f"in {place}, trial of {self._frame.leading}": 1.0,
            "beside": float(best.measure != measure or measure in best.term.also_measures),
            "title names other": float(bool(titled - {measure})),
            "words in term": float(min(len(best.term.term.split()), 4)),
            "subject": float(any((measure, each.term.concept) in self._found.subjects for each in used)),
        }
        features |= self._around(outcome, best, place)
        features |= self._shape(outcome, best, place, used, places)
        return best, _crossed(measure, place, features, self._experience(measure, best, place))

    def _around(self, outcome: Outcome, best: Mention, place: str) -> Features:
        """Cues beside the mention, and in its description up to it."""
        lower = self._texts.lower
        low, high = self._texts.piece_span(best.start)
        before = lower[max(low, best.start - BEFORE) : best.start]
        clauses = list(_CLAUSE.finditer(before))
        before = before[clauses[-1].end() :] if clauses else before
        after = lower[best.end : min(high, best.end + AFTER)]
        found = self._cues(before, "before") | self._cues(after, "after") | _beside(before, after)
        if place == "description":
            start, end = outcome.description
            ahead = lower[start : best.start]
            found |= self._cues(lower[start:end], "description")
            found["defined ahead"] = float(bool(self._judgement.cues["definition"].search(ahead)))
            found["harm ahead"] = float(bool(self._judgement.cues["adverse events"].search(ahead)))
            found["first sentence"] = float(not _SENTENCE.search(ahead))
        return found

    def _shape(
        self, outcome: Outcome, best: Mention, place: str, used: Sequence[Mention], places: Sequence[str]
    ) -> Features:
        """How much of the title, or of a class, the mentions are; how far into its text the first one stands."""
        start, end = outcome.title
        begin = {"title": start, "description": outcome.description[0]}.get(place, outcome.unit.start)
        covered = sum(each.end - each.start for each, where in zip(used, places, strict=True) if where == "title")
        found = {
            "share of title": round(covered / max(1, end - start), 2),
            "at its beginning": float(best.start - begin < 3),
            "early": float(best.start - begin < 60),
            "late": float(best.start - begin > 200),
            "short term": float(len(best.term.term) <= 4),
        }
        if place == "title":
            found["ends title"] = float(len(self._texts.lower[best.end : end].split()) <= 2)
            found["begins title"] = float(best.start - start < 12)
        if place == "class":
            spans = [self._texts.piece_span(each.start) for each in used]
            whole = (
                abs((each.end - each.start) - (high - low)) < 3 for each, (low, high) in zip(used, spans, strict=True)
            )
            found["is a class"] = float(any(whole))
        return found

    def _experience(self, measure: str, best: Mention, place: str) -> Features:
        return experience_of(self._judgement.experience, measure, best.term.concept, best.term.term.lower(), place)


def _beside(before: str, after: str) -> Features:
    """The small word or sign right before a mention, and the one right after it."""
    found = {}
    if (hit := _LAST_SIGN.search(before)) and hit.group() in SMALL_WORDS:
        found[f"right before: {hit.group()}"] = 1.0
    if (hit := _FIRST_SIGN.match(after)) and hit.group(1) in SMALL_WORDS:
        found[f"right after: {hit.group(1)}"] = 1.0
    if not before.strip():
        found["right before: nothing"] = 1.0
    if not after.strip():
        found["right after: nothing"] = 1.0
    return found


def generality(title: str, general: Collection[str]) -> float:
    """The share of a lower-case title's words that name no measurable thing: all of "participants with toxicity".

    Of a title that names nothing else, description and classes are the list of what is measured (docs/measures.md,
    rule 17).
    """
    words = _WORD.findall(title)
    return sum(word in general for word in words) / len(words) if words else 1.0


ContextCounts = Mapping[tuple[str, str, str, str], tuple[int, int]]
EXPERIENCE = tuple(
    f"experience with {name}" for name in ("measure", "concept", "concept in place", "term", "term in place")
)


def experience_of(counts: ContextCounts, measure: str, concept: str, term: str, place: str) -> Features:
    """Log odds that a measure, a concept of it, its term, and these in this place were right.

    Few cases are drawn to what is known of the wider: terms to their concept, concepts to their measure.
    """

    def share(concept: str, term: str, place: str, parent: float) -> float:
        right, wrong = counts.get((measure, concept, term, place), (0, 0))
        return (right + 3 * parent) / (right + wrong + 3)

    of_measure = share("", "", "", 0.5)
    of_concept = share(concept, "", "", of_measure)
    in_place = share(concept, "", place, share("", "", place, of_measure))
    of_term = share(concept, term, "", of_concept)
    shares = of_measure, of_concept, in_place, of_term, share(concept, term, place, (of_term + in_place) / 2)
    return {name: log((each + 0.02) / (1.02 - each)) for name, each in zip(EXPERIENCE, shares, strict=True)}


def _crossed(measure: str, place: str, features: Features, experience: Features) -> Features:
    """The features that are there, with those that mean another thing for each measure or place."""
    found = {name: value for name, value in features.items() if value} | experience
    for name in ("general title", "title names other", "panel", "composite", "one by one", "definition",
                 "defined ahead", "title: adverse events", "title: response", "title: accuracy"):  # fmt: skip
        if name in found:
            found[f"in {place} & {name}"] = 1.0
    for name in list(found):
        if name in _CROSSED or name.startswith(("title: ", "before: ", "after: ", "trial")):
            found[f"{measure} & {name}"] = found[name]
    found[measure] = 1.0
    return found


_CROSSED = frozenset((
    "in title", "in description", "in class", "general title", "title names other", "panel", "subject", "company",
    "is a class", "ends title", "share of title",
))  # fmt: skip
