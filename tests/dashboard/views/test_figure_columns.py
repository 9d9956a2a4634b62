"""Every column of every figure that a page offers for download says what it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from seeds.tables.figures import meaning_of
from tests.dashboard.views.opened import open_page

PAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("map", {}),
    ("measure", {"id": "trough_level", "role": "any"}),
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
    assert {"map", "safety", "arms", "claims", "interactions", "sentences", "people", "overdue"} <= set(offered)
