"""Plan and fate of a measure as a small figure."""

from types import SimpleNamespace

from cache.questions.marks import FLOW
from dashboard.views.measure.flow import flow_figure, flow_in_words


def test_the_flow_parts_what_was_registered_by_its_fate() -> None:
    held = dict.fromkeys(FLOW, 0) | {"plans": 5, "plan_reported": 2, "plan_overdue": 3, "unregistered": 2}
    row = SimpleNamespace(**held)
    parts = {trace["name"]: (list(trace["x"]), list(trace["text"])) for trace in flow_figure(row, "here").data}
    assert parts == {"posted": ([2, 2], ["2", "2"]), "no results after twelve months": ([3, 0], ["3", ""])}
    assert sum(x[0] for x, _ in parts.values()) == row.plans
    assert flow_in_words(row, "Phospho-S6") == (
        "5 trials registered Phospho-S6: posted 2, no results after twelve months 3. "
        "2 posted it without registering it."
    )
