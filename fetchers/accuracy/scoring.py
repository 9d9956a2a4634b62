"""Scores of predicted labels against hand-made ones: precision, recall, F1 with Wilson intervals.

Facts are compared one by one: a measure of an outcome, a described measure, a design flag that is on, a drug, a
population. The role is scored as accuracy over trials that have one by hand. What a reader left open (`described_open`,
`population_open`) counts neither way.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

GoldLabel = Mapping[str, Any]  # {"nct", "units", "described", "design", "drugs", "role", "population"}


class Fact(NamedTuple):
    """One label: its level, its name, and the path of the outcome it is about (empty for the whole trial)."""

    level: str
    name: str
    path: str


class Mistake(NamedTuple):
    """A miss, a false alarm or a wrong role."""

    kind: str
    nct_id: str
    level: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Score:
    """Hits, false alarms and misses of one group of facts."""

    name: str
    hits: int
    false_alarms: int
    misses: int

    @property
    def positives(self) -> int:
        """Facts labelled by hand."""
        return self.hits + self.misses

    @property
    def precision(self) -> tuple[float, float, float]:
        """Share of predictions that are right, with its 95% interval."""
        return wilson(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> tuple[float, float, float]:
        """Share of hand-made labels that were found, with its 95% interval."""
        return wilson(self.hits, self.positives)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.false_alarms + self.misses)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by level and name, sums, the role's accuracy, and every mistake."""

    scores: tuple[Score, ...]
    sums: tuple[Score, ...]
    role_hits: int
    role_count: int
    mistakes: tuple[Mistake, ...]


def wilson(hits: int, count: int, z: float = 1.96) -> tuple[float, float, float]:
    """A proportion with its Wilson score interval (Wilson 1927), 95% by default; NaN where nothing was counted."""
    if not count:
        return math.nan, math.nan, math.nan
    share, spread = hits / count, 1 + z * z / count
    middle = (share + z * z / (2 * count)) / spread
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / spread
    return share, middle - half, middle + half


def facts(label: GoldLabel) -> Iterator[Fact]:
    """The positive facts that a trial's labels state."""
    for path, names in label.get("units", {}).items():
        level = "posted" if path.startswith("resultsSection") else "registered"
        yield from (Fact(level, name, path) for name in names)
    yield from (Fact("described", name, "") for name in label.get("described", []))
    yield from (Fact("design", name, "") for name, holds in label.get("design", {}).items() if holds)
    yield from (Fact("drug", name, "") for name in label.get("drugs", []))
    yield from (Fact("population", name, "") for name in label.get("population", []))


def _left_open(label: GoldLabel) -> set[Fact]:
    """The facts on which the reader could have decided either way."""
    return {Fact(level, name, "") for level in ("described", "population") for name in label.get(f"{level}_open", [])}


def evaluate(gold: Mapping[str, GoldLabel], predicted: Mapping[str, GoldLabel]) -> Evaluation:
    """Compare predictions with hand-made labels, trial by trial; every labelled trial must have a prediction."""
    counts: dict[tuple[str, str], list[int]] = {}
    mistakes: list[Mistake] = []
    role_hits = role_count = 0
    for nct_id, label in gold.items():
        want, have = set(facts(label)), set(facts(predicted[nct_id]))
        for fact in sorted((want | have) - _left_open(label)):
            kind = 0 if fact in want & have else 1 if fact in have else 2
            counts.setdefault((fact.level, fact.name), [0, 0, 0])[kind] += 1
            if kind:
                mistakes.append(Mistake(("", "false alarm", "miss")[kind], nct_id, *fact))
        if label.get("role"):
            role_count += 1
            role_hits += label["role"] == predicted[nct_id].get("role")
            if label["role"] != predicted[nct_id].get("role"):
                mistakes.append(Mistake("role", nct_id, label["role"], str(predicted[nct_id].get("role")), ""))
    scores = tuple(Score(f"{level}:{name}", *kinds) for (level, name), kinds in sorted(counts.items()))
    return Evaluation(scores, tuple(_sums(scores)), role_hits, role_count, tuple(sorted(mistakes)))


def _sums(scores: Iterable[Score]) -> Iterator[Score]:
    groups: dict[str, list[int]] = {}
    for score in scores:
        level = score.name.partition(":")[0]
        for group in (level, "outcomes" if level in ("registered", "posted") else "rest", "all"):
            sums = groups.setdefault(group, [0, 0, 0])
            for position, count in enumerate((score.hits, score.false_alarms, score.misses)):
                sums[position] += count
    return (Score(f"SUM {group}", *sums) for group, sums in sorted(groups.items()))
