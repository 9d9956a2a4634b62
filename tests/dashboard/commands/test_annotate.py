"""`rapatrials annotate`: what its options mean, what it prints, and the rate and time left that it tells."""

import io
import json
from pathlib import Path

import pytest

from cache.shards.shard import FinishedShard
from dashboard.cli import main
from dashboard.commands.pace import Pace, duration
from tests.cache.shards.records import lines, packed


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return packed(tmp_path / "in", "jsonl", lines(3))


def command(source: Path, out: Path, *more: str) -> list[str]:
    return ["annotate", str(source), "--out", str(out), "--as-of", "2026-11-20", "--workers", "1", *more]


def test_what_came_of_it_is_told_to_people_and_machines(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(source, tmp_path / "out"), {}) == 0
    told = capsys.readouterr()
    assert f"{tmp_path}/out: 3 trials in 1 shards, 0 of which were there." in told.out
    assert "annotating: 100/100" in told.err
    assert main(command(source, tmp_path / "out", "--json", "--quiet"), {}) == 0
    told = capsys.readouterr()
    assert json.loads(told.out).items() >= {"trials": 3, "shards": 1, "there_already": 1, "repeated": 0}.items()
    assert told.err == ""


def test_a_trial_that_stands_twice_is_told(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = packed(tmp_path / "again", "jsonl", lines(1))
    name, *words = command(source, tmp_path / "out", "--quiet")
    assert main([name, str(again), *words], {}) == 0
    assert "1 trials stand in several records" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--workers", "none"], "--workers none: give a number"),
        (["--shard-size", "0"], "--shard-size 0: give a number"),
        (["--as-of", "yesterday"], "--as-of yesterday: write the day"),
        (["--engine", "spark"], "--engine spark: is local, or dask"),
        (["--engine", "dask"], "--engine dask: name a cluster"),
        (["--scheduler", "tcp://head:1"], "--engine local: is local, or dask"),
        (["--seeds", "nowhere"], "--seeds nowhere: is no folder"),
        (["--out", "nowhere://x"], "nowhere://x: cannot be opened"),
    ],
)
def test_an_option_that_makes_no_sense_is_told(
    source: Path, tmp_path: Path, more: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(source, tmp_path / "out", *more), {}) == 2
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def shard(weight: int, trials: int, was_there: bool = False) -> FinishedShard:
    return FinishedShard("one", tuple(map(str, range(trials))), {}, weight, was_there)


def test_the_rate_is_of_what_was_worked_and_the_time_left_of_what_remains() -> None:
    seconds = iter([0.0, 1.0, 11.0])
    stream = io.StringIO()
    pace = Pace(stream, clock=lambda: next(seconds))
    pace.step(shard(500, 1000, was_there=True), 2000)
    assert pace.words == ""  # nothing is known of the pace yet
    pace.step(shard(500, 110), 2000)
    assert pace.words == "10 trials/s, 22 s left"
    assert "annotating: 50/100 10 trials/s, 22 s left" in stream.getvalue()


@pytest.mark.parametrize(("seconds", "words"), [(4.4, "4 s"), (150, "2 min"), (12000, "3 h 20 min")])
def test_a_forecast_is_as_exact_as_it_may_be(seconds: float, words: str) -> None:
    assert duration(seconds) == words
