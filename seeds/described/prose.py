"""The knowledge by which a sentence of a trial's prose says that a measure is measured, or only speaks of it.

A cue is a list of words; where a pattern stands beside them it must hold, too, and is looked for only where one of the
words stands. A cue may have a line of each kind. Experience says of how many trials read by hand, whose prose holds a
concept, the measure was described. Weights are those of a logistic regression over named features (docs/labels.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.judge.judgement import Weight, check_pattern
from seeds.strict import read_csv

FOLDER = Path(__file__).parent
ALL_CONCEPTS = "*"  # a measure's own row of experience


@dataclass(frozen=True, slots=True)
class ProseCue:
    """Words, beginnings of words (`*`) and signs, joined by `|`; the pattern over lower-case text, if any, that must
    hold beside them; what that says of a mention near it."""

    name: str
    words: str
    pattern: str
    meaning: str

    def __post_init__(self) -> None:
        """Refuse a part that is no word, and a bad pattern."""
        for part in self.words.split("|"):
            if not re.fullmatch(r"[a-z0-9]+\*?|[^\w\s-]", part):
                raise ValueError(f"field `words`: `{part}` is no word, beginning of a word (`*`) or sign.")
        if self.pattern:
            check_pattern(self.pattern)


@dataclass(frozen=True, slots=True)
class ProseExperience:
    """In how many trials a concept (`*`: any of the measure) stood in the prose and was described, or was not."""

    measure: str
    concept: str
    right: str
    wrong: str

    def __post_init__(self) -> None:
        """Refuse counts that are none."""
        if not (self.right.isdecimal() and self.wrong.isdecimal()):
            raise ValueError("fields `right` and `wrong` must be whole numbers.")


@dataclass(frozen=True, slots=True)
class ProseJudgement:
    """All of it: cues, counts by measure and concept, weights by feature."""

    cues: tuple[ProseCue, ...]
    experience: dict[tuple[str, str], tuple[int, int]]
    weights: dict[str, float]


def load_prose_judgement(folder: Path = FOLDER) -> ProseJudgement:
    """The knowledge; SeedError names file, line and field of what is malformed, and what stands twice."""
    cues = read_csv(folder / "cues.csv", ProseCue)
    counts = read_csv(folder / "experience.csv", ProseExperience)
    weights = read_csv(folder / "weights.csv", Weight)
    _refuse_twice(folder / "cues.csv", [f"{each.name}, {'pattern' if each.pattern else 'words'}" for each in cues])
    _refuse_twice(folder / "experience.csv", [f"{each.measure},{each.concept}" for each in counts])
    _refuse_twice(folder / "weights.csv", [each.feature for each in weights])
    return ProseJudgement(
        tuple(cues),
        {(each.measure, each.concept): (int(each.right), int(each.wrong)) for each in counts},
        {each.feature: float(each.weight) for each in weights},
    )


def _refuse_twice(path: Path, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for line, name in enumerate(names, 2):
        if name in seen:
            raise SeedError(f"{path}: line {line}: `{name}` stands there twice; keep one.")
        seen.add(name)
