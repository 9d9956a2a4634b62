"""A refresh beside a reader: its progress is shown, and newer data are offered, never forced."""

import os
from pathlib import Path

from playwright.sync_api import Browser, expect

from cache.refresh.progress import Progress, write_progress
from tests.browser.conftest import main_text, serving, watched
from tests.dashboard.sample import write_sample


def test_the_first_refresh_shows_its_progress_and_offers_what_it_brought(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as site, watched(chromium, site) as visit:
        page = visit("/")
        assert "landmark trials as of" in main_text(page)
        now = "2026-03-02T09:00:05+00:00"
        write_progress(tmp_path, Progress("running", "crawl", 1200, 4800, "", os.getpid(), now, now, None))
        expect(page.get_by_text("First refresh: crawl 1,200 of 4,800")).to_be_visible()
        write_sample(tmp_path)
        expect(page.get_by_text("The whole set is here: 6 trials as of 2026-03-02.")).to_be_visible()
        assert "landmark trials as of" in main_text(page)
        page.get_by_role("button", name="Open them").click()
        expect(page.get_by_text("5 trials, 6 placements")).to_be_visible()
        expect(page.get_by_text("landmark trials as of")).to_have_count(0)


def test_newer_data_are_offered_to_somebody_who_only_reads(chromium: Browser, tmp_path: Path) -> None:
    write_sample(tmp_path)
    with serving(tmp_path) as site, watched(chromium, site) as visit:
        page = visit("/trials?population=ageing")
        write_sample(tmp_path, data_timestamp="2026-04-02T09:00:05")
        expect(page.get_by_text("Newer data are here: 6 trials as of 2026-04-02.")).to_be_visible()
        assert "data as of 2026-03-02" in main_text(page)
        page.get_by_role("button", name="Open them").click()
        expect(page.get_by_text("data as of 2026-04-02")).to_be_visible()
        expect(page.get_by_text("3 trials in Ageing")).to_be_visible()
