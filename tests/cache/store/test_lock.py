from datetime import UTC, datetime
from pathlib import Path

import pytest

from cache.store.lock import locked
from cache.store.snapshot import Store
from seeds.errors import DiskError, LockError

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


def test_a_second_holder_is_told_who_and_since_when(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with (
        locked(store, NOW),
        pytest.raises(LockError, match=r"process \d+.*since 2026-11-21T06:00:00"),
        locked(store, NOW),
    ):
        pass


def test_a_lock_is_free_again_after_its_holder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(2):
        with locked(store, NOW):
            assert (tmp_path / "lock").read_bytes().startswith(b'{"pid":')


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="Preparing the cache"), locked(Store(tmp_path / "file" / "cache"), NOW):
        pass
