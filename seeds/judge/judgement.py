"""The judge's knowledge as data: cues, frames, general titles, experience, weights.

A cue is a list of words that are looked for around a mention, a frame a short pattern that is looked for in what a
trial is about. Experience says how often a term, standing in a title, a class or a description, was right or wrong in
trials read by hand. Weights are those of a logistic regression over named features (see docs/labels.md); a positive
one speaks for the label, a negative one against it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from seeds.concepts.terms import MEASURES
from seeds.errors import SeedError
from seeds.strict import read_csv

FOLDER = Path(__file__).parent
LONGEST_PATTERN = 200
JUDGED_PLACES = ("title", "class", "description")
FRAME_PLACES = ("subject", "intervention")
Row = TypeVar("Row")
JudgedCounts = dict[tuple[str, str, str, str], tuple[int, int]]  # measure, concept, term, place: right, wrong


@dataclass(frozen=True, slots=True)
class ContextCue:
    """Words, their beginnings (`*`), phrases and signs, joined by `|`, and what they say of a mention beside them."""

    name: str
    words: str
    meaning: str

    def __post_init__(self) -> None:
        """Refuse a part that no text can hold: a cue's words stand in lower case, and a hyphen counts as a blank."""
        for part in self.words.split("|"):
            if not re.fullmatch(r"[a-z0-9]+(?: [a-z0-9]+)*|[a-z0-9]+\*|[:/,;]", part):
                raise ValueError(f"field `words`: `{part}` is no word, phrase, beginning of a word (`*`) or sign.")


@dataclass(frozen=True, slots=True)
class FrameCue:
    """What is looked for in a trial's titles, conditions and keywords (`subject`) or the names of its interventions.

    `parts`, joined by `|`, are found in lower case wherever they stand ("vaccin" in "revaccination"); `pattern` tells
    what parts cannot. Either may be empty. A frame speaks of outcomes of the `measures` alone, of all where none is
    named.
    """

    name: str
    place: str
    parts: str
    pattern: str
    measures: str
    meaning: str

    def __post_init__(self) -> None:
        """Refuse an unknown place, parts that no text can hold, a bad pattern, and a cue without either."""
        if self.place not in FRAME_PLACES:
            raise ValueError(f"field `place`: `{self.place}` is unknown; use {' or '.join(FRAME_PLACES)}.")
        for part in self.parts.split("|") if self.parts else ():
            if not re.fullmatch(r"[a-z0-9 -]+", part):
                raise ValueError(f"field `parts`: `{part}` is no part of a text in lower case.")
        if self.pattern or not self.parts:
            check_pattern(self.pattern)
        if unknown := set(filter(None, self.measures.split("|"))).difference(MEASURES):
            raise ValueError(f"field `measures`: `{min(unknown)}` is unknown; use names of files in seeds/concepts.")


class FrameWords(NamedTuple):
    """A frame as it is looked for."""

    name: str
    place: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None
    measures: frozenset[str]  # none: all of them


@dataclass(frozen=True, slots=True)
class Experience:
    """How often a term of a measure's concept was right and wrong where it stood in this place."""

    measure: str
    concept: str
    term: str
    place: str
    right: str
    wrong: str

    def __post_init__(self) -> None:
        """Refuse an unknown place and counts that are none."""
        if self.place not in JUDGED_PLACES:
            raise ValueError(f"field `place`: `{self.place}` is unknown; use one of {', '.join(JUDGED_PLACES)}.")
        if not (self.right.isdecimal() and self.wrong.isdecimal()):
            raise ValueError("fields `right` and `wrong` must be whole numbers.")


@dataclass(frozen=True, slots=True)
class Weight:
    """What a feature adds to the log odds of a label."""

    feature: str
    weight: str

    def __post_init__(self) -> None:
        """Refuse what is no number."""
        float(self.weight)


@dataclass(frozen=True, slots=True)
class TitleWord:
    """A word of titles that name no measurable thing ("number of participants with adverse events")."""

    word: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """All of it: words of cues by name, counts by (measure, concept, term, place), weights by feature."""

    cues: dict[str, tuple[str, ...]]
    frames: tuple[FrameWords, ...]
    experience: JudgedCounts
    weights: dict[str, float]
    general_title_words: frozenset[str]


def load_judgement(folder: Path = FOLDER) -> Judgement:
    """The judge's knowledge; SeedError names file, line and field of what is malformed or stands twice."""
    cues = read_csv(folder / "cues.csv", ContextCue)
    frames = read_csv(folder / "frames.csv", FrameCue)
    counts = read_csv(folder / "experience.csv", Experience)
    weights = read_csv(folder / "weights.csv", Weight)
    _check_unique(folder / "cues.csv", cues, lambda each: each.name)
    _check_unique(folder / "frames.csv", frames, lambda each: each.name)
    _check_unique(folder / "experience.csv", counts, lambda each: (each.measure, each.concept, each.term, each.place))
    _check_unique(folder / "weights.csv", weights, lambda each: each.feature)
    return Judgement(
        {each.name: tuple(each.words.split("|")) for each in cues},
        tuple(
            FrameWords(
                each.name,
                each.place,
                tuple(filter(None, each.parts.split("|"))),
                re.compile(each.pattern) if each.pattern else None,
                frozenset(filter(None, each.measures.split("|"))),
            )
            for each in frames
        ),
        with_sums(
            {(each.measure, each.concept, each.term, each.place): (int(each.right), int(each.wrong)) for each in counts}
        ),
        {each.feature: float(each.weight) for each in weights},
        frozenset(each.word for each in read_csv(folder / "general_title_words.csv", TitleWord)),
    )


def with_sums(counts: JudgedCounts) -> JudgedCounts:
    """Counts of terms in places, with those over all terms, concepts or places (an empty name)."""
    found: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for (measure, concept, term, place), (right, wrong) in counts.items():
        for named in ((concept, term), (concept, ""), ("", "")):
            for where in (place, ""):
                key = measure, *named, where
                known = found.get(key, (0, 0))
                found[key] = known[0] + right, known[1] + wrong
    return found


def check_pattern(pattern: str) -> None:
    """Refuse an empty, over-long or malformed pattern by a ValueError."""
    if not pattern or len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"field `pattern`: give one of 1 to {LONGEST_PATTERN} characters.")
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"field `pattern`: {error}.") from error


def _check_unique(path: Path, rows: list[Row], key: Callable[[Row], object]) -> None:
    seen: set[object] = set()
    for line, row in enumerate(rows, 2):
        if key(row) in seen:
            raise SeedError(f"{path}: line {line} stands there twice; keep one.")
        seen.add(key(row))
