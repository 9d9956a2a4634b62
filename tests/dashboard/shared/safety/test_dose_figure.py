"""The figure of shares over doses: a colour a drug, trials named where they can be, a line where it is earned."""

import pandas as pd

from dashboard.shared.safety.dose_figure import MOST_POINTS, dose_figure, dose_in_words


def points(count: int) -> pd.DataFrame:
    return pd.DataFrame([
        {"nct_id": f"NCT0000000{at}", "group_id": "EG000", "title": "<b>x</b>", "drug": "sirolimus", "at": float(at),
         "share": at / 40, "low": 0.0, "high": 0.6, "affected": at, "at_risk": 40, "term": "Rash"}
        for at in range(1, count + 1)
    ])  # fmt: skip


def test_a_few_points_are_named_and_have_no_line() -> None:
    traces = dose_figure(points(3), "Dose", "Rash").data
    assert [each.mode for each in traces] == ["markers+text"]
    assert list(traces[0].text) == ["NCT00000001", "NCT00000002", "NCT00000003"]
    assert "<b>" not in traces[0].hovertext[0]


def test_many_points_have_a_line_and_are_named_by_a_pointer() -> None:
    traces = dose_figure(points(14), "Dose", "Rash").data
    assert [each.mode for each in traces] == ["markers", "lines"]
    assert "NCT00000001" in traces[0].hovertext[0]


def test_of_very_many_groups_those_with_the_most_people_are_drawn() -> None:
    many = points(2 * MOST_POINTS)
    many["at_risk"] = [40, 80] * MOST_POINTS
    traces = dose_figure(many, "Dose", "Rash").data
    assert list(traces[0].x) == [float(at) for at in range(2, 2 * MOST_POINTS + 1, 2)]
    assert list(traces[1].x) == [1.0, 2.0 * MOST_POINTS]  # the line is of all
    assert f"The {MOST_POINTS} with the most people are drawn" in dose_in_words(many, "Dose")


def test_the_figure_is_told_in_words() -> None:
    assert "3 groups of 3 trials (sirolimus) over Dose, 1 to 3" in dose_in_words(points(3), "Dose")
