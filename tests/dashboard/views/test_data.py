"""Pages over a cache that is empty, damaged, newer than the session or half refreshed."""

from pathlib import Path

import pytest

from cache.refresh.progress import Progress, write_progress
from tests.dashboard.sample import write_sample
from tests.dashboard.views.opened import open_page, said


def test_an_empty_cache_opens_on_the_digest_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    text = said(open_page())
    assert "landmark trials as of" in text
    assert "not the registry" in text
    assert "rapatrials refresh" in text


def test_a_failed_refresh_says_how_to_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    then = "2026-03-02T09:00:05+00:00"
    write_progress(tmp_path, Progress("failed", "crawl", 0, 0, "No answer.", 1, then, then, 4))
    assert "The refresh did not succeed: No answer" in said(open_page())


def test_newer_data_are_offered_and_not_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    app = open_page()
    write_sample(tmp_path)
    app.run()
    assert "landmark trials as of" in said(app)
    app.button(key="open_newer").click().run()
    assert not app.exception
    assert "landmark trials as of" not in said(app)
    assert "5 trials, 6 placements" in said(app)


def test_a_damaged_cache_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "current").write_text("no name")
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    app = open_page()
    assert "does not name a snapshot" in said(app)
