"""Small files of our own, damaged or odd: read as a stranger's, told, and replaced by the next refresh."""

import random
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from cache.refresh.history import HISTORY_FILE, Attempt, attempts, last_success, oddities, remember
from cache.refresh.progress import Progress, read_progress, write_progress
from cache.store.snapshot import CURRENT, Store
from dashboard.commands.status import lines, state
from seeds.knowledge import Knowledge
from tests.cache.stages import LATER_DATA, NOW, current, stage
from tests.replay_server import small_records


def attempt(ended: datetime, **values: object) -> Attempt:
    stamp = ended.isoformat(timespec="seconds")
    return Attempt(**{"started_at": stamp, "ended_at": stamp, "outcome": "refreshed", "exit_code": 0,
                      "message": "well", **values})  # type: ignore[arg-type]  # fmt: skip


def test_any_damaged_character_of_the_history_costs_its_line_at_most(tmp_path: Path) -> None:
    for hours in range(4):
        remember(tmp_path, attempt(NOW - timedelta(hours=4 - hours)))
    intact, chance = (tmp_path / HISTORY_FILE).read_bytes(), random.Random(1)  # noqa: S311
    for at in range(0, len(intact), 3):
        (tmp_path / HISTORY_FILE).write_bytes(intact[:at] + bytes([chance.randrange(256)]) + intact[at + 1 :])
        assert len(attempts(tmp_path)) >= 2
        last_success(tmp_path, NOW)
        assert lines(state(Store(tmp_path), NOW))


@pytest.mark.parametrize(
    "odd",
    [
        {"ended_at": "yesterday"},
        {"ended_at": "2026-11-21T06:00:00"},
        {"started_at": 5},
        {"message": None},
        {"online": 1},
        {"exit_code": "0"},
        {"exit_code": True},
        {"novelty": 1},
    ],
)
def test_odd_values_of_the_history_are_passed_over_and_told(tmp_path: Path, odd: dict[str, object]) -> None:
    (tmp_path / HISTORY_FILE).write_bytes(orjson.dumps({**asdict(attempt(NOW)), **odd}) + b"\n[1]\n")
    assert attempts(tmp_path) == []
    assert oddities(tmp_path, NOW) == [f"{tmp_path / HISTORY_FILE}: 2 lines cannot be read and are passed over."]
    remember(tmp_path, attempt(NOW))
    assert (attempts(tmp_path), oddities(tmp_path, NOW)) == ([attempt(NOW)], [])


def test_times_ahead_of_the_clock_count_as_unknown_and_are_told_once(tmp_path: Path) -> None:
    remember(tmp_path, attempt(NOW + timedelta(days=365)))
    assert last_success(tmp_path, NOW) is None
    assert "ahead of this machine's clock" in oddities(tmp_path, NOW)[0]
    remember(tmp_path, attempt(NOW))
    assert oddities(tmp_path, NOW) == []
    assert last_success(tmp_path, NOW) == NOW
    hour = NOW + timedelta(hours=1)
    remember(tmp_path, attempt(hour))
    assert last_success(tmp_path, NOW) == hour  # a clock may be an hour off


@pytest.mark.parametrize(
    "odd",
    [
        {"state": "asleep"},
        {"done": "1"},
        {"done": -1},
        {"total": 1.5},
        {"pid": "1"},
        {"phase": None},
        {"message": ["x"]},
        {"started_at": "now"},
        {"updated_at": "9999"},
        {"exit_code": "x"},
    ],
)
def test_an_odd_word_of_progress_is_none(tmp_path: Path, odd: dict[str, object]) -> None:
    stamp = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    word = Progress("done", "annotating", 1, 2, "well", 1, stamp, stamp, 0)
    write_progress(tmp_path, word)
    assert read_progress(tmp_path) == word
    (tmp_path / "refresh.json").write_bytes(orjson.dumps({**asdict(word), **odd}))
    assert read_progress(tmp_path) is None


@pytest.mark.parametrize("pid", [-1, 0, 2**40])
def test_a_running_word_of_no_process_has_failed(tmp_path: Path, pid: int) -> None:
    stamp = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    write_progress(tmp_path, Progress("running", "annotating", 1, 2, "well", pid, stamp, stamp))
    found = read_progress(tmp_path)
    assert found and found.state == "failed"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"../../etc", b"2026"])
def test_a_damaged_pointer_is_mended_by_the_next_refresh(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, content: bytes
) -> None:
    store = Store(tmp_path)
    stage(shared, store, sample_knowledge, small_records(3))
    name = current(store).name
    (tmp_path / CURRENT).write_bytes(content)
    assert stage(shared, store, sample_knowledge, small_records(3)).kind == "nothing_new"
    assert current(store).name == name


def test_a_full_refresh_that_lies_ahead_of_the_clock_is_due(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store = Store(tmp_path)
    stage(shared, store, sample_knowledge, small_records(3), now=NOW + timedelta(days=365))
    assert stage(shared, store, sample_knowledge, small_records(4), LATER_DATA, now=NOW).full
