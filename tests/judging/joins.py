"""Joins of posted groups to protocol arms held against labels that people made.

    python -m tests.judging.joins LABELS RECORDS [RECORDS ...]

LABELS is a CSV file with a line per group: `nct_id`, `group_id` and `arm`, the position of the group's arm in the
record from 0, or nothing where the group is of several arms or of none. A join that is sure or likely is right where it
names that arm, one that is uncertain or none is marked; RECORDS are packed files of records, one a line.
"""

import argparse
import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from fetchers.annotate import Annotator
from fetchers.groups.joins import JOIN_LIKELY, JOIN_SURE, Group, Join, join_groups
from fetchers.groups.rows import drugs_in, protocol_arms
from fetchers.record.nodes import Node, child, objects, text
from fetchers.record.protocol import nct_id
from seeds.knowledge import load_knowledge
from tests.conftest import read_records

Labels = Mapping[tuple[str, str], str]  # the arm's position as it stands in the file, by trial and group


class JoinScore(NamedTuple):
    """Labelled groups by what became of them; `wrong` says which and how."""

    right: int
    marked: int
    wrong: list[str]

    @property
    def share(self) -> float:
        """Of all labelled groups, those that are right or marked."""
        return (self.right + self.marked) / (self.right + self.marked + len(self.wrong))


def read_labels(path: Path) -> Labels:
    """The labels of a file; ValueError where a group stands there twice."""
    found: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8", newline="") as sheet:
        for row in csv.DictReader(sheet):
            key = row["nct_id"], row["group_id"]
            if key in found:
                raise ValueError(f"{path}: {key} stands there twice")
            found[key] = row["arm"]
    return found


def joins_of(record: Node, annotator: Annotator) -> list[Join]:
    """The joins of a record's groups of adverse events, as its rows have them."""
    annotation = annotator.annotate(record)
    arms = protocol_arms(annotation.arms, annotation.arm_texts, annotation.interventions)
    nodes = objects(child(record, "resultsSection", "adverseEventsModule"), "eventGroups")
    groups = [Group(text(each, "id"), text(each, "title"), text(each, "description")) for each in nodes]
    return join_groups(groups, arms, drugs_in(annotator.names))


def score(labels: Labels, records: Iterable[Node], annotator: Annotator) -> JoinScore:
    """How the joins of the labelled trials stand; ValueError where a labelled group is in none of the records."""
    left, trials = dict(labels), {trial for trial, _ in labels}
    right, marked, wrong = 0, 0, []
    for record in records:
        trial = nct_id(record)
        for join in joins_of(record, annotator) if trial in trials else ():
            wanted = left.pop((trial, join.group.id), None)
            if wanted is None:
                continue
            told = str(join.arm.index) if join.arm else ""
            if join.certainty not in (JOIN_SURE, JOIN_LIKELY):
                marked += 1
            elif told == wanted:
                right += 1
            else:
                wrong.append(f"{trial} {join.group.id}: {told} ({join.certainty}), by hand {wanted or 'none'}")
    if left:
        raise ValueError(f"no record has {sorted(left)[0]}")
    return JoinScore(right, marked, wrong)


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("records", type=Path, nargs="+")
    options = parser.parse_args()
    records = (record for path in options.records for record in read_records(path))
    found = score(read_labels(options.labels), records, Annotator(load_knowledge(), few=True))
    print(f"right or marked {found.share:.3f}: {found.right} right, {found.marked} marked, {len(found.wrong)} wrong")
    print("\n".join(found.wrong))


if __name__ == "__main__":
    main()
