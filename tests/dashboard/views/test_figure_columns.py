"""Every column of every figure that a page offers for download says what it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from cache.filters.filters import Filters
from cache.questions.measure import outcome_titles
from cache.questions.reader import Reader
from cache.store.snapshot import Store
from seeds.tables.figures import WILD, figure_columns, meaning_of
from tests.dashboard.views.opened import open_page

PAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("map", {}),
    ("measure", {"id": "trough_level", "role": "any"}),
    ("measure", {"id": "trough_level", "role": "any", "along": "dose"}),
    *(("reporting", {"role": "any", "kind": kind}) for kind in (
        "overdue", "without_values", "left_out", "described", "elsewhere", "lost",
    )),
    *(("changes", {"role": "any", "kind": kind}) for kind in ("", "relabelled")),
    *(("safety", {"role": "any", "event": event}) for event in ("stomatitis", "headache")),
    ("claims", {"role": "any"}),
    ("interactions", {"role": "any", "agent": "cyp3a_inhibitors"}),
    ("people", {"role": "any"}),
    ("compare", {"role": "any", "nct": ["NCT09000001", "NCT09000002"]}),
)  # fmt: skip


OFFERED = {
    "arms", "changes", "claims", "combined", "comparison", "described", "dose", "doses", "elsewhere", "interactions",
    "levels", "lost", "lost_outcomes", "map", "overdue", "people", "safety", "sentences", "sponsors", "without_values",
    "years",
}  # fmt: skip
UNSEEN = {"titles", "left_out"}  # of a part that opens on a click, and of outcomes that the sample does not have


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], pd.DataFrame]]:
    """By the name of a figure, what makes its frame, as the pages hand both to the buttons."""
    found: dict[str, Callable[[], pd.DataFrame]] = {}

    def button(label: str, data: Any = None, *_: Any, **others: Any) -> bool:
        arguments = getattr(data, "args", ())
        if len(arguments) > 3 and isinstance(arguments[3], tuple):
            found[arguments[3][0]] = arguments[1]
        return False

    monkeypatch.setattr(st, "download_button", button)
    return found


def test_every_column_has_a_meaning(cache: Path, offered: dict[str, Callable[[], pd.DataFrame]]) -> None:
    blank = set()
    for name, params in PAGES:
        open_page(name, **params)
    for figure, make in offered.items():
        blank |= {(figure, str(column)) for column in make() if not meaning_of(figure, str(column))}
    assert blank == set()
    assert set(offered) == OFFERED


def test_every_row_of_the_list_is_of_a_figure() -> None:
    assert {figure for figure, _ in figure_columns()} <= {WILD, *OFFERED, *UNSEEN}


def test_columns_that_the_sample_does_not_draw_have_a_meaning(cache: Path) -> None:
    snapshot = Store(cache).current()
    assert snapshot
    drawn = outcome_titles(Reader(snapshot), Filters(), "trough_level").rows
    assert [column for column in drawn if not meaning_of("titles", column)] == []
