"""Arms: which rapalogs an arm gets and how, against hand-labelled facts and small sentences.

How `data/arms_labelled.csv` was labelled, from the arm's label and description and its linked interventions:
a rapalog is given where a linked intervention or the arm's text names it as given, by generic, brand or code; routes
are those of `seeds/regimen/rules.py`, stated or implied by the form or device; the dose is one administration's of the
lasting regimen (after a load or a stated first time; adults before children), empty for ranges, choices, dose levels;
frequency is the first stated of the regimen, days 1, 8 and 15 are weekly, days of a longer cycle intermittent_other;
of successive target ranges the first stated counts; the arm's own words go before those of its interventions.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.drugs.names import DrugNames
from fetchers.record import protocol
from fetchers.record.protocol import ArmText, InterventionText
from fetchers.record.texts import Texts
from fetchers.regimen.arms import ArmDrug, arm_drugs
from seeds.drugs.names import load_drugs

FACTS = Path(__file__).parents[1] / "data" / "arms_labelled.csv"


@cache
def names() -> DrugNames:
    return DrugNames(load_drugs())


def rows_of(record: dict) -> list[ArmDrug]:
    """The arms of a parsed record, with ambiguous brands judged by the whole record's words."""
    arms, interventions = protocol.arms(record)
    find = partial(names().find, context=Texts(record).lower)
    return arm_drugs(protocol.nct_id(record), arms, interventions, find)


Key = tuple[str, str, str]
Facts = dict[Key, dict[str, str]]
FIELDS = {
    "frequency": ("frequency",),
    "route": ("route",),
    "dose": ("dose", "dose_unit"),
    "trough": ("trough_low_ng_ml", "trough_high_ng_ml"),
}


def number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def facts_of(rows: Iterable[ArmDrug]) -> Facts:
    return {
        (row.nct_id, str(row.arm_index), row.drug): {
            "frequency": row.frequency, "route": row.route, "dose": number(row.dose), "dose_unit": row.dose_unit,
            "trough_low_ng_ml": number(row.trough_low_ng_ml), "trough_high_ng_ml": number(row.trough_high_ng_ml),
        }
        for row in rows
    }  # fmt: skip


def labelled() -> Facts:
    with FACTS.open(encoding="utf-8", newline="") as sheet:
        return {(row["nct_id"], row["arm_index"], row["drug"]): row for row in csv.DictReader(sheet)}


def is_dev(nct_id: str) -> bool:
    """Half of the trials, those that rules were written against."""
    return int(hashlib.sha256(nct_id.encode()).hexdigest(), 16) % 2 == 0


def compare(truth: Facts, read: Facts) -> tuple[dict[str, Counter], list[str]]:
    """Right, wrong and missed per field, and a line for each that is not right.

    A drug counts once per arm. A field counts where the label or the reading states it; a reading other than the label
    is wrong and, where the label states the field, also missed.
    """
    scores = {name: Counter() for name in ("drug", *FIELDS)}
    notes: list[str] = []
    arms = {key[:2] for key in truth}
    for key in sorted({*truth, *(key for key in read if key[:2] in arms)}):
        if key[2]:
            outcome = ("right" if key in read else "missed") if key in truth else "wrong"
            scores["drug"][outcome] += 1
            if outcome != "right":
                notes.append(f"{outcome} drug {key}")
        for name, columns in FIELDS.items():
            said = tuple(truth.get(key, {}).get(column, "") for column in columns)
            got = tuple(read.get(key, {}).get(column, "") for column in columns)
            if said == got:
                scores[name]["right"] += any(said)
                continue
            scores[name]["wrong"] += any(got)
            scores[name]["missed"] += any(said)
            notes.append(f"{name} {key}: labelled {said}, read {got}")
    return scores, notes


def precision(score: Counter) -> float:
    return score["right"] / ((score["right"] + score["wrong"]) or 1)


def recall(score: Counter) -> float:
    return score["right"] / ((score["right"] + score["missed"]) or 1)


@pytest.mark.records
def test_readings_agree_with_the_labels(rapalog_records: list[dict]) -> None:
    read = facts_of(row for record in rapalog_records for row in rows_of(record))
    for dev in (True, False):
        truth = {key: facts for key, facts in labelled().items() if is_dev(key[0]) == dev}
        scores, notes = compare(truth, read)
        told = "\n".join(notes)
        for name, bar in {"drug": 0.90, "frequency": 0.90, "route": 0.90, "dose": 0.85, "trough": 0.85}.items():
            assert precision(scores[name]) >= 0.95, told
            assert recall(scores[name]) >= bar, told


@pytest.mark.records
def test_evidence_quotes_the_record(rapalog_records: list[dict]) -> None:
    for record in rapalog_records:
        for row in rows_of(record):
            for each in row.evidence:
                assert at(record, each.quote.path)[each.quote.start : each.quote.end] == each.quote.words != ""


def at(node: object, path: str) -> str:
    """The string at a path such as `armGroups[0].label`."""
    for step in path.replace("[", ".[").split("."):
        node = node[int(step[1:-1])] if step.startswith("[") else node[step]  # type: ignore[index]
    assert isinstance(node, str)
    return node


def read(arms: list[ArmText], interventions: list[InterventionText]) -> list[tuple[int, str, float | None, str, str]]:
    rows = arm_drugs("NCT00000000", arms, interventions, names().find)
    return [(row.arm_index, row.drug, row.dose, row.frequency, row.route) for row in rows]


def test_an_arm_says_more_than_a_shared_intervention() -> None:
    arms = [
        ArmText(0, "Low", description="Sirolimus 2 mg daily"),
        ArmText(1, "High", description="Sirolimus 4 mg daily"),
    ]
    shared = InterventionText(0, "Sirolimus", "DRUG", "3 mg weekly by mouth", arm_labels=("Low", "High"))
    assert read(arms, [shared]) == [(0, "sirolimus", 2, "daily", "oral"), (1, "sirolimus", 4, "daily", "oral")]


def test_a_shared_text_gives_only_what_all_its_groups_share() -> None:
    arms = [ArmText(0, "A"), ArmText(1, "B")]
    shared = InterventionText(
        0, "Sirolimus", "DRUG", "Group 1: 5 mg daily. Group 2: 9 mg weekly", arm_labels=("A", "B")
    )
    assert read(arms, [shared]) == [(0, "sirolimus", None, "", ""), (1, "sirolimus", None, "", "")]


def test_a_range_in_the_arm_is_not_filled_from_elsewhere() -> None:
    arms = [ArmText(0, "A", description="Sirolimus 2-4 mg daily")]
    assert read(arms, [InterventionText(0, "Sirolimus", "DRUG", "2 mg daily", arm_labels=("A",))])[0][2] is None


def test_a_placebo_arm_gets_no_rapalog() -> None:
    arms = [ArmText(0, "Placebo", "PLACEBO_COMPARATOR", "may continue with open-label everolimus 5 mg daily")]
    placebo = InterventionText(0, "Everolimus Placebo", "DRUG", "matching everolimus", arm_labels=("Placebo",))
    assert read(arms, [placebo]) == [(0, "", None, "", "")]


def test_a_stent_has_a_route_and_no_dose() -> None:
    arms = [
        ArmText(0, "DES", description="Sirolimus-eluting stent, with nitroglycerin 0.2 mg and aspirin 100 mg daily")
    ]
    stent = InterventionText(0, "Sirolimus-eluting stent", "DEVICE", arm_labels=("DES",))
    assert read(arms, [stent]) == [(0, "sirolimus", None, "", "stent")]


def test_another_drug_with_a_rapalog_among_its_other_names_is_none() -> None:
    slip = InterventionText(0, "Bevacizumab", "DRUG", "10 mg/kg", ("Torisel",), ("A",))
    assert read([ArmText(0, "A")], [slip]) == [(0, "", None, "", "")]


def test_an_arm_without_a_rapalog_keeps_its_row() -> None:
    assert read([ArmText(0, "Control")], []) == [(0, "", None, "", "")]


def test_interventions_that_contradict_each_other_leave_the_dose_open() -> None:
    arms = [ArmText(0, "Sirolimus")]
    both = [
        InterventionText(0, "Sirolimus", "DRUG", "tablets, 2 mg, daily", arm_labels=("Sirolimus",)),
        InterventionText(1, "Sirolimus high", "DRUG", "tablets, 4 mg, daily", arm_labels=("Sirolimus",)),
    ]
    assert read(arms, both)[0][2] is None
    assert read([ArmText(0, "Sirolimus", description="2 mg daily")], both)[0][2] == 2
    assert read(arms, both[:1])[0][2] == 2


ANY = st.one_of(
    st.text(), st.sampled_from(["Sirolimus 2 mg daily", "everolimus", "placebo", "XIENCE stent", "RAD001 10mg"])
)


@given(st.lists(st.tuples(ANY, ANY), max_size=3), st.lists(st.tuples(ANY, ANY, ANY), max_size=3))
def test_any_arms_are_read_without_error(
    arms: list[tuple[str, str]], interventions: list[tuple[str, str, str]]
) -> None:
    groups = [ArmText(index, label, "EXPERIMENTAL", words) for index, (label, words) in enumerate(arms)]
    labels = tuple(label for label, _ in arms)
    given_in = [
        InterventionText(index, name, "DRUG", words, (other,), labels)
        for index, (name, words, other) in enumerate(interventions)
    ]
    rows = arm_drugs("NCT00000000", groups, given_in, names().find)
    assert {row.arm_index for row in rows} == set(range(len(arms)))
    for row in rows:
        for each in row.evidence:
            assert each.quote.end - each.quote.start == len(each.quote.words) > 0
