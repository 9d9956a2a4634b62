"""The reviewed table of look-alikes: characters of registry text and the plain ones that they stand for."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("look_alikes.toml")


@dataclass(frozen=True, slots=True)
class LookAlike:
    """What each of `signs` is read as; `beside_latin`: only where a Latin letter stands right beside it."""

    plain: str
    signs: str
    beside_latin: bool = False

    def __post_init__(self) -> None:
        if not self.plain or not self.signs:
            raise ValueError("`plain` and `signs` must not be empty")
        if self.beside_latin and len(self.plain) != 1:
            raise ValueError("`plain` must be one character where `beside_latin` is true")


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """Plain text by sign: of those that count everywhere, and of those that count beside a Latin letter only."""

    everywhere: dict[str, str]
    beside_latin: dict[str, str]


@cache
def look_alikes() -> LookAlikes:
    """The table; SeedError where a sign stands in it twice."""
    everywhere: dict[str, str] = {}
    beside: dict[str, str] = {}
    for entry in read_entries(PATH, "look_alike", LookAlike):
        for sign in entry.signs:
            if sign in everywhere or sign in beside:
                raise SeedError(f"{PATH}: `{sign}` (U+{ord(sign):04X}) stands twice; keep one of the two.")
            (beside if entry.beside_latin else everywhere)[sign] = entry.plain
    return LookAlikes(everywhere, beside)
