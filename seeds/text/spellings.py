"""The reviewed table of British and American spellings, which a search takes for the same."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("spellings.toml")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A part of a word as written in Britain and in America; `at_end`: only where the word ends, or its singular."""

    british: str
    american: str
    at_end: bool = False

    def __post_init__(self) -> None:
        if not (self.british.isalpha() and self.american.isalpha()):
            raise ValueError("`british` and `american` must be letters")
        if self.british == self.american:
            raise ValueError("`british` and `american` must differ")


@cache
def american() -> Callable[[str], str]:
    """A function that puts a word in lower case into its American spelling; SeedError where a part stands twice.

    >>> american()("tumours")
    'tumors'
    """
    entries = read_entries(PATH, "spelling", Spelling)
    table = {each.british: each.american for each in entries}
    if len(table) < len(entries):
        twice = next(
            each.british for at, each in enumerate(entries) if each.british in {e.british for e in entries[:at]}
        )
        raise SeedError(f"{PATH}: `{twice}` stands twice; keep one of the two.")
    longest_first = sorted(entries, key=lambda each: -len(each.british))
    pattern = re.compile("|".join(each.british + (r"(?=s?$)" if each.at_end else "") for each in longest_first))
    return lambda word: pattern.sub(lambda hit: table[hit.group()], word)
