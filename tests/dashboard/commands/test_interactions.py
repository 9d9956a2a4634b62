"""`rapatrials interactions` for machines and people."""

import json
from pathlib import Path

import pytest

from dashboard.cli import main
from seeds.errors import OptionError
from tests.dashboard.sample import write_sample


def run(tmp_path: Path, *words: str) -> int:
    write_sample(tmp_path)
    return main(["interactions", *words, "--cache", str(tmp_path)], {})


def test_agents_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 0
    told = capsys.readouterr().out
    assert next(line.split() for line in told.splitlines() if line.startswith("Ketamine"))[1:] == list("100005")
    assert "Not medical advice." in told


def test_an_agent_is_told_by_its_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "ketamine") == 0
    told = capsys.readouterr().out
    assert "NCT09000001  studied together" in told
    assert "In 5 of 6 trials no criterion, arm or title names it." in told


def test_machines_get_lists_as_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "ketamine", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["studied_together"][0]["rapalogs"] == ["sirolimus"]
    assert told["trials"][0]["status"] == "studied"


def test_an_unknown_agent_is_told_with_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "ketamin") == OptionError.exit_code
    assert "known are cyp3a_inhibitors" in capsys.readouterr().err
