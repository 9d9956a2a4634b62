"""Incidence over dose and trough: one figure a group, troughs by the group's arm, no line through a few points."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.dose import dose_points, dosed, posted_troughs, straight_line
from cache.store.snapshot import Store
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import posted, record, with_results


def group(**values: Any) -> dict[str, Any]:
    usual = {
        "nct_id": "NCT1", "group_id": "EG000", "title": "Sirolimus", "drugs": ["sirolimus"], "is_listed": True,
        "affected_other": 3, "overlap": "", "is_with_rapalog": True, "dose": 2.0, "dose_unit": "mg",
        "frequency": "daily", "trough_low_ng_ml": 5.0, "trough_high_ng_ml": 10.0, "arm_index": 0, "share": 0.15,
        "low": 0.05, "high": 0.36, "affected": 3, "at_risk": 20, "term": "Stomatitis",
    }  # fmt: skip
    return usual | values


@pytest.mark.parametrize(
    ("against", "change", "at"),
    [
        ("daily_dose", {}, 2),
        ("daily_dose", {"frequency": "twice_daily"}, 4),
        ("daily_dose", {"frequency": "weekly"}, None),
        ("daily_dose", {"dose_unit": "mg/m2"}, None),
        ("weekly_dose", {"frequency": "weekly"}, 2),
        ("target_trough", {}, 7.5),
        ("target_trough", {"trough_high_ng_ml": None}, None),
        ("posted_trough", {}, 6.5),
        ("posted_trough", {"arm_index": None}, None),
        ("daily_dose", {"overlap": "total"}, None),
        ("daily_dose", {"is_with_rapalog": None}, None),
        ("daily_dose", {"affected_other": None}, None),
        ("daily_dose", {"is_listed": False}, None),
    ],
)
def test_a_group_stands_where_one_figure_is_stated(against: str, change: dict[str, Any], at: float | None) -> None:
    points = dose_points(dosed(pd.DataFrame([group(**change)], dtype=object)), against, {("NCT1", 0): 6.5})
    assert list(points["at"]) == ([] if at is None else [at])


def test_no_line_is_drawn_through_a_few_points() -> None:
    rows = [{"nct_id": f"NCT{at}", "at": float(at), "share": at / 20, "at_risk": 20} for at in range(1, 11)]
    assert straight_line(pd.DataFrame(rows)) == (pytest.approx(0, abs=1e-9), pytest.approx(0.05))
    assert straight_line(pd.DataFrame(rows[:9])) is None
    assert straight_line(pd.DataFrame(rows).assign(nct_id="NCT1")) is None
    assert straight_line(pd.DataFrame(rows).assign(at=1.0)) is None


def test_a_posted_trough_is_that_of_the_arm_whose_group_it_is(sample_knowledge: Knowledge, tmp_path: Path) -> None:
    arms = [{"label": "Low dose", "description": "sirolimus 1 mg daily"}, {"label": "Placebo"}]
    outcome = posted("Sirolimus trough level", "7.1") | {"groups": [{"id": "OG000", "title": "Sirolimus Low Dose"}]}
    made = with_results(record(armsInterventionsModule={"armGroups": arms}), [outcome])
    snapshot = make_snapshot(Store(tmp_path), [made], sample_knowledge, "2026-11-20T09:00:05")
    assert posted_troughs(Reader(snapshot), Filters()) == {("NCT00000001", 0): 7.1}
