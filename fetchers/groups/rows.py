"""Rows of table `group_arms`: the posted groups of the adverse-event tables, each with its arm and its overlap."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Literal

from fetchers.drugs.given import named_in_prose
from fetchers.drugs.names import DrugNames
from fetchers.groups.given import given_in_groups
from fetchers.groups.joins import REMEMBERED_TITLES, Arm, DrugsIn, Group, join_groups
from fetchers.groups.overlaps import CROSSOVER, Posted, overlaps
from fetchers.record.figures import number_of
from fetchers.record.flow import people_started
from fetchers.record.nodes import Node, child, number, objects, text
from fetchers.record.protocol import ArmText, InterventionText
from fetchers.regimen.arms import ArmDrug
from fetchers.rows import ArmFacts, ArmRow, GroupArmRow, TrialFacts
from fetchers.text.folding import fold


def protocol_arms(
    rows: Iterable[ArmDrug], arms: Sequence[ArmText], interventions: Sequence[InterventionText]
) -> list[Arm]:
    """The trial's arms with the rapalogs given in them."""
    given: dict[int, set[str]] = {}
    for row in rows:
        if row.drug:
            given.setdefault(row.arm_index, set()).add(row.drug)
    return [
        Arm(
            each.index, each.label, each.description,
            " ".join(one.name for one in interventions if each.label in one.arm_labels),
            frozenset(given.get(each.index, ())),
        )
        for each in arms
    ]  # fmt: skip


def drugs_in(names: DrugNames) -> DrugsIn:
    """The rapalogs that a text says are given: not those of "sirolimus-free"."""

    @lru_cache(maxsize=REMEMBERED_TITLES)
    def given(words: str) -> frozenset[str]:
        folded = fold(words)
        return frozenset(match.drug for match in named_in_prose(folded.lower(), names.find(folded)))

    return given


def group_arm_rows(
    record: Node, facts: TrialFacts, arms: Sequence[Arm], given_in: Sequence[ArmRow], drugs: DrugsIn
) -> list[GroupArmRow]:
    """One row per posted group of adverse events of a trial in which a rapalog is given, in the record's order;
    `given_in` are the rows of table `arms`."""
    module = child(record, "resultsSection", "adverseEventsModule")
    nodes = objects(module, "eventGroups")
    if not nodes:
        return []
    groups = [Group(text(each, "id"), text(each, "title"), text(each, "description")) for each in nodes]
    joins = join_groups(groups, arms, drugs)
    people = [people_at_risk(each) for each in nodes]
    posted = [
        Posted(join.group.title, count, join.arm.index if join.arm else None)
        for join, count in zip(joins, people, strict=True)
    ]
    enrolled = facts["enrollment_count"] if facts["enrollment_type"] == "ACTUAL" else None
    reasons = overlaps(posted, facts["intervention_model"], enrolled, people_started(record))
    given = given_in_groups(joins, drugs, facts["intervention_model"] == CROSSOVER, arms)
    threshold, frame = number_of(text(module, "frequencyThreshold")), text(module, "timeFrame")
    rows: list[GroupArmRow] = []
    for join, reason, count, told in zip(joins, reasons, people, given, strict=True):
        rows.append({
            "nct_id": facts["nct_id"],
            "group_id": join.group.id,
            "title": join.group.title,
            "arm_index": join.arm.index if join.arm else None,
            "arm_label": join.arm.label if join.arm else "",
            "certainty": join.certainty,
            "basis": join.basis,
            "drugs": told.drugs,
            "is_with_rapalog": told.is_with_rapalog,
            "overlap": reason,
            "people_count": count,
            "threshold_percent": threshold,
            "time_frame": frame,
            **arm_facts([row for row in given_in if join.arm and row["arm_index"] == join.arm.index]),
        })  # fmt: skip
    return rows


def arm_facts(rows: Sequence[ArmRow]) -> ArmFacts:
    """What is given in an arm; of several rapalogs of it the first by name that says so."""
    in_order = sorted(rows, key=itemgetter("drug"))

    def bound(column: Literal["dose", "trough_low_ng_ml", "trough_high_ng_ml"]) -> float | None:
        return next((row[column] for row in in_order if row[column] is not None), None)

    first = in_order[0] if in_order else None
    return {
        "arm_type": first["type"] if first else "",
        "given": first["interventions"] if first else [],
        "route": first["route"] if first else "",
        "dose": bound("dose"),
        "dose_unit": next((row["dose_unit"] for row in in_order if row["dose"] is not None), ""),
        "frequency": first["frequency"] if first else "",
        "trough_low_ng_ml": bound("trough_low_ng_ml"),
        "trough_high_ng_ml": bound("trough_high_ng_ml"),
    }


def people_at_risk(group: Node) -> int | None:
    """The most people that a group has at risk in any of its tables."""
    counts = [number(group, f"{name}NumAtRisk") for name in ("serious", "other", "deaths")]
    return max((count for count in counts if count is not None), default=None)
