"""What a posted group was given: by its arm, unless its own words say that the arm's links do not hold for it."""

from fetchers.groups.given import NO_RAPALOG, UNTOLD, GroupDrugs, given_in_groups
from fetchers.groups.joins import Arm, Group, Join


def drugs(text: str) -> frozenset[str]:
    return frozenset(name for name in ("everolimus", "sirolimus") if name in text.lower())


ANOTHER = Arm(9, "An arm that gives one", drugs=frozenset({"sirolimus"}))


def given(*joins: tuple[str, str, set[str]], is_crossover: bool = False, description: str = "") -> list[GroupDrugs]:
    """What groups were given, of titles, the labels of their arms, and what those give."""
    made = [
        Join(Group(f"EG{at:03}", title, description), Arm(at, label, drugs=frozenset(held)), "sure", "title")
        for at, (title, label, held) in enumerate(joins)
    ]
    return given_in_groups(made, drugs, is_crossover, [*(join.arm for join in made if join.arm), ANOTHER])


EVEROLIMUS = GroupDrugs(["everolimus"], True)
SIROLIMUS = GroupDrugs(["sirolimus"], True)


def test_a_group_is_given_what_its_arm_is() -> None:
    assert given(("A", "A", {"everolimus"}), ("B", "B", set())) == [EVEROLIMUS, NO_RAPALOG]


def test_a_placebo_group_of_a_crossover_is_not_given_what_its_sequence_gives_later() -> None:
    told = given(
        ("Sirolimus", "sirolimus, placebo at time 2", {"sirolimus"}),
        ("Placebo", "placebo, sirolimus at time 2", {"sirolimus"}),
        is_crossover=True,
    )
    assert told == [SIROLIMUS, NO_RAPALOG]


def test_placebo_beside_a_rapalog_of_everybody_says_nothing_of_the_rapalog() -> None:
    told = given(("Drug X", "X", {"sirolimus"}), ("Placebo", "Placebo", {"sirolimus"}), is_crossover=True)
    assert told == [SIROLIMUS, SIROLIMUS]


def test_a_drug_linked_to_every_arm_is_not_told_of_the_arm_that_goes_on_with_another() -> None:
    told = given(
        ("Everolimus", "Everolimus", {"everolimus"}), ("Calcineurin inhibitor (CNI)", "CNI", {"everolimus"}),
        ("Tacrolimus continuation", "B", {"everolimus"}),
    )  # fmt: skip
    assert told == [EVEROLIMUS, UNTOLD, UNTOLD]


def test_another_drug_beside_the_rapalog_is_no_contradiction() -> None:
    told = given(
        ("Everolimus", "Everolimus", {"everolimus"}), ("Tacrolimus", "Tacrolimus with everolimus", {"everolimus"})
    )
    assert told == [EVEROLIMUS, EVEROLIMUS]


def test_people_on_placebo_who_went_on_to_open_label_treatment_are_no_control() -> None:
    told = given(("Everolimus", "Everolimus", {"everolimus"}), ("Placebo (open label)", "Placebo", set()))
    assert told == [EVEROLIMUS, UNTOLD]


def test_without_an_arm_the_title_tells() -> None:
    joins = [Join(Group("EG000", title), None, "none", "nothing") for title in ("Sirolimus", "Cohort 1")]
    assert given_in_groups(joins, drugs, False, []) == [SIROLIMUS, UNTOLD]


def test_a_group_that_names_a_rapalog_which_its_arm_does_not_cannot_be_told() -> None:
    assert given(("Islets", "Islets", set()), description="Sirolimus keeps the graft.") == [UNTOLD]
    assert given(("Placebo", "Placebo", set()), description="Placebo for sirolimus") == [NO_RAPALOG]
    assert given(("Placebo then everolimus", "Placebo", set())) == [UNTOLD]


def test_all_together_were_given_what_every_arm_gives() -> None:
    def alone(title: str, by_all: set[str], is_crossover: bool = False) -> list[GroupDrugs]:
        join = Join(Group("EG000", title), None, "none", "")
        return given_in_groups([join], drugs, is_crossover, [Arm(0, "A", drugs=frozenset(by_all))])

    for title in ("All Patients", "Study Group", "Total", "All treated participants"):
        assert alone(title, {"sirolimus"}) == [SIROLIMUS], title
        assert alone(title, set()) == alone(title, {"sirolimus"}, is_crossover=True) == [UNTOLD], title
    for title in (
        "Screen failures", "Placebo group", "Control group", "All placebo", "Tacrolimus patients", "Donor participants",
        "Total lymphoid irradiation", "Untreated cohort",
    ):  # fmt: skip
        assert alone(title, {"sirolimus"}) == [UNTOLD], title


def test_where_only_the_description_gives_a_rapalog_no_group_is_without_it() -> None:
    arm = Arm(0, "Vaccine")
    join = Join(Group("EG000", "Vaccine"), arm, "sure", "title")
    assert given_in_groups([join], drugs, False, [arm]) == [UNTOLD]
    assert given_in_groups([join], drugs, False, [arm, ANOTHER]) == [NO_RAPALOG]
