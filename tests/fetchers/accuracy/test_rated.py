"""The labels of which only doubtful ones were read: well formed, and never both right and wrong."""

from pathlib import Path

from seeds.knowledge import load_knowledge
from tests.fit.rated import rated_as_described, read_rated

FILE = Path(__file__).parents[1] / "data" / "labels_rated.jsonl"


def test_every_verdict_names_a_measure_and_none_contradicts_another() -> None:
    measures = {label.id for label in load_knowledge().labels}
    for trial, row in read_rated(FILE).items():
        right, wrong = (
            {(path, measure) for path, those in row.get(kind, {}).items() for measure in those}
            for kind in ("right", "wrong")
        )
        described, other = set(row.get("described", ())), set(row.get("not_described", ()))
        assert not right & wrong and not described & other, trial
        assert {measure for _, measure in right | wrong} | described | other <= measures, trial


def test_what_nobody_read_counts_only_beyond_doubt() -> None:
    row = {"described": ["frailty"], "not_described": ["lipids"]}
    assert rated_as_described(row, "frailty", 0.01) is True
    assert rated_as_described(row, "lipids", 0.99) is False
    assert [rated_as_described(row, "mortality", chance) for chance in (0.01, 0.5, 0.99)] == [False, None, True]
