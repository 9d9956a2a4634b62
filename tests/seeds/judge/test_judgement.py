"""The judge's files are read strictly, and every cue and weight has something to say."""

import shutil
from pathlib import Path

import pytest

from fetchers.measures.judge import BASE
from seeds.errors import SeedError
from seeds.judge.judgement import FOLDER, load_judgement, with_sums


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "judge")
    return tmp_path / "judge"


def test_what_ships_is_well_formed() -> None:
    judgement = load_judgement()
    assert BASE in judgement.weights
    assert {"composite", "one by one", "definition", "adverse events"} <= judgement.cues.keys()
    assert judgement.experience["lipids", "", "", ""][0] > 0


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("cues.csv", "odd,(,no word", "no word"),
        ("cues.csv", "odd,Not,a capital", "no word"),
        ("frames.csv", "odd,subject,,(,,unclosed", "pattern"),
        ("frames.csv", "odd,subject,,,,neither", "1 to 200"),
        ("frames.csv", "odd,subject,Covid,,,a capital", "no part of a text"),
        ("frames.csv", f"long,subject,,{'x' * 201},,too long", "1 to 200"),
        ("frames.csv", "odd,subject,x,,infection|no_measure,a measure that is none", "no_measure"),
        ("frames.csv", "odd,nowhere,x,,,no such place", "place"),
        ("experience.csv", "lipids,ldl,ldl-c,footnote,1,2", "place"),
        ("experience.csv", "lipids,ldl,ldl-c,title,one,2", "whole numbers"),
        ("weights.csv", "in title,heavy", "could not convert"),
        ("weights.csv", "any label,1", "twice"),
    ],
)
def test_a_malformed_line_is_named(copied: Path, file: str, line: str, complaint: str) -> None:
    with (copied / file).open("a", encoding="utf-8") as sheet:
        sheet.write(line + "\n")
    with pytest.raises(SeedError, match=complaint):
        load_judgement(copied)


def test_sums_over_terms_concepts_and_places() -> None:
    sums = with_sums({
        ("lipids", "ldl", "ldl-c", "title"): (3, 1), ("lipids", "ldl", "ldl", "title"): (1, 0),
        ("lipids", "hdl", "hdl", "class"): (2, 2),
    })  # fmt: skip
    assert sums["lipids", "", "", ""] == (6, 3)
    assert sums["lipids", "ldl", "", ""] == (4, 1)
    assert sums["lipids", "ldl", "ldl-c", ""] == (3, 1)
    assert sums["lipids", "", "", "class"] == (2, 2)
