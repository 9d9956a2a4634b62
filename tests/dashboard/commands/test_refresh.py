"""The commands of a scheduled job, as a shell calls them: refresh, status, verify, rollback."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from cache.refresh.history import attempts
from cache.refresh.progress import Progress, write_progress
from cache.store.lock import locked
from cache.store.snapshot import Store
from dashboard.cli import main
from dashboard.commands.journal import Journal, utc_now
from tests.cache.stages import LATER_DATA
from tests.replay_elsewhere import ReplayElsewhere
from tests.replay_server import Replay, small_records

SUBMITTED = ("studyFirstSubmitDate", "lastUpdateSubmitDate")  # of which histories are made up


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def call(capsys: pytest.CaptureFixture[str], store: Store, *words: str, **environ: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command over this cache."""
    code = main([words[0], "--cache", str(store.root), *words[1:]], environ)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def answer(capsys: pytest.CaptureFixture[str], store: Store, *words: str) -> Any:
    return orjson.loads(call(capsys, store, *words, "--json")[1])


def test_a_job_sees_codes_one_line_of_json_and_lines_with_time_and_level(
    shared: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with Replay(shared, small_records(12)) as replay:
        words = ("refresh", "--api-url", replay.url, "--json")
        code, out, err = call(capsys, store, *words)
        assert (code, out.count("\n")) == (0, 1)
        assert orjson.loads(out).items() >= {"kind": "refreshed", "trials": 12, "exit_code": 0}.items()
        assert all(line[:4].isdigit() and line.split()[1] == "INFO" for line in err.splitlines())
        assert call(capsys, store, *words, "--quiet")[0::2] == (3, "")
        asked = len(replay.log)
        assert call(capsys, store, *words, "--quiet", "--max-age", "12")[0] == 3
        assert len(replay.log) == asked
        call(capsys, store, *words, "--max-age", "0")
        assert len(replay.log) == asked + 1
    assert [each.outcome for each in attempts(store.root)] == ["refreshed", *["nothing_new"] * 3]
    assert [each.online for each in attempts(store.root)] == [True, True, False, True]


def test_a_failed_attempt_is_remembered_with_its_code(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"RAPATRIALS_TRIES": "1"}
    code, _, err = call(capsys, store, "refresh", "--api-url", "http://127.0.0.1:9/api/v2", **environ)
    assert code == 4
    assert "rapatrials: 127.0.0.1:9 cannot be reached" in err
    found = answer(capsys, store, "status")
    assert found["attempts"][0].items() >= {"outcome": "failed", "exit_code": 4}.items()
    assert (found["current"], found["next_due_at"], found["full_due_at"]) == (None, None, None)


def test_a_killed_attempt_is_remembered_by_the_next(store: Store) -> None:
    store.prepare()
    dead = Progress(
        "running", "fetching", 3, 9, "", 2**22 + 1, "2026-11-20T06:00:00+00:00", "2026-11-20T06:01:00+00:00"
    )
    write_progress(store.root, dead)
    journal = Journal(store, lambda phase, done, total: None)
    journal.end("refreshed", "Fine.", 0, "x")
    assert [(each.outcome, each.exit_code, each.message) for each in attempts(store.root)] == [
        ("stopped", None, "Stopped during fetching (3 of 9)."),
        ("refreshed", 0, "Fine."),
    ]


def test_the_history_is_bounded(store: Store) -> None:
    store.prepare()
    for number in range(103):
        Journal(store, lambda phase, done, total: None).end("nothing_new", f"{number}", 3)
    assert [each.message for each in attempts(store.root)] == [f"{number}" for number in range(3, 103)]


@pytest.mark.parametrize(
    "option", [("--keep", "0"), ("--keep-days", "-1"), ("--max-age", "nan"), ("--full-every", "-2")]
)
def test_a_number_that_makes_no_sense_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    code, _, err = call(capsys, store, "refresh", *option)
    assert (code, option[0] in err) == (2, True)


def test_a_held_cache_is_left_alone(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with locked(store, utc_now()):
        assert call(capsys, store, "refresh")[0] == 9
        assert call(capsys, store, "rollback")[0] == 9


def test_status_verify_and_rollback(shared: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for count, timestamp in ((12, "2026-11-20T09:00:05"), (13, LATER_DATA)):
        with Replay(shared, small_records(count), timestamp=timestamp) as replay:
            assert call(capsys, store, "refresh", "--api-url", replay.url)[0] == 0
    listed = answer(capsys, store, "rollback", "--list")
    assert [(each["trials"], each["is_current"]) for each in listed] == [(13, True), (12, False)]
    assert call(capsys, store, "verify", "--all")[0] == 0
    found = answer(capsys, store, "status")
    assert found["next_due_at"] and found["full_due_at"] and found["disk_bytes"] > found["size_bytes"] > 0
    newer, older = (each["snapshot"] for each in listed)
    assert call(capsys, store, "rollback")[0] == 0
    assert answer(capsys, store, "status")["current"] == older
    assert call(capsys, store, "rollback")[0] == 2
    (store.snapshots / newer / "arms.parquet").write_bytes(b"")
    code, out, _ = call(capsys, store, "verify", newer)
    assert (code, "arms.parquet is missing or not what" in out) == (11, True)
    assert call(capsys, store, "rollback", newer)[0] == 11
    assert call(capsys, store, "verify")[0] == 0
    assert call(capsys, store, "verify", "nosuch")[0] == 2
    assert call(capsys, store, "status")[1].splitlines()[-1].startswith("next due")


def test_the_program_says_it_in_its_exit_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dashboard.start", "verify", "--cache", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (11, "")
    assert "holds no snapshot yet" in ended.stderr


def test_the_code_tells_of_the_registry_and_a_source_that_fails_is_named(
    shared: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    records = small_records(3)
    for each in records:
        each["protocolSection"]["statusModule"] |= dict.fromkeys(SUBMITTED, "2025-01-02")
    with Replay(shared, records) as replay, ReplayElsewhere(shared, records) as elsewhere:
        environ = {**elsewhere.environ, "RAPATRIALS_TRIES": "1"}

        def run() -> tuple[int, str]:
            words = ("refresh", "--api-url", replay.url, "--history", "--articles", "--quiet")
            code, out, _ = call(capsys, store, *words, **environ)
            return code, out

        elsewhere.fail([{"match": "esearch", "status": 500}])
        code, out = run()
        assert code == 0 and out.startswith("Refreshed: 3 trials") and "pubmed: 127.0.0.1" in out
        code, out = run()
        assert code == 3 and out.startswith("Nothing new") and "pubmed: 127.0.0.1" in out
        elsewhere.fail([])
        assert run() == (0, "The registry has not published since (3 trials, data as of 2026-11-20T09:00:05 UTC). "
                            "Asked elsewhere about 3 of 3 trials at pubmed.\n")  # fmt: skip
        assert run()[0] == 3
