"""Plan and fate of a measure as a small figure."""

from types import SimpleNamespace

from cache.questions.marks import FLOW
from dashboard.views.measure.flow import flow_figure, flow_in_words


def test_the_flow_parts_what_was_registered_by_its_fate() -> None:
    held = dict.fromkeys(FLOW, 0) | {"plans": 5, "plan_reported": 2, "plan_overdue": 3, "unregistered": 2}
    row = SimpleNamespace(**held)
    drawn = flow_figure(row, "here")
    (panel,) = drawn.panels
    assert [(bar.across, sum(bar.up) / 2, bar.text, bar.told) for bar in panel.bars] == [
        ((0, 2), 0, "2", "posted: 2"), ((2, 5), 0, "3", "no results after twelve months: 3"),
        ((0, 2), 1, "2", "posted without registering it: 2"),
    ]  # fmt: skip
    assert [entry.words for entry in drawn.key] == ["posted 2", "no results after twelve months 3"]
    assert panel.y.ticks == [(0, "Registered (5)"), (1, "Never registered (2)")]
    assert panel.bars[1].across[1] == row.plans == panel.x.high
    assert flow_in_words(row, "Phospho-S6") == (
        "5 trials registered Phospho-S6: posted 2, no results after twelve months 3. "
        "2 posted it without registering it."
    )
