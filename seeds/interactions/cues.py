"""Loads the words by which a criterion keeps a drug out or lets it in."""

import re
from dataclasses import dataclass
from pathlib import Path

from seeds.strict import read_entries

CUES_PATH = Path(__file__).with_name("cues.toml")
CRITERION_KINDS = ("reaction", "forbidding", "allowing", "exception")
SIDES = ("before", "after", "around")


@dataclass(frozen=True, slots=True)
class CriterionCue:
    """A pattern on one side of a drug's name in its sentence, and what it says there (see cues.toml)."""

    kind: str
    side: str
    pattern: str
    source: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse unknown kinds and sides, and patterns that do not compile."""
        for name, known in (("kind", CRITERION_KINDS), ("side", SIDES)):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} `{getattr(self, name)}` is unknown; use one of {', '.join(known)}.")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern does not compile: {error}.") from error


def load_criterion_cues(path: Path = CUES_PATH) -> tuple[CriterionCue, ...]:
    """All cues in the file's order; SeedError names what is wrong."""
    return tuple(read_entries(path, "cue", CriterionCue))
