"""Posted groups joined to arms by title, description, words and order, with a certainty."""

import os
import subprocess
import sys

import pytest

from fetchers.groups.joins import Arm, Group, join_groups

ARMS = [
    Arm(0, "Arm A", "Everolimus 5 mg daily", "Everolimus Tacrolimus", frozenset({"everolimus"})),
    Arm(1, "Arm B", "Matching tablets", "Placebo Tacrolimus"),
]


def drugs(text: str) -> frozenset[str]:
    return frozenset(name for name in ("everolimus", "sirolimus") if name in text.lower())


def joined(titles: list[str], arms: list[Arm] = ARMS, descriptions: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    groups = [Group(f"EG{at:03}", title, descriptions[at] if descriptions else "") for at, title in enumerate(titles)]
    return [
        (each.arm.index if each.arm else None, each.certainty, each.basis) for each in join_groups(groups, arms, drugs)
    ]


def test_the_same_title_in_other_capitals_is_sure_whatever_the_order() -> None:
    assert joined(["ARM B", "arm a"]) == [(1, "sure", "title"), (0, "sure", "title")]


def test_the_same_description_is_sure() -> None:
    told = joined(["One", "Two"], descriptions=("Matching tablets", "Everolimus 5 mg daily"))
    assert told == [(1, "sure", "description"), (0, "sure", "description")]


def test_what_is_given_tells_arms_apart_that_are_called_by_letters() -> None:
    told = joined(["Placebo + Tacrolimus", "Everolimus + Tacrolimus"])
    assert [each[0] for each in told] == [1, 0]
    assert {each[1] for each in told} <= {"sure", "likely"}


def test_order_alone_is_uncertain() -> None:
    told = joined(["First", "Second"], [Arm(0, "1"), Arm(1, "2")])
    assert told == [(0, "uncertain", "order"), (1, "uncertain", "order")]


def test_the_last_group_left_is_likely_the_last_arm_left() -> None:
    assert joined(["Arm A", "Controls"])[1] == (1, "likely", "order")


def test_a_drug_that_the_arm_does_not_give_is_no_join() -> None:
    assert joined(["Arm A", "Sirolimus"])[1] == (None, "none", "nothing")


def test_groups_of_a_single_arm_are_its_own() -> None:
    assert joined(["Anything"], ARMS[:1]) == [(0, "sure", "only_arm")]
    assert joined(["Cohort 1", "Cohort 2"], ARMS[:1]) == [(0, "likely", "only_arm")] * 2


@pytest.mark.parametrize("arms", [[], ARMS])
def test_groups_without_words_or_arms_are_joined_to_none(arms: list[Arm]) -> None:
    assert joined([""], arms) == [(None, "none", "nothing")]


def test_no_join_hangs_on_the_order_in_which_a_process_keeps_words() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", LIKENESS], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(1, 9)
    }  # fmt: skip
    assert len(told) == 1


LIKENESS = """
from fetchers.groups.joins import Arm, Group, join_groups
given = "Intravenous Norepinephrine Infusion"
arms = [Arm(0, "Baseline", "Baseline values measured at various tilt angles, so that each participant may serve as "
            "their own control."),
        Arm(1, "Saline infusion", "Subjects received a saline IV infusion as a placebo, while measurements were taken "
            "at various tilt angles.", given),
        Arm(2, "Norepinephrine Infusion", "Subjects were given an norepinephrine infusion at various tilt angles, "
            "while measurements were taken.", given)]
words = ("The participants are subjects with neurogenic orthostatic hypotension associated with Parkinson disease or "
         "pure autonomic failure with measurements taken at varying tilt angles under two separate conditions, i.e., "
         "following IV administration of {}, followed by IV administration of {}.")
groups = [Group("EG000", "Baseline"),
          Group("EG001", "Saline, Then Norepinephrine", words.format("saline", "norepinephrine")),
          Group("EG002", "Norepinephrine, Then Saline", words.format("norepinephrine", "saline"))]
for join in join_groups(groups, arms, lambda _: frozenset()):
    print(join.arm, join.certainty, join.likeness)
"""
