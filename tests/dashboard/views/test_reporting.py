"""A measure's page, reporting, changes and the page about it all."""

from pathlib import Path

import pytest

from tests.dashboard.views.opened import open_page, said


def test_a_measure_shows_definition_rules_years_and_levels(cache: Path) -> None:
    app = open_page("measure", id="trough_level", role="any")
    text = said(app)
    assert "**1** reported" in text
    assert "**2** described only" in text
    assert any(each.label.startswith("How it is found") for each in app.expander)
    levels = next(each.value for each in app.dataframe if "ng/mL" in each.value)
    assert list(levels["ng/mL"]) == [7.5, 11.0]


def test_levels_stand_along_the_dose_of_their_own_arm(cache: Path) -> None:
    app = open_page("measure", id="trough_level", role="any", along="dose")
    assert "1 posted level of 1 trial at what their own arm gives" in said(app)
    assert "Left out: 1 level in ng/mL whose arm" in said(app).replace("\\", "")
    frame = next(each.value for each in app.dataframe if "Arm is" in each.value)
    assert list(frame["Dose"].dropna()) == [2.0] and sorted(frame["Arm is"]) == ["sure", "uncertain"]
    app = open_page("measure", id="trough_level", role="any", along="target", of="sirolimus")
    assert "1 posted level of 1 trial" in said(app)


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("overdue", "**2 of 3** (67%"),
        ("without_values", "1 posted outcome holds no usable value"),
        ("left_out", "0 registered outcomes"),
        ("described", "none of their outcomes"),
    ],
)
def test_reporting_says_what_is_owed(cache: Path, kind: str, fact: str) -> None:
    text = said(open_page("reporting", kind=kind))
    assert fact in text
    assert "a journal article may exist" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("elsewhere", "registered measures without posted results"),
        ("lost", "Over 1 trial whose versions were looked at"),
    ],
)
def test_the_page_reporting_tells_of_gaps_and_losses(cache: Path, kind: str, words: str) -> None:
    assert words in said(open_page("reporting", role="any", kind=kind))


def test_about_names_source_date_and_limits(cache: Path) -> None:
    text = said(open_page("about"))
    assert "2026\\-03\\-02T09:00:05" in text.replace("\\:", ":")
    assert "journal article may exist" in text
