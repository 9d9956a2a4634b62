"""Names of files tell them apart, and a citation's link leads to its page, filters and snapshot."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from dashboard.shared.citations.cite import with_snapshot
from dashboard.shared.downloads import file_stem
from tests.dashboard.sample import write_sample


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(write_sample(tmp_path))


def test_a_files_name_says_what_it_holds_and_differs_with_its_filter(reader: Reader) -> None:
    chosen = [Filters(), Filters(population=("ageing",)), Filters(q="../../etc/passwd \u202e"), Filters(q="x" * 900)]
    chosen += [Filters(q="x" * 901), Filters(sponsor="x" * 900)]
    names = [file_stem("trials", filters, reader) for filters in chosen]
    assert len(set(names)) == len(names)
    assert names[0].startswith("rapatrials-trials-trials-2026-03-02-")
    assert names[1].startswith("rapatrials-trials-in-ageing-2026-03-02-")
    assert all(len(name) < 90 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in names)


def test_a_pinned_link_keeps_the_address_and_names_the_snapshot() -> None:
    made = with_snapshot("http://x/trials", {"population": ["ageing", "lam"], "q": ["a&b"]}, "20260302T090005-0123abcd")
    assert parse_qs(urlsplit(made).query) == {
        "population": ["ageing", "lam"], "q": ["a&b"], "snapshot": ["20260302T090005-0123abcd"],
    }  # fmt: skip
    assert with_snapshot("http://x:1", {}, "new") == "http://x:1/?snapshot=new"
    again = with_snapshot("http://x/", {"snapshot": ["old"]}, "new")
    assert parse_qs(urlsplit(again).query) == {"snapshot": ["new"]}
