"""Decides which measures an outcome carries, and how sure that is: weights over named features, added up.

The weights (`seeds/judge/weights.csv`) are those of a logistic regression fitted on trials that were read by hand
(`make judge`). The same record gives the same labels, every day and offline.
"""

from collections.abc import Iterable, Mapping
from math import exp
from typing import NamedTuple

from fetchers.measures.concepts import ConceptFinder
from fetchers.measures.context import ContextReader, Features, outcomes_of
from fetchers.measures.frame import frame_of
from fetchers.record.nodes import Node
from fetchers.record.texts import Texts
from fetchers.text.words import Hit
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
    fired: str  # `concept:<name>`
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
    start: int
    end: int
    features: Features


def confidence_of(probability: float) -> str:
    """A probability in a word."""
    return "sure" if probability >= SURE_FROM else "likely" if probability >= LIKELY_FROM else "doubtful"


def cases(record: Node, texts: Texts, hits: Iterable[Hit], finder: ConceptFinder, judgement: Judgement) -> list[Case]:
    """Every outcome and measure of which a term was found, in the order of the outcomes."""
    found = finder.found(texts, hits)
    made: list[Case] = []
    if found.mentions:
        reader = ContextReader(texts, found, frame_of(record, texts, judgement), judgement)
        outcomes = outcomes_of(texts, list(found.mentions))
        for number, mentions in found.mentions.items():
            for measure, (mention, features) in reader.features(outcomes[number], mentions).items():
                made.append(Case(number, measure, mention.term, mention.start, mention.end, features))
    return sorted(made, key=lambda case: case.unit)


def probability_of(features: Features, weights: Mapping[str, float]) -> float:
    """How probable a label is, by its features."""
    total = weights.get(BASE, 0.0) + sum(value * weights[name] for name, value in features.items() if name in weights)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def verdicts(found: Iterable[Case], judgement: Judgement) -> list[Verdict]:
    """The labels that hold."""
    judged = (
        Verdict(
            case.unit,
            case.measure,
            case.start,
            case.end,
            f"concept:{case.term.concept}",
            probability_of(case.features, judgement.weights),
        )
        for case in found
    )
    return [each for each in judged if each.probability >= HOLDS]
