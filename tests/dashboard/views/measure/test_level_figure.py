"""Posted levels by trial: where they and their target ranges stand, and what a pointer reads."""

import pandas as pd

from dashboard.views.measure.level_figure import MOST_TRIALS, levels_figure, levels_in_words
from tests.dashboard.sample import HOSTILE

LEVELS = pd.DataFrame(
    {"nct_id": ["NCT1", "NCT1", "NCT2", "NCT3"], "value_ng_ml": [5.0, 7.5, None, 0.5],
     "spread_ng_ml": [1.0, None, None, 2.0], "low": [4.0, 4.0, None, None], "high": [9.0, 9.0, None, None],
     "value": ["5", "7.5", "x", "0.5"], "unit": "ng/mL", "param_type": "MEAN", "group_title": HOSTILE,
     "class_title": "", "category_title": ""}
)  # fmt: skip


def test_levels_stand_on_the_line_of_their_trial_with_its_target_range() -> None:
    (panel,) = levels_figure(LEVELS, "Caption").panels
    assert [(each.x, each.y, each.across) for each in panel.points] == [
        (5.0, 0, (4.0, 6.0)), (7.5, 0, None), (0.5, 1, (0.0, 2.5)),
    ]  # fmt: skip
    assert [bar.across for bar in panel.bars] == [(4.0, 9.0)]
    assert panel.y.ticks == [(0, "NCT1"), (1, "NCT3")]
    assert panel.x.high > 9


def test_a_pointer_reads_the_words_as_they_are() -> None:
    read = levels_figure(LEVELS, "Caption").panels[0].points[0].told.split("\n")
    assert (read[0], read[-1]) == ("NCT1", "5 ng/mL, mean")
    assert HOSTILE.startswith(read[1].removesuffix(" …"))


def test_no_more_trials_are_drawn_than_can_be_read() -> None:
    many = pd.concat([LEVELS.iloc[:1].assign(nct_id=f"NCT{number}") for number in range(MOST_TRIALS + 5)])
    assert len(levels_figure(many, "Caption").panels[0].points) == MOST_TRIALS


def test_the_levels_are_said_in_words() -> None:
    assert levels_in_words(LEVELS).startswith("3 posted levels of 2 trials, 0.5 to 7.5 ng/mL")
