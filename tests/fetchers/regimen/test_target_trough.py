"""Target ranges of a level: stated ranges and aimed bounds, not triggers and not another drug's scale."""

import pytest

from fetchers.regimen.target_trough import Level, find_ranges
from fetchers.text.folding import fold


def levels(text: str) -> list[object]:
    return [word.value for word in find_ranges(fold(text).lower())]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("trough of 5-15 ng/ml", Level(5, 15)),
        ("between 8 and 12 ng/mL", Level(8, 12)),
        ("3 ng/mL to 8 ng/mL", Level(3, 8)),
        ("target levels of 12–20ug/l", Level(12, 20)),
        ("levels were kept below 6ng/ml", Level(None, 6)),
        ("maintain trough (≤4ng/mL)", Level(None, 4)),
        ("target trough >= 10 ng/mL", Level(10, None)),
        ("at least 10 ng/mL will be maintained", Level(10, None)),
        ("increased if the trough level was < 3 ng/mL, or reduced if the trough level was > 8 ng/mL", Level(3, 8)),
    ],
)
def test_a_target_is_read(text: str, level: Level) -> None:
    assert levels(text) == [level]


@pytest.mark.parametrize(
    "text",
    [
        "once trough levels were above 5 ng/mL, the dose was reduced",
        "until everolimus trough >6 ng/mL, then stopped",
        "C2 levels between 20 and 45 ng/mL",
        "maintained at 100-200 ng/mL",
        "5-15 mg",
        "15-5 ng/mL",
    ],
)
def test_triggers_peaks_and_other_scales_are_no_targets(text: str) -> None:
    assert levels(text) == []
