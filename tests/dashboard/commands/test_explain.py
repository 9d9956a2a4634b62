"""What made a label, in words."""

import pytest

from dashboard.commands.explain import fired


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("concept:hba1c:hba1c", "the term `hba1c` of concept hba1c (seeds/concepts), sure"),
        ("concept:sf_36", "concept:sf_36, sure"),
        ("trough_level.trough", "trough_level.trough, sure"),
    ],
)
def test_a_judged_label_is_told_by_its_term(rule: str, told: str) -> None:
    assert fired(rule, "sure") == told
