"""Words that say how a drug is given: route and frequency (seeds/regimen/regimens.toml).

Routes are a closed vocabulary: `oral`, `intravenous`, `topical` (on the skin), `intravitreal`, `ocular` (any other
way into or onto the eye), `subcutaneous`, `inhaled`, `stent` (scaffolds included), `balloon`, `implant` (any other
device that releases the drug), `other` (a stated route that is none of these).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("regimens.toml")
ROUTES = (
    "oral", "intravenous", "topical", "intravitreal", "ocular", "subcutaneous", "inhaled",
    "stent", "balloon", "implant", "other",
)  # fmt: skip
DEVICES = ("stent", "balloon", "implant")
FREQUENCIES = ("daily", "twice_daily", "weekly", "every_other_day", "intermittent_other", "single")
UNLISTED = "unlisted"  # a stated frequency outside the vocabulary (three times daily): read, so that nothing else is
STRENGTHS = ("stated", "implied", "pause")
RULE_VALUES = {"route": ROUTES, "device": DEVICES, "frequency": (*FREQUENCIES, UNLISTED)}


@dataclass(frozen=True, slots=True)
class RegimenRule:
    """A pattern over folded lower-case text that says one value of `route`, `device` or `frequency`.

    `device` rules are brands or kinds of eluting devices. An `implied` frequency ("2 mg/day", "a daily dose of") gives
    way to a `stated` one ("1 mg twice daily"); a `pause` ("5 days on, 2 days off") turns a daily one intermittent.
    Each positive example must read as the value, each negative one must not, once the longer of two overlapping
    words has won. Where `literals` are given, a text without any of them is not searched.
    """

    id: str
    field: str
    value: str
    literals: tuple[str, ...]
    pattern: str
    source: str
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    strength: str = "stated"

    def __post_init__(self) -> None:
        if self.field not in RULE_VALUES:
            raise ValueError(f"field `{self.field}` is not one of {', '.join(RULE_VALUES)}")
        if self.value not in RULE_VALUES[self.field]:
            raise ValueError(f"value `{self.value}` is not one of {', '.join(RULE_VALUES[self.field])}")
        if self.strength not in STRENGTHS:
            raise ValueError(f"strength `{self.strength}` is not one of {', '.join(STRENGTHS)}")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern does not compile: {error}") from error


def load_regimens(path: Path = PATH) -> tuple[RegimenRule, ...]:
    """All rules in the file's order; SeedError where two share an id."""
    rules = read_entries(path, "rule", RegimenRule)
    names = [rule.id for rule in rules]
    if twice := [name for name in names if names.count(name) > 1]:
        raise SeedError(f"{path}: rule `{twice[0]}` stands twice.")
    return tuple(rules)
