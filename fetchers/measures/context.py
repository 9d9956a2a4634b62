"""The context of a measure's mentions in one outcome, as named features with numbers.

Where they stand (title, class, description), what else the title names, which cues of `seeds/judge/cues.csv` stand
before and after, in the title and in the description, and what the trial is about. `judge` weighs them.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from math import log
from typing import NamedTuple

from fetchers.measures.concepts import FoundConcepts, Mention
from fetchers.measures.cues import CueFinder, right_beside
from fetchers.measures.frame import PURPOSE, Frame
from fetchers.record.texts import Texts, TextUnit
from seeds.adverse_events.terms import LIABILITIES
from seeds.judge.judgement import JUDGED_PLACES, Judgement

BEFORE, AFTER = 70, 50  # characters around a mention in which a cue is near
REPEATED = 3  # outcomes with one description: it tells of a panel, not of each
# Measures of which the same words speak: an infection as harm, or as what is to be kept away.
TOLD_BY_PURPOSE = {"infection": "infection_resistance", "infection_resistance": "infection"}
_LIABILITIES = frozenset(LIABILITIES)
LONGEST_REST = 40  # characters of a class after a mention that it is about
_ANOTHER = re.compile(r"\b(?:or|and|plus|with|without|due|from(?! any))\b|[/,;+&]")
_SENTENCE = re.compile(r"[.;]\s")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
Features = dict[str, float]
_Placed = tuple[str, Mention]


class Outcome(NamedTuple):
    """One outcome as the context is read in it: spans of title and description (none: an empty span)."""

    unit: TextUnit
    title: tuple[int, int]
    description: tuple[int, int]
    is_panel: bool  # others repeat its description


def outcomes_of(texts: Texts, numbers: Sequence[int]) -> dict[int, Outcome]:
    """The outcomes with these indices among the units; how often a description recurs is counted over all."""
    spans = {
        number: _spans(texts, unit) for number, unit in enumerate(texts.units) if unit.kind in ("registered", "posted")
    }
    recurs = Counter([texts.lower[start:end] for _, (start, end) in spans.values() if start < end])
    return {
        number: Outcome(texts.units[number], title, (start, end), recurs[texts.lower[start:end]] >= REPEATED)
        for number in numbers
        for title, (start, end) in [spans[number]]
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


class ContextKnowledge:
    """What every reading of context needs, made ready once."""

    def __init__(self, judgement: Judgement) -> None:
        self.cues = CueFinder(judgement.cues)
        self.general_title_words = judgement.general_title_words
        self.frames_for = {each.name: each.measures for each in judgement.frames}
        self.experience = lru_cache(maxsize=1 << 14)(partial(experience_of, judgement.experience))


class ContextReader:
    """Reads the features of one record's outcomes; those that are 0 may be among them."""

    def __init__(self, texts: Texts, found: FoundConcepts, frame: Frame, knowledge: ContextKnowledge) -> None:
        self._texts, self._found, self._frame, self._knowledge = texts, found, frame, knowledge
        self._cues = knowledge.cues
        only_for = {name: self._only_for(name) for name in frame.holds}
        self._of_trial = {f"trial of {frame.leading}": 1.0}
        self._of_trial |= {f"trial: {name}": 1.0 for name, measures in only_for.items() if not measures}
        self._of_trial_by_measure: dict[str, Features] = {}  # what the trial is about where not all measures hear it
        for name, measures in only_for.items():
            for measure in measures:
                self._of_trial_by_measure.setdefault(measure, {})[f"trial: {name}"] = 1.0
        spans = [(texts.units[number].start, texts.units[number].end) for number in found.mentions]
        low, high = min(spans, default=(0, 0))[0], max(spans, default=(0, 0))[1]
        self._marks = self._cues.read(found.words.within(low, high))

    def features(self, number: int, outcome: Outcome) -> dict[str, tuple[Mention, str, Features]]:
        """By measure: the mention that speaks most plainly, its place, and the features of all its mentions."""
        by_measure: dict[str, list[_Placed]] = {}
        for each in self._found.mentions[number]:
            by_measure.setdefault(each.measure, []).append((_place(outcome, each), each))
        titled = {
            measure
            for measure, several in by_measure.items()
            if any(place == "title" and each.is_sure for place, each in several)
        }
        shared = self._of_outcome(outcome, by_measure.keys())
        return {measure: self._of_measure(outcome, measure, by_measure, titled, shared) for measure in by_measure}

    def _only_for(self, frame: str) -> Collection[str]:
        """The measures of which alone a frame speaks; what the design is for tells of those told by purpose."""
        return TOLD_BY_PURPOSE if frame.startswith(PURPOSE) else self._knowledge.frames_for.get(frame, ())

    def _features_of(self, where: str, low: int, high: int) -> Features:
        return dict.fromkeys(self._cues.features(where, self._marks.within(low, high)), 1.0)

    def _of_outcome(self, outcome: Outcome, measures: Collection[str]) -> Features:
        """What is alike for all measures of an outcome."""
        lower, (low, high) = self._texts.lower, (outcome.unit.start, outcome.unit.end)
        words = _WORD.findall(lower, *outcome.title)
        general = generality(words, self._knowledge.general_title_words)
        said, bit = self._marks.within(low, high), self._cues.bit
        shared = self._of_trial | self._features_of("title", *outcome.title)
        shared |= {
            "general title": float(general >= 1),
            "general words in title": round(general, 2),
            "words in title": min(len(words), 40) / 10,
            "panel": float(outcome.is_panel),
            "measures": float(min(len(measures), 8)),
            "liabilities": float(min(len(_LIABILITIES.intersection(measures)), 5)),
            "composite": float(bool(said & bit("composite"))),
            "one by one": float(bool(said & bit("one by one")) or is_enumerated(lower, low, high)),
            "definition": float(bool(said & bit("definition"))),
        }
        return shared

    def _of_measure(
        self, outcome: Outcome, measure: str, by_measure: Mapping[str, list[_Placed]], titled: set[str],
        shared: Features,
    ) -> tuple[Mention, str, Features]:  # fmt: skip
        several = by_measure[measure]
        sure = [each for each in several if each[1].is_sure]
        used = sorted(sure or several, key=_plainness)
        place, best = used[0]
        term, leading = best.term, self._frame.leading
        places = [where for where, _ in used]
        features = shared | {
            "company": float(bool(sure)),
            "defined otherwise": float(best.is_otherwise),
            f"in {place}": 1.0,
            "mentions": float(min(len(used), 5)),
            "mentions in title": float(min(places.count("title"), 3)),
            "mentions in classes": float(min(places.count("class"), 4)),
            "mentions in description": float(min(places.count("description"), 4)),
            f"form: {term.form}": 1.0,
            f"kind: {term.kind}": 1.0,
            f"kind: {term.kind}, trial of {leading}": 1.0,
            f"in {place}, trial of {leading}": 1.0,
            "beside": float(best.measure != measure or measure in term.also_measures),
            "title names other": float(bool(titled - {measure, TOLD_BY_PURPOSE.get(measure)})),
            "words in term": float(min(len(term.term.split()), 4)),
            "subject": float(any((measure, each.term.concept) in self._found.subjects for _, each in used)),
        }
        features |= self._of_trial_by_measure.get(measure, {})
        features |= _by_purpose(measure, term.concept, by_measure)
        features |= self._around(outcome, best, place)
        features |= self._shape(outcome, best, place, used)
        features |= self._knowledge.experience(measure, term.concept, term.term.lower(), place)
        return best, place, features

    def _around(self, outcome: Outcome, best: Mention, place: str) -> Features:
        """Cues beside the mention, and in its description up to it."""
        lower = self._texts.lower
        low, high = self._texts.piece_span(best.start)
        low, high = max(low, best.start - BEFORE), min(high, best.end + AFTER)
        low = max(low, lower.rfind(". ", low, best.start) + 2, lower.rfind(";", low, best.start) + 1)
        found = self._features_of("before", low, best.start) | self._features_of("after", best.end, high)
        found |= dict.fromkeys(right_beside(lower[low : best.start], lower[best.end : high]), 1.0)
        found["counted people"] = float("before: people" in found and "before: counting" in found)
        if place == "description":
            start, end = outcome.description
            ahead, bit = self._marks.within(start, best.start), self._cues.bit
            found |= self._features_of("description", start, end)
            found["defined ahead"] = float(bool(ahead & bit("definition")))
            found["harm ahead"] = float(bool(ahead & bit("adverse events")))
            found["first sentence"] = float(not _SENTENCE.search(lower, start, best.start))
        return found

    def _shape(self, outcome: Outcome, best: Mention, place: str, used: Sequence[_Placed]) -> Features:
        """How much of the title, or of a class, the mentions are; how far into its text the first one stands."""
        start, end = outcome.title
        begin = {"title": start, "description": outcome.description[0]}.get(place, outcome.unit.start)
        covered = sum(each.end - each.start for where, each in used if where == "title")
        found = {
            "share of title": round(covered / max(1, end - start), 2),
            "at its beginning": float(best.start - begin < 3),
            "early": float(best.start - begin < 60),
            "late": float(best.start - begin > 200),
            "short term": float(len(best.term.term) <= 4),
            "has a class of its own": float(any(where == "class" and self._heads_class(each) for where, each in used)),
        }
        if place == "title":
            found["ends title"] = float(len(self._texts.lower[best.end : end].split()) <= 2)
            found["begins title"] = float(best.start - start < 12)
        if place == "class":
            found["is a class"] = float(any(self._is_piece(each) for _, each in used))
        return found

    def _heads_class(self, mention: Mention) -> bool:
        """Whether a short class begins with a mention and no other event or cause is named: "Death at 12 months"."""
        low, high = self._texts.piece_span(mention.start)
        if mention.start - low >= 3 or high - mention.end > LONGEST_REST:
            return False
        return not _ANOTHER.search(self._texts.lower, mention.end, high)

    def _is_piece(self, mention: Mention) -> bool:
        """Whether a mention is all that its piece of text, such as a class, holds."""
        low, high = self._texts.piece_span(mention.start)
        return abs((mention.end - mention.start) - (high - low)) < 3


def _by_purpose(measure: str, concept: str, by_measure: Mapping[str, list[_Placed]]) -> Features:
    """Of a measure that its purpose tells from another: its concept, and what the same outcome says of the other."""
    if measure not in TOLD_BY_PURPOSE:
        return {}
    found = {f"concept: {concept}": 1.0}
    if others := by_measure.get(TOLD_BY_PURPOSE[measure]):
        found[f"concept beside: {min(others, key=_plainness)[1].term.concept}"] = 1.0
    return found


def _place(outcome: Outcome, mention: Mention) -> str:
    if outcome.title[0] <= mention.start < outcome.title[1]:
        return "title"
    return "description" if outcome.description[0] <= mention.start < outcome.description[1] else "class"


def _plainness(placed: _Placed) -> tuple[int, bool, int]:
    """The plainest first: places stand in this order."""
    place, mention = placed
    return JUDGED_PLACES.index(place), mention.term.form == "ambiguous", mention.start


def is_enumerated(lower: str, low: int, high: int) -> bool:
    """Whether the text numbers its parts: "1. death 2. stroke"."""
    return any(low <= lower.find(f"1{sign} ", low, high) < lower.find(f"2{sign} ", low, high) for sign in ".)")


def generality(words: Sequence[str], general: Collection[str]) -> float:
    """The share of a title's words that name no measurable thing: all of "participants with toxicity".

    Of a title that names nothing else, description and classes are the list of what is measured (docs/measures.md,
    rule 17).
    """
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


def crossed(measure: str, place: str, features: Features) -> Features:
    """The features with those that mean another thing for each measure or place."""
    found = dict(features)
    for name in _IN_PLACE & features.keys():
        found[f"in {place} & {name}"] = 1.0
    for name, value in features.items():
        if name in _CROSSED or name.startswith(("title: ", "before: ", "after: ", "trial", "concept")):
            found[f"{measure} & {name}"] = value
    found[measure] = 1.0
    return found


_IN_PLACE = frozenset((
    "general title", "title names other", "panel", "composite", "one by one", "definition",
    "defined ahead", "title: adverse events", "title: response", "title: accuracy", "title: other scale",
    "title: other organ", "title: one symptom", "title: tumour response",
))  # fmt: skip
_CROSSED = frozenset((
    "in title", "in description", "in class", "general title", "title names other", "panel", "subject", "company",
    "is a class", "ends title", "share of title", "has a class of its own",
))  # fmt: skip
