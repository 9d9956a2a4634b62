"""Every kind of change is told in words that need no codes."""

import pytest

from cache.exports.change_words import told_change
from cache.questions.changes import CHANGE_KINDS

NAMES = {"phospho_s6": "Phospho-S6"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("new", "", "", "A title"), "new trial: A title"),
        (("removed", "", "A title", "gone"), "left the registry's answer (gone): A title"),
        (("results_posted", "has_results", "", "2012-03-15"), "results posted on 2012-03-15"),
        (("status", "overall_status", "RECRUITING", "NOT_YET_RECRUITING"),
         "recruitment status: recruiting → not yet recruiting"),
        (("status", "why_stopped", "", "No MONEY"), "reason for stopping: none → No MONEY"),
        (("dates", "start_date", "2015-03", "2015-05"), "start: 2015-03 → 2015-05"),
        (("enrolment", "enrollment_count", "40", "48"), "participants: 40 → 48"),
        (("outcome_added", "path", "", "Grip"), "outcome registered: Grip"),
        (("outcome_dropped", "path", "Grip", ""), "registered outcome gone: Grip"),
        (("outcome_reworded", "path", "Grip", "Gait"), "outcome reworded: Grip → Gait"),
        (("measure_status", "phospho_s6", "absent", "reported_as_ae"), "Phospho-S6: absent → reported as ae"),
        (("relabelled", "gait_speed", "absent", "reported"), "gait speed, labelled anew: absent → reported"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(row: tuple[str, str, str, str], words: str) -> None:
    assert told_change(*row, NAMES).sentence() == words


def test_every_kind_is_among_them() -> None:
    told = test_a_change_is_told_in_words.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {row[0] for row, _ in told} == set(CHANGE_KINDS)
