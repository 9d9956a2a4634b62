"""Groups that may hold the same people are found, and others are let be."""

from fetchers.groups.overlaps import Posted, overlaps


def found(*groups: tuple[str, int | None], model: str = "PARALLEL", enrolled: int | None = None) -> list[str]:
    return overlaps([Posted(title, people) for title, people in groups], model, enrolled)


def test_arms_of_a_parallel_trial_are_apart() -> None:
    assert found(("Sirolimus", 20), ("Placebo", 21), enrolled=41) == ["", ""]


def test_a_total_is_known_by_its_title_and_its_size() -> None:
    assert found(("Sirolimus", 20), ("Placebo", 21), ("All Study Participants", 41)) == ["", "", "total"]
    assert found(("Total dose 5 mg", 20), ("Placebo", 21)) == ["", ""]


def test_a_total_is_known_by_its_sum() -> None:
    assert found(("Low dose", 7), ("High dose", 9), ("Sirolimus", 16)) == ["", "", "total"]


def test_every_group_of_a_crossover_has_the_same_people() -> None:
    assert found(("Sirolimus", 20), ("Placebo", 20), model="CROSSOVER") == ["crossover", "crossover"]


def test_an_extension_is_left_out_and_what_it_extends_stays() -> None:
    told = found(("Everolimus", 78), ("Placebo", 39), ("Everolimus Open Label Extension", 111))
    assert told == ["", "", "period"]


def test_words_of_time_that_all_groups_share_tell_nothing_apart() -> None:
    assert found(("Sirolimus - Month 12", 20), ("Placebo - Month 12", 20)) == ["", ""]
    assert found(("Sirolimus Month 12", 20), ("Sirolimus Month 24", 20)) == ["period", "period"]


def test_the_same_title_twice_is_left_out() -> None:
    assert found(("Sirolimus", 20), ("sirolimus", 20), ("Placebo", 19)) == ["twice", "twice", ""]


def test_more_people_than_were_enrolled_cannot_be_told_apart() -> None:
    assert found(("Everolimus first", 40), ("Everolimus", 39), enrolled=41) == ["cannot_tell", "cannot_tell"]
    assert found(("CNI", 146), ("Sirolimus", 148), enrolled=293) == ["", ""]


def test_a_single_group_overlaps_with_none() -> None:
    assert found(("All participants", 20), model="CROSSOVER", enrolled=2) == [""]


PARTS = (("Everolimus (blinded + open label)", 274), ("Placebo (open label)", 111), ("Placebo (double blind)", 26))


def test_parts_of_the_time_that_add_up_to_all_who_began_are_of_different_people() -> None:
    assert overlaps([Posted(*each) for each in PARTS], "PARALLEL", 416, 416) == ["", "", ""]


def test_parts_of_the_time_with_more_people_than_began_overlap() -> None:
    groups = [Posted(*each) for each in (*PARTS, ("Everolimus open label extension", 67))]
    assert overlaps(groups, "PARALLEL", 416, 416) == ["period"] * 4
    assert overlaps(groups[:3], "PARALLEL", 416) == ["period"] * 3  # nothing says how many began
