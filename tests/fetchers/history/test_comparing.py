"""What became of outcomes between two versions."""

import pytest

from fetchers.history.comparing import RegisteredOutcome, bare, changes, outcomes_of


def outcome(words: str, group: str = "primary", time: str = "Week 4") -> RegisteredOutcome:
    return RegisteredOutcome(group, words, time)


def told(before: list[RegisteredOutcome], now: list[RegisteredOutcome]) -> list[str]:
    return sorted(each.change + ("" if each.is_certain else "?") for each in changes(before, now))


GRIP, SURVIVAL = outcome("Grip strength"), outcome("Overall survival")


def test_same_words_in_another_order_are_no_change() -> None:
    assert told([GRIP, SURVIVAL], [SURVIVAL, GRIP]) == []


def test_added_dropped_moved_and_retimed() -> None:
    assert told([GRIP, SURVIVAL], [SURVIVAL]) == ["dropped"]
    assert told([SURVIVAL], [GRIP, SURVIVAL]) == ["added"]
    assert told([GRIP], [outcome("Grip strength", "secondary")]) == ["moved"]
    assert told([GRIP], [outcome("Grip strength", time="Week 8")]) == ["time_frame_changed"]
    assert told([GRIP], [outcome("Grip strength", "other", "Week 8")]) == ["moved", "time_frame_changed"]


@pytest.mark.parametrize(
    "words",
    ["Assessment of grip strength", "To evaluate grip strength", "Grip strength between the groups", "grip strength"],
)
def test_other_words_for_one_outcome_are_reworded(words: str) -> None:
    assert told([outcome(words)], [GRIP]) == ["reworded"]


def test_likeness_that_is_not_certain_is_marked() -> None:
    assert told([outcome("Grip strength, left hand")], [outcome("Grip strength")]) == ["reworded?"]
    assert told([outcome("Strength of the dominant hand by dynamometer")], [GRIP]) == ["added", "dropped"]


def test_outcomes_of_the_same_wording_are_told_apart_by_time_frame() -> None:
    early, late = outcome("Grip strength", time="Week 4"), outcome("Grip strength", time="Week 52")
    assert told([early, late], [late, early]) == []
    (found,) = changes([early, late], [late])
    assert (found.change, found.before) == ("dropped", early)


def test_another_outcome_in_the_same_place_is_dropped_and_added() -> None:
    assert told([outcome("Clinical frailty scale")], [SURVIVAL]) == ["added", "dropped"]


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("<p>LDL &lt; 70 mg&#x2F;dL</p>", "LDL \\< 70 mg/dL"),
        ("<ul><li>LDL</li><li>HDL</li></ul>", "* LDL\n* HDL"),
        ("Crohn&#x27;s disease_index", "Crohn's disease\\_index"),
    ],
)
def test_html_and_markdown_of_the_same_words_are_the_same(old: str, today: str) -> None:
    assert bare(old) == bare(today)


def test_outcomes_without_a_wording_are_none() -> None:
    module = {
        "primaryOutcomes": [{"measure": "Grip", "timeFrame": "Week 4"}, {}, 3],
        "otherOutcomes": [{"measure": "LDL"}],
    }
    assert outcomes_of(module) == [outcome("Grip"), outcome("LDL", "other", "")]
