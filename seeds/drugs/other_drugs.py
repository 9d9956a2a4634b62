"""Names of drugs other than rapalogs: where one stands, words about dose and level are no longer the rapalog's."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.strict import read_entries

PATH = Path(__file__).with_name("other_drugs.toml")


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class of drugs: whole names, and endings that mark further members (`-mab`); lower case throughout."""

    id: str
    source: str
    names: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.names and not self.endings:
            raise ValueError("needs `names` or `endings`")
        if loud := [name for name in (*self.names, *self.endings) if name != name.lower()]:
            raise ValueError(f"`{loud[0]}` must be lower case")


def load_other_drugs(path: Path = PATH) -> tuple[DrugClass, ...]:
    """All classes in the file's order."""
    return tuple(read_entries(path, "class", DrugClass))


@cache
def other_drugs() -> re.Pattern[str]:
    """The pattern for all of them, compiled once."""
    return other_drug_pattern(load_other_drugs())


def other_drug_pattern(classes: tuple[DrugClass, ...]) -> re.Pattern[str]:
    """One pattern over folded lower-case text for every name and ending; of names that begin alike the longest."""
    names = {name for each in classes for name in each.names}
    endings = sorted({ending for each in classes for ending in each.endings})
    whole = [_tree(names)] if names else []
    ending = [rf"[a-z]{{2,}}(?:{'|'.join(endings)})"] if endings else []
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(whole + ending)})(?![a-z0-9])")


def _tree(words: set[str]) -> str:
    """A pattern for these words in which common beginnings stand once: `re` would try hundreds of names in turn."""
    heads: dict[str, set[str]] = {}
    for word in words - {""}:
        heads.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(head) + (_tree(rests) if rests != {""} else "") for head, rests in sorted(heads.items())]
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}"
