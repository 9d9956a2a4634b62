"""Arms: which rapalogs an arm gets and how, against hand-labelled facts and small sentences."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.arms import ArmRow, arm_rows
from fetchers.drug_names import DrugNames
from fetchers.record import protocol
from fetchers.record.protocol import ArmText, InterventionText
from fetchers.record.texts import Texts
from seeds.drugs import load_drugs

FACTS = Path(__file__).with_name("data") / "arms_labelled.csv"


@cache
def names() -> DrugNames:
    return DrugNames(load_drugs())


def rows_of(record: dict) -> list[ArmRow]:
    """The arms of a parsed record, with ambiguous brands judged by the whole record's words."""
    arms, interventions = protocol.arms(record)
    find = partial(names().find, context=Texts(record).lower)
    return arm_rows(protocol.nct_id(record), arms, interventions, find)


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


def facts_of(rows: Iterable[ArmRow]) -> Facts:
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
