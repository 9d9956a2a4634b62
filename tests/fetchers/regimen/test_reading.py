"""Regimens read from one text about one drug: sentence tables, and a property over any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.drugs.names import DrugNames
from fetchers.drugs.owners import named_drugs
from fetchers.regimen.reading import Regimen, names_groups, read_regimen
from fetchers.text.folding import fold
from seeds.drugs.names import load_drugs

NAMES = DrugNames(load_drugs())


def read(text: str, drug: str = "sirolimus") -> Regimen:
    return read_regimen(text, drug, named_drugs(fold(text), NAMES.find(text)), drug)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sirolimus 6 mg once weekly", (6, "mg", "weekly", "", None, None)),
        ("2 mg/day then adjusted to a trough of 5-15 ng/mL", (2, "mg", "daily", "", 5, 15)),
        ("sirolimus 0.2% gel", (0.2, "%", "", "topical", None, None)),
        ("intravitreal sirolimus 440 µg", (440, "ug", "", "intravitreal", None, None)),
        ("10 mg PO QD days 1-28", (10, "mg", "daily", "oral", None, None)),
        ("25 mg IV over 30-60 min weekly", (25, "mg", "weekly", "intravenous", None, None)),
        ("1 mg b.i.d.", (1, "mg", "twice_daily", "", None, None)),
        ("1 mg qod", (1, "mg", "every_other_day", "", None, None)),
        ("50 mg on days 1, 8, 15", (50, "mg", "weekly", "", None, None)),
        ("5 mg every 3 weeks", (5, "mg", "intermittent_other", "", None, None)),
        ("12.5 mg IV daily x 5 days every 2 weeks", (12.5, "mg", "intermittent_other", "intravenous", None, None)),
        ("10 mg daily, days 1-14 of a 21-day cycle", (10, "mg", "intermittent_other", "", None, None)),
        ("40 mg once daily for 5 days followed by 2 days off", (40, "mg", "intermittent_other", "", None, None)),
        ("175 mg weekly for 3 weeks then 75 mg weekly", (75, "mg", "weekly", "", None, None)),
        ("loading dose 6 mg then 2 mg/day", (2, "mg", "daily", "", None, None)),
        ("2 mg QD for the first day, then 1 mg QD", (1, "mg", "daily", "", None, None)),
        ("5 mg/day divided in 2 equal doses (i.e. 2.5 mg b.i.d.)", (2.5, "mg", "twice_daily", "", None, None)),
        ("0.15 mg/kg/d in two divided doses", (0.075, "mg/kg", "twice_daily", "", None, None)),
        ("1.0 mg twice a day (bid, 2 mg daily dose)", (1, "mg", "twice_daily", "", None, None)),
        ("2 mg tablets, one tablet daily", (2, "mg", "daily", "oral", None, None)),
        (
            "20 mg/m2 twice daily PO for 14 days, repeat every 3 weeks",
            (20, "mg/m2", "intermittent_other", "oral", None, None),
        ),
        (
            "daily for 28 days followed by 14 days of therapy free period",
            (None, "", "intermittent_other", "", None, None),
        ),
        ("25 milligrams per meter squared weekly", (25, "mg/m2", "weekly", "", None, None)),
        ("a single 6 mg oral dose", (6, "mg", "single", "oral", None, None)),
        ("single dose on days 1 and 26", (None, "", "single", "", None, None)),
        ("10 mg/d. The dose may be reduced to 5 mg/d", (10, "mg", "daily", "", None, None)),
        ("C0 target 6-10 ng/ml", (None, "", "", "", 6, 10)),
        ("whole blood levels between 4 and 12 ng/mL", (None, "", "", "", 4, 12)),
        ("12-15 ng/mL for 3 months and 7-12 ng/mL thereafter", (None, "", "", "", 12, 15)),
    ],
)
def test_a_regimen_is_read(text: str, expected: tuple[object, ...]) -> None:
    assert read(text)[:6] == expected


@pytest.mark.parametrize(
    ("text", "left_open"),
    [
        ("2-4 mg", {"dose"}),
        ("5 or 10 mg", {"dose"}),
        ("Dose level 1: 5 mg; dose level 2: 10 mg", {"dose"}),
        ("tacrolimus 2 mg daily", set()),
        ("the dose is adjusted to blood levels, measured weekly", set()),
        ("5 mg tablets in blister packs", set()),
    ],
)
def test_what_a_text_leaves_open_stays_empty(text: str, left_open: set[str]) -> None:
    regimen = read(text)
    assert (regimen.dose, regimen.frequency) == (None, "")
    assert regimen.open == left_open


def test_a_frequency_outside_the_vocabulary_is_left_open() -> None:
    regimen = read("5 mg three times daily")
    assert (regimen.frequency, regimen.open) == ("", {"frequency"})


def test_groups_of_a_shared_text() -> None:
    assert names_groups("Group 1: 5-8 ng/mL, Group 2: 2-5 ng/mL")
    assert not names_groups("Group 1 only")


WORDS = st.sampled_from(
    ["sirolimus", "everolimus", "tacrolimus", "mg", "ng/mL", "%", "gel", "daily", "bid", "weekly", "day", "days", "1",
     "8", "15", "-", "to", "or", "and", ",", ".", "(", "/", "load", "then", "tablets", "two", "every", "2.5",
     "10", "\n", "İ"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=30).map("".join)))
def test_any_text_is_read_without_error_and_quoted_exactly(text: str) -> None:
    regimen = read(text)
    assert all(0 <= span.start < span.end <= len(text) for span in regimen.evidence)
    fields = {span.field for span in regimen.evidence}
    assert ("dose" in fields) == (regimen.dose is not None)
    assert ("frequency" in fields) == bool(regimen.frequency)
    assert ("route" in fields) == bool(regimen.route)
