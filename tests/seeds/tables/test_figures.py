"""What columns of figures mean: a figure's own row, then that of any figure."""

from pathlib import Path

import pytest

from seeds.errors import SeedError
from seeds.tables import figures
from seeds.tables.figures import figure_columns, meaning_of


def test_a_column_means_what_its_figure_says() -> None:
    assert "percent" in meaning_of("map", "share")
    assert "fraction" in meaning_of("arms", "share")
    assert meaning_of("arms", "nct_id") == meaning_of("overdue", "nct_id") == "Registry identifier of the trial"
    assert meaning_of("comparison", "NCT01234567") == "The trial of this identifier"
    assert meaning_of("arms", "unheard of") == ""


def test_a_column_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "figure_columns.csv"
    file.write_text("figure,column,meaning\nmap,share,one\nmap,share,two\n", encoding="utf-8")
    monkeypatch.setattr(figures, "PATH", file)
    figure_columns.cache_clear()
    with pytest.raises(SeedError, match="figure_columns.csv: column `map,share` stands twice"):
        figure_columns()
    figure_columns.cache_clear()
