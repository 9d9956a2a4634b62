"""The claims load, and what does not belong is refused by name."""

from pathlib import Path

import pytest

from seeds.claims.claims import load_claims
from seeds.errors import SeedError

GOOD = '[[claim]]\nid = "a"\nsource = "A text"\nclaim = "Headache in 5%"\nevent = "headache"\n'


def test_the_claims_load_with_their_sources() -> None:
    assert {"headache_transplant", "neurological_heart", "exist_3"} <= {each.id for each in load_claims()}


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("", "why_not"),
        ("low = 9.0\nhigh = 5.0\n", "lower one first"),
        ("low = 5.0\nhigh = 5.0\nwhy_not = 'x'\n", "why_not"),
        ("low = 5.0\nhigh = 5.0\nfrequency = 'often'\n", "often"),
        ("low = 5.0\nhigh = 5.0\nroute = 'nasal'\n", "nasal"),
        ("low = 5.0\nhigh = 5.0\nis_route_unstated_in = true\n", "needs a `route`"),
        ("low = 5.0\nhigh = 5.0\ndose_most = 0.0\n", "above 0"),
        (f"low = 5.0\nhigh = 5.0\n{GOOD}low = 5.0\nhigh = 5.0\n", "twice"),
    ],
)
def test_what_does_not_belong_is_refused(more: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "claims.toml").write_text(GOOD + more, encoding="utf-8")
    with pytest.raises(SeedError, match=fault):
        load_claims(tmp_path / "claims.toml")
