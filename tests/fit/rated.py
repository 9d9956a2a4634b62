"""Trials of which only the doubtful labels were read: `tests/fetchers/data/labels_rated.jsonl`.

A row: `nct`, `right` and `wrong` (measures by path of the outcome), `described` and `not_described` (measures). What
nobody read there is taken as the present weights have it where they are sure either way, and left out where not.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from fetchers.annotate import Annotator
from fetchers.measures.judge import SURE_FROM, probability_of
from fetchers.measures.narrative import ProseSentence
from fetchers.record.texts import Texts
from tests.fit.cases import Judged

RATED, SURE = "rated", "sure"  # sources: read by somebody, or beyond doubt
SURELY_NOT = 0.08  # probability below which a label surely does not hold
DESCRIBED_SURELY, NOT_DESCRIBED_SURELY = 0.9, 0.15
Rows = dict[str, dict[str, Any]]


def read_rated(path: Path) -> Rows:
    """Rows by trial."""
    return {row["nct"]: row for row in map(orjson.loads, path.read_bytes().splitlines())}


def rated_cases(annotator: Annotator, record: dict[str, Any], row: dict[str, Any]) -> Iterator[Judged]:
    """The cases of a trial that were read, and those beyond doubt."""
    texts = Texts(record)
    right, wrong = (
        {(path, measure) for path, measures in row.get(kind, {}).items() for measure in measures}
        for kind in ("right", "wrong")
    )
    for case in annotator.outcome_cases(record, texts):
        path = texts.units[case.unit].path
        chance = probability_of(case.features, annotator.judge.weights(case.measure, case.place))
        holds = (path, case.measure) in right or chance >= SURE_FROM
        if holds or (path, case.measure) in wrong or chance < SURELY_NOT:
            is_right = holds and (path, case.measure) not in wrong
            yield Judged(
                row["nct"], RATED, path, case.measure, case.term.concept, case.term.term.lower(), case.place,
                case.weighed, is_right,
            )  # fmt: skip


def rated_as_described(row: dict[str, Any], measure: str, chance: float) -> bool | None:
    """Whether a measure is described, by a reader or beyond doubt; None where nobody knows."""
    if measure in row.get("described", ()) or measure in row.get("not_described", ()):
        return measure in row.get("described", ())
    return True if chance >= DESCRIBED_SURELY else False if chance < NOT_DESCRIBED_SURELY else None


def plainest(sentences: list[ProseSentence], weights: Mapping[str, float]) -> float:
    """The probability of the plainest of a measure's sentences."""
    return max(probability_of(each.weighed, weights) for each in sentences)
