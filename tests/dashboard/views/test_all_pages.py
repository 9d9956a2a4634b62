"""What holds for every page."""

import re
from pathlib import Path

import pytest

from tests.dashboard.views.opened import APP, open_page


def test_no_page_lets_html_through_or_reads_with_sql() -> None:
    for path in APP.parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in text, path
        assert "st.html" not in text, path
        if "commands" not in path.parts:
            assert "SELECT " not in text, path


def test_each_page_reads_like_a_table_of_contents() -> None:
    for path in (APP.parent / "views").rglob("page.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 130, path


@pytest.mark.parametrize(
    "name", ["map", "trials", "people", "safety", "claims", "interactions", "reporting", "changes"]
)
def test_no_cell_says_of_a_missing_number_that_it_is_none(cache: Path, name: str) -> None:
    app = open_page(name, role="any")
    words = [str(value) for table in app.dataframe for value in table.value.to_numpy().ravel()]
    assert not [each for each in words if re.search(r"\bnan\b|\bNaT\b", each) and each not in ("nan", "NaT")]
