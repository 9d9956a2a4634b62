"""Joins against labels: the scorer on a record made for it, and a hundred groups at random that were read by hand.

How `data/joins_labelled.csv` was labelled: 50 groups of trials of rapalogs and 50 of others, drawn at random among the
trials of several arms (seed 20261130), were read with their arms before the program was asked. A group of several arms
(a crossover's placebo, all who went on) or of none has no arm. First scoring: 85 right, 12 marked uncertain, 3 wrong.
"""

from pathlib import Path

import pytest

from fetchers.annotate import Annotator
from seeds.knowledge import load_knowledge
from tests.conftest import read_records
from tests.fetchers.samples import record, with_results
from tests.judging.joins import read_labels, score

LABELLED_JOINS = Path(__file__).parents[1] / "data" / "joins_labelled.csv"
ARMS = {"armGroups": [{"label": "Sirolimus"}, {"label": "Placebo"}]}
GROUPS = [{"id": "EG000", "title": "Sirolimus"}, {"id": "EG001", "title": "Placebo"}, {"id": "EG002", "title": "xyz"}]


def labels(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text("\n".join(["nct_id,group_id,arm", *lines]) + "\n", encoding="utf-8")
    return path


def test_joins_are_right_marked_or_wrong(tmp_path: Path, sample_annotator: Annotator) -> None:
    made = with_results(record(armsInterventionsModule=ARMS), events={"eventGroups": GROUPS})
    path = labels(tmp_path, "NCT00000001,EG000,0", "NCT00000001,EG001,0", "NCT00000001,EG002,1")
    found = score(read_labels(path), [made], sample_annotator)
    assert (found.right, found.marked, found.wrong) == (1, 1, ["NCT00000001 EG001: 1 (sure), by hand 0"])
    assert found.share == pytest.approx(2 / 3)


def test_labels_that_do_not_fit_are_refused(tmp_path: Path, sample_annotator: Annotator) -> None:
    with pytest.raises(ValueError, match="twice"):
        read_labels(labels(tmp_path, "NCT1,EG000,0", "NCT1,EG000,1"))
    with pytest.raises(ValueError, match="no record"):
        score({("NCT1", "EG000"): "0"}, [], sample_annotator)


@pytest.fixture(scope="module")
def sample_annotator() -> Annotator:
    return Annotator(load_knowledge(), few=True)


@pytest.mark.records
def test_a_hundred_groups_read_by_hand(shared: Path, sample_annotator: Annotator) -> None:
    paths = sorted((shared / "records").glob("*.jsonl.gz"))
    records = (each for path in paths for each in read_records(path))
    assert score(read_labels(LABELLED_JOINS), records, sample_annotator).share >= 0.97
