"""Verdicts on claims are of a fixed scale."""

import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.claims import VERDICTS, PostedEvidence, claims, verdict
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
