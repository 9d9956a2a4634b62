"""Posted groups joined to arms by title, description, words and order, with a certainty."""

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
