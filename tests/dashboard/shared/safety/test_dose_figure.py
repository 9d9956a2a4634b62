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
    (panel,) = dose_figure(points(3), "Dose", "Rash").panels
    assert [each.name for each in panel.points] == ["NCT00000001", "NCT00000002", "NCT00000003"]
    assert [(each.x, each.y, each.up) for each in panel.points[1:2]] == [(2.0, 5.0, (0.0, 60.0))]
    assert not panel.lines
    assert panel.points[0].told == "NCT00000001\n<b>x</b>\n2.5% (1 of 40), Rash"


def test_many_points_have_a_line_and_are_named_by_a_pointer() -> None:
    drawn = dose_figure(points(14), "Dose", "Rash")
    (panel,) = drawn.panels
    assert [(line.start[0], line.end[0], line.is_dashed) for line in panel.lines] == [(1.0, 14.0, True)]
    assert {each.name for each in panel.points} == {""}
    assert panel.points[0].told.startswith("NCT00000001")
    assert [entry.words for entry in drawn.key] == ["sirolimus", "sirolimus: straight line, weighted by people"]


def test_of_very_many_groups_those_with_the_most_people_are_drawn() -> None:
    many = points(2 * MOST_POINTS)
    many["at_risk"] = [40, 80] * MOST_POINTS
    (panel,) = dose_figure(many, "Dose", "Rash").panels
    assert [each.x for each in panel.points] == [float(at) for at in range(2, 2 * MOST_POINTS + 1, 2)]
    assert (panel.lines[0].start[0], panel.lines[0].end[0]) == (1.0, 2.0 * MOST_POINTS)  # the line is of all
    assert f"The {MOST_POINTS} with the most people are drawn" in dose_in_words(many, "Dose")


def test_the_figure_is_told_in_words() -> None:
    assert "3 groups of 3 trials (sirolimus) over Dose, 1 to 3" in dose_in_words(points(3), "Dose")
