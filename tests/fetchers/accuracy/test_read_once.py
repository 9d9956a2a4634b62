"""The labels of trials read by one reader each: well formed, no trial twice, none that has other labels."""

from pathlib import Path

import orjson

from seeds.knowledge import load_knowledge

DATA = Path(__file__).parents[1] / "data"


def test_every_label_names_a_measure_and_no_trial_is_there_twice() -> None:
    measures = {label.id for label in load_knowledge().labels}
    rows = [orjson.loads(line) for line in (DATA / "labels_read_once.jsonl").read_bytes().splitlines()]
    trials = [row["nct"] for row in rows]
    assert trials == sorted(set(trials))
    for row in rows:
        assert {*row["described"], *(each for several in row["units"].values() for each in several)} <= measures
        assert all(row["units"].values()), row["nct"]


def test_no_trial_has_settled_labels_too() -> None:
    names = ("labels_read_once.jsonl", "labels_read.jsonl")
    once, settled = ({orjson.loads(line)["nct"] for line in (DATA / name).read_bytes().splitlines()} for name in names)
    assert not once & settled
