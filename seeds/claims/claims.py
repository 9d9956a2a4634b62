"""Loads the claims and refuses what does not belong."""

from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.regimen.rules import FREQUENCIES, ROUTES
from seeds.strict import read_entries

PATH = Path(__file__).with_name("claims.toml")


@dataclass(frozen=True)
class Claim:
    """A text's claim about an event: its range in percent of people, and the conditions it is made under.

    An empty condition is none. `route`: the way the rapalog is given,
    `is_route_unstated_in`: or of no stated route (most tablets); `dose_most`: at no more than so many mg a time;
    `trough_above`: target troughs that begin at this many ng/mL or more. `why_not` says why posted tables cannot be
    held against it, where they cannot.
    """

    id: str
    source: str
    claim: str
    event: str
    population: str = ""
    frequency: str = ""
    route: str = ""
    is_route_unstated_in: bool = False
    dose_most: float | None = None
    trough_above: float | None = None
    low: float | None = None
    high: float | None = None
    why_not: str = ""

    def __post_init__(self) -> None:
        """Refuse claims without a source, without a range or a reason for having none, and ranges that are none."""
        if not (self.id.strip() and self.source.strip() and self.claim.strip() and self.event.strip()):
            raise ValueError("id, source, claim and event must not be empty.")
        if self.frequency and self.frequency not in FREQUENCIES:
            raise ValueError(f"frequency `{self.frequency}` is unknown; use one of {', '.join(FREQUENCIES)}.")
        if self.route and self.route not in ROUTES:
            raise ValueError(f"route `{self.route}` is unknown; use one of {', '.join(ROUTES)}.")
        if self.is_route_unstated_in and not self.route:
            raise ValueError("`is_route_unstated_in` needs a `route`.")
        if self.dose_most is not None and self.dose_most <= 0:
            raise ValueError("`dose_most` must be above 0.")
        has_range = self.low is not None and self.high is not None
        if has_range == bool(self.why_not):
            raise ValueError("give `low` and `high`, or say in `why_not` why there is nothing to compare.")
        if self.low is not None and self.high is not None and not 0 <= self.low <= self.high <= 100:
            raise ValueError("`low` and `high` are percentages, the lower one first.")


def load_claims(path: Path = PATH) -> tuple[Claim, ...]:
    """All claims in their order; SeedError names what is wrong, an id that stands twice included."""
    found = read_entries(path, "claim", Claim)
    ids = [each.id for each in found]
    if twice := [each for each in ids if ids.count(each) > 1]:
        raise SeedError(f"{path}: claim `{twice[0]}` stands there twice; rename or remove one.")
    return tuple(found)
