"""Words that stand between a drug's name and its level or kinetics (seeds/context/attribution.toml)."""

from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("attribution.toml")
IDS = ("joining", "before", "after", "no_drug")


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of single lower-case words and what they mean there."""

    id: str
    meaning: str
    source: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if odd := [word for word in self.words if word != word.lower() or not word or " " in word]:
            raise ValueError(f"`{odd[0]}` must be one lower-case word")


def load_word_lists(path: Path = PATH) -> dict[str, tuple[str, ...]]:
    """The lists by id; SeedError where one is missing."""
    lists = {each.id: each.words for each in read_entries(path, "words", WordList)}
    if missing := [name for name in IDS if name not in lists]:
        raise SeedError(f"{path}: the list `{missing[0]}` is missing.")
    return lists
