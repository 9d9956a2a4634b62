"""What the judge of outcome labels learns from: the measures that an outcome might carry, and whether it does."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fetchers.annotate import Annotator
from fetchers.measures.context import experience_of
from fetchers.record.texts import Texts
from seeds.judge.judgement import JudgedCounts, with_sums


class Judged(NamedTuple):
    """A case of a read trial, and whether its label is right."""

    trial: str
    source: str
    path: str
    measure: str
    concept: str
    term: str
    place: str
    features: dict[str, float]
    is_right: bool


def judged_cases(annotator: Annotator, record: dict[str, Any], source: str, row: dict[str, Any]) -> Iterator[Judged]:
    """The cases of one read trial."""
    texts = Texts(record)
    right = {(path, measure) for path, measures in row["units"].items() for measure in measures}
    for case in annotator.outcome_cases(record, texts):
        for number, unit in enumerate(texts.units):
            if number == case.unit or unit.twin == case.unit:
                yield Judged(
                    row["nct"], source, unit.path, case.measure, case.term.concept, case.term.term.lower(), case.place,
                    case.weighed, (unit.path, case.measure) in right,
                )  # fmt: skip


def counted(found: Sequence[Judged], also: JudgedCounts) -> JudgedCounts:
    """Experience with concepts, from cases and from what other trials told before."""
    counts = dict(also)
    for each in found:
        key = each.measure, each.concept, each.term, each.place
        right, wrong = counts.get(key, (0, 0))
        counts[key] = right + each.is_right, wrong + (not each.is_right)
    return counts


def with_experience(found: Sequence[Judged], counts: JudgedCounts) -> list[dict[str, float]]:
    """The features of cases, with what experience says of them."""
    sums = with_sums(counts)
    return [each.features | experience_of(sums, each.measure, each.concept, each.term, each.place) for each in found]


def read_experience(path: Path) -> JudgedCounts:
    """Counts of trials of which the labels themselves are not at hand, in the form of `seeds/judge/experience.csv`."""
    with path.open(encoding="utf-8", newline="") as sheet:
        return {
            (row["measure"], row["concept"], row["term"], row["place"]): (int(row["right"]), int(row["wrong"]))
            for row in csv.DictReader(sheet)
        }
