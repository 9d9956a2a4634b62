"""Decides which measures an outcome carries, and how sure that is: weights over named features, added up.

The weights (`seeds/judge/weights.csv`) are those of a logistic regression fitted on trials that were read by hand
(`make judge`). The same record gives the same labels, every day and offline.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import exp, fsum
from typing import NamedTuple

from fetchers.measures.concepts import FoundConcepts
from fetchers.measures.context import ContextKnowledge, ContextReader, Features, crossed, outcomes_of
from fetchers.measures.frame import Frame
from fetchers.record.texts import Texts
from seeds.concepts.terms import Term
from seeds.judge.judgement import Judgement

BASE = "any label"  # the weight that every case has
HOLDS = 0.45  # probability from which a label holds
SURE_FROM, LIKELY_FROM = 0.94, 0.7  # from which it is sure, or likely; what holds below is doubtful


class Verdict(NamedTuple):
    """A measure that an outcome carries: the words that show it, what fired, and how probable it is."""

    unit: int
    measure: str
    start: int
    end: int
    fired: str  # `concept:<name>:<term>`
    probability: float

    @property
    def confidence(self) -> str:
        """`sure`, `likely` or `doubtful`."""
        return confidence_of(self.probability)


class Case(NamedTuple):
    """A measure that might hold in an outcome: the plainest term for it, where that stands, and the features."""

    unit: int
    measure: str
    term: Term
    place: str
    start: int
    end: int
    features: Features

    @property
    def weighed(self) -> Features:
        """All features that are there and that weights may name, those of the measure and the place too."""
        return crossed(self.measure, self.place, {name: value for name, value in self.features.items() if value})


def confidence_of(probability: float) -> str:
    """A probability in a word."""
    return "sure" if probability >= SURE_FROM else "likely" if probability >= LIKELY_FROM else "doubtful"


def probability_of(features: Features, weights: Mapping[str, float], others: Iterable[float] = ()) -> float:
    """How probable a label is, by its features; `others` are added to what they weigh."""
    parts = [value * weights[name] for name, value in features.items() if value and name in weights]
    total = fsum([weights.get(BASE, 0.0), *others, *parts])  # exact, in whatever order they come
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


class Judge:
    """Terms, context and weights made ready once; `cases` and `verdicts` judge one record's outcomes."""

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement
        self._knowledge = ContextKnowledge(judgement)
        self.weights = lru_cache(maxsize=1 << 10)(self._weights_of)

    def cases(self, texts: Texts, found: FoundConcepts, frame: Frame) -> Iterator[Case]:
        """Every outcome and measure of which a term was found, in the order of the outcomes."""
        if not found.mentions:
            return
        reader = ContextReader(texts, found, frame, self._knowledge)
        for number, outcome in outcomes_of(texts, list(found.mentions)).items():
            for measure, (mention, place, features) in reader.features(number, outcome).items():
                yield Case(number, measure, mention.term, place, mention.start, mention.end, features)

    def verdicts(self, texts: Texts, found: FoundConcepts, frame: Frame) -> list[Verdict]:
        """The labels that hold."""
        held = []
        for case in self.cases(texts, found, frame):
            chance = probability_of(case.features, self.weights(case.measure, case.place))
            if chance >= HOLDS:
                fired = f"concept:{case.term.concept}:{case.term.term}"
                held.append(Verdict(case.unit, case.measure, case.start, case.end, fired, chance))
        return held

    def _weights_of(self, measure: str, place: str) -> Mapping[str, float]:
        """What each feature adds for a measure in a place, of which some weights speak by name."""
        weights = self._judgement.weights
        found = {name: weight for name, weight in weights.items() if " & " not in name}
        found[BASE] = weights.get(BASE, 0.0) + weights.get(measure, 0.0)
        for name, weight in weights.items():
            whose, _, own = name.partition(" & ")
            if own and whose in (measure, f"in {place}"):
                found[own] = found.get(own, 0.0) + weight
        return found
