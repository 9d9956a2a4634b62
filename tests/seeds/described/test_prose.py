"""The files of the judge of descriptions are read strictly, and every cue decides something."""

import shutil
from pathlib import Path

import pytest

from fetchers.measures.judge import BASE
from fetchers.measures.narrative import INTRODUCING
from seeds.described.prose import ALL_CONCEPTS, FOLDER, load_prose_judgement
from seeds.errors import SeedError


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "described")
    return tmp_path / "described"


def test_what_ships_is_well_formed() -> None:
    judgement = load_prose_judgement()
    assert BASE in judgement.weights
    assert {f"ahead: {each.name}" for each in judgement.cues} >= INTRODUCING
    right, wrong = judgement.experience["lipids", ALL_CONCEPTS]
    assert right > 0 < wrong


def test_every_cue_has_a_weight_somewhere() -> None:
    judgement = load_prose_judgement()
    weighed = {name.split(": ")[-1] for name in judgement.weights}
    assert not {each.name for each in judgement.cues} - weighed


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("cues.csv", "odd,word,(,unclosed", "pattern"),
        ("cues.csv", "odd,two words,,a phrase", "no word"),
        ("cues.csv", f"long,word,{'x' * 201},too long", "1 to 200"),
        ("cues.csv", "aim,x,,a second one", "twice"),
        ("experience.csv", "lipids,ldl_again,one,2", "whole numbers"),
        ("weights.csv", "in summary of a summary,heavy", "could not convert"),
        ("weights.csv", "any label,1", "twice"),
    ],
)
def test_a_malformed_line_is_named(copied: Path, file: str, line: str, complaint: str) -> None:
    with (copied / file).open("a", encoding="utf-8") as sheet:
        sheet.write(line + "\n")
    with pytest.raises(SeedError, match=complaint):
        load_prose_judgement(copied)
