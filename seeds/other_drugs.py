"""Names of drugs other than rapalogs: where one stands, words about dose and level are no longer the rapalog's."""

import re
from dataclasses import dataclass
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


def other_drug_pattern(classes: tuple[DrugClass, ...]) -> re.Pattern[str]:
    """One pattern over folded lower-case text for every name and ending."""
    names = sorted({name for each in classes for name in each.names}, key=len, reverse=True)
    endings = sorted({ending for each in classes for ending in each.endings})
    whole = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![a-z0-9])(?:(?:{whole})|[a-z]{{2,}}(?:{'|'.join(endings)}))(?![a-z0-9])")
