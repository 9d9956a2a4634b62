"""Names of runs, what they leave to each other, and two refreshes at once over a lock that means nothing."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cache.store.leftovers import sweep
from cache.store.lock import OWNER, locked
from cache.store.runs import alive, is_running, this_run
from cache.store.snapshot import Store
from seeds.errors import LockError

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


def other_run() -> str:
    """A run of this machine that has ended."""
    host, _, _ = this_run().rsplit("-", 2)
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    return f"{host}-{int(ended.stdout)}-1"


def test_a_run_goes_on_until_it_ends() -> None:
    host, pid, began = this_run().rsplit("-", 2)
    assert is_running(this_run()) is True
    assert is_running(f"{host}-{pid}-{int(began) + 1}") is False  # the id came again
    assert is_running(other_run()) is False
    assert is_running(f"elsewhere-{pid}-{began}") is None
    assert is_running("draft") is False


@pytest.mark.parametrize("pid", [0, -1, 2**31, 2**70])
def test_odd_process_ids_are_nobody(pid: int) -> None:
    assert not alive(pid)


def test_what_arrived_in_a_run_that_ended_is_taken_over_and_a_living_one_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ended, living = store.all_work / other_run(), store.all_work / f"elsewhere-{os.getpid()}-1"
    for folder in (ended, living):
        (folder / "arrived").mkdir(parents=True)
        (folder / "draft").mkdir()
        (folder / "arrived" / "file").write_text(folder.name)
    (tmp_path / f".current.{os.getpid()}.tmp").write_text("ours")
    sweep(store)
    assert (store.work / "arrived" / "file").read_text() == ended.name
    assert sorted(store.all_work.iterdir()) == sorted([living, store.work])
    assert (living / "draft").is_dir()
    assert (tmp_path / f".current.{os.getpid()}.tmp").exists()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.EIO])
def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(LockError, match="gives no locks.*--cache"), locked(Store(tmp_path), NOW):
        pass


def test_an_owner_that_lives_keeps_others_out_though_locks_mean_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.flock", lambda *args: None)
    tmp_path.joinpath(OWNER).write_text(this_run())
    monkeypatch.setattr("cache.store.lock.this_run", lambda: "host-1-1")
    with pytest.raises(LockError, match="locks mean nothing"), locked(Store(tmp_path), NOW):
        pass


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"somebody", b"x" * 5000])
def test_an_owner_that_is_gone_or_damaged_is_replaced(tmp_path: Path, content: bytes) -> None:
    tmp_path.joinpath(OWNER).write_bytes(content)
    with locked(Store(tmp_path), NOW):
        assert tmp_path.joinpath(OWNER).read_text() == this_run()
    assert not tmp_path.joinpath(OWNER).exists()
