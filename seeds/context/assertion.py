"""Cues that tell a measured thing from a negated one, by kind of text (seeds/context/assertion.toml)."""

import re
from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("assertion.toml")
CUE_KINDS = ("negation", "pseudo", "terminator", "aim", "measuring", "background", "people")
DIRECTIONS = ("forward", "backward", "any")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: `negation` unsays a target in its direction within `reach` characters, unless a `terminator` stands
    between or a `pseudo` cue covers it. `aim` says that a narrative sentence speaks of what this trial measures or
    wants to know; so does `measuring`, unless a `background` cue says that the sentence tells of others' work.

    `people` says of a narrative target that it describes who takes part.

    `forward` means that the target follows the cue. Examples mark their target in square brackets.
    """

    id: str
    kind: str
    pattern: str
    source: str
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    direction: str = "any"
    fields: tuple[str, ...] = ("outcome", "narrative", "eligibility")
    reach: int = 60

    def __post_init__(self) -> None:
        if self.kind not in CUE_KINDS:
            raise ValueError(f"kind `{self.kind}` is not one of {', '.join(CUE_KINDS)}")
        if self.direction not in DIRECTIONS:
            raise ValueError(f"direction `{self.direction}` is not one of {', '.join(DIRECTIONS)}")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern does not compile: {error}") from error


def load_cues(path: Path = PATH) -> tuple[Cue, ...]:
    """All cues; SeedError where two share an id."""
    cues = read_entries(path, "cue", Cue)
    names = [cue.id for cue in cues]
    if twice := [name for name in names if names.count(name) > 1]:
        raise SeedError(f"{path}: cue `{twice[0]}` stands twice.")
    return tuple(cues)
