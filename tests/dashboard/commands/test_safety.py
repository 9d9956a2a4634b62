"""`rapatrials safety` for machines and people."""

import json
from pathlib import Path

import pytest

from dashboard.cli import main
from tests.dashboard.sample import write_sample


def test_shares_are_told_with_their_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sample(tmp_path)
    assert main(["safety", "stomatitis", "--cache", str(tmp_path)], {}) == 0
    told = capsys.readouterr().out
    assert "40% (8 of 20; 22% to 61%)" in told
    assert "Not medical advice." in told


def test_machines_get_groups_comparisons_and_summaries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sample(tmp_path)
    assert main(["safety", "infection", "--cache", str(tmp_path), "--json"], {}) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["affected"] for each in told["groups"]] == [2, None]
    assert "NCT09000001" in told["not_compared"]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("pneumonai", "No trial here posts a term `pneumonai`. Did you mean `pneumonia`?"),
        ("zzz", "No trial here posts a term `zzz`.\n"),
        ("Pneumonia", ""),
        ("stomatitis", ""),
        ("headache", ""),
    ],
)
def test_a_term_that_nobody_posts_is_told_with_what_may_be_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], event: str, said: str
) -> None:
    write_sample(tmp_path)
    assert main(["safety", event, "--cache", str(tmp_path)], {}) == 0
    told = capsys.readouterr().err
    assert told.startswith(said) if said else told == ""
