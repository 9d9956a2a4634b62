"""The sample as a reader's cache."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.sample import write_sample


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder with the sample as its current snapshot."""
    write_sample(tmp_path)
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    yield tmp_path
