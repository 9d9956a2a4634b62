"""The knowledge by which a sentence of a trial's prose says that a measure is measured, or only speaks of it.

A cue is a short pattern over lower-case text. Experience says of how many trials read by hand, whose prose holds a
concept, the measure was described. Weights are those of a logistic regression over named features (docs/labels.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.judge.judgement import PatternCue, Weight
from seeds.strict import read_csv

FOLDER = Path(__file__).parent
ALL_CONCEPTS = "*"  # a measure's own row of experience


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
    """All of it: patterns by name, counts by measure and concept, weights by feature."""

    cues: dict[str, re.Pattern[str]]
    experience: dict[tuple[str, str], tuple[int, int]]
    weights: dict[str, float]


def load_prose_judgement(folder: Path = FOLDER) -> ProseJudgement:
    """The knowledge; SeedError names file, line and field of what is malformed, and what stands twice."""
    cues = read_csv(folder / "cues.csv", PatternCue)
    counts = read_csv(folder / "experience.csv", ProseExperience)
    weights = read_csv(folder / "weights.csv", Weight)
    _refuse_twice(folder / "cues.csv", [each.name for each in cues])
    _refuse_twice(folder / "experience.csv", [f"{each.measure},{each.concept}" for each in counts])
    _refuse_twice(folder / "weights.csv", [each.feature for each in weights])
    return ProseJudgement(
        {each.name: re.compile(each.pattern) for each in cues},
        {(each.measure, each.concept): (int(each.right), int(each.wrong)) for each in counts},
        {each.feature: float(each.weight) for each in weights},
    )


def _refuse_twice(path: Path, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for line, name in enumerate(names, 2):
        if name in seen:
            raise SeedError(f"{path}: line {line}: `{name}` stands there twice; keep one.")
        seen.add(name)
