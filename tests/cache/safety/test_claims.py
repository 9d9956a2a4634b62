"""Verdicts on claims are of a fixed scale."""

from typing import Any

import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.claims import VERDICTS, PostedEvidence, claims, conditions_in_words, posted, verdict
from seeds.claims.claims import Claim, load_claims

CLAIM = Claim("a", "A text", "Headache in 10 to 20%", "headache", low=10.0, high=20.0)


@pytest.mark.parametrize(
    ("median", "word"),
    [(0.09, "below"), (0.097, "within"), (0.15, "within"), (0.2, "within"), (0.3, "above"), (None, "no data")],
)
def test_the_median_is_held_against_the_range(median: float | None, word: str) -> None:
    assert verdict(CLAIM, PostedEvidence(3, 90, median, median, median, 0)) == word


def test_a_claim_without_figures_is_not_comparable() -> None:
    claim = Claim("a", "A text", "Stomatitis occurs", "stomatitis", why_not="no figure")
    assert verdict(claim, PostedEvidence(3, 90, 0.1, 0.2, 0.3, 0)) == "not comparable"


def test_every_claim_gets_a_verdict(sample_reader: Reader) -> None:
    found = claims(sample_reader, Filters())
    assert len(found) == len(load_claims())
    assert set(found["verdict"]) <= VERDICTS.keys()
    listed = found[found["claim"].str.contains("stomatitis")].iloc[0]
    assert (listed["trials"], listed["people"]) == (1, 9)


@pytest.mark.parametrize(
    ("conditions", "trials"),
    [
        ({}, 1),
        ({"route": "oral"}, 1),
        ({"route": "intravenous"}, 0),
        ({"route": "intravenous", "is_route_unstated_in": True}, 0),
        ({"frequency": "daily"}, 1),
        ({"frequency": "weekly"}, 0),
        ({"dose_most": 1.0}, 1),
        ({"dose_most": 0.5}, 0),
        ({"trough_above": 5.0}, 0),
        ({"population": "transplant"}, 0),
    ],
)
def test_only_groups_under_the_claim_s_conditions_count(
    sample_reader: Reader, conditions: dict[str, Any], trials: int
) -> None:
    claim = Claim("a", "A text", "Stomatitis in 5%", "stomatitis", low=5.0, high=5.0, **conditions)
    assert posted(sample_reader, Filters(), [claim])[0].trials == trials


def test_conditions_are_told_in_words() -> None:
    claim = Claim("a", "A", "B", "c", "tsc_epilepsy", "weekly", "oral", True, 3.0, 5.0, low=1.0, high=2.0)
    told = "tsc epilepsy, oral or of no stated route, weekly, at most 3 mg, target trough from 5 ng/mL"
    assert conditions_in_words(claim) == told


def test_no_claim_of_weekly_tablets_is_held_against_infusions() -> None:
    weekly = [each for each in load_claims() if each.frequency == "weekly"]
    assert weekly
    assert all(each.route == "oral" and not each.is_route_unstated_in for each in weekly)
