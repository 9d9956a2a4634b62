"""How well the labels agree with careful readers (`accuracy.toml`), for the About page and docs/accuracy.md."""

from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("accuracy.toml")
BASES = {
    "fresh_third": "trials that no weight had learned from: 92 of all fields by two readers, 528 near rapalogs' by one",
    "fresh_again": "trials of all fields and newer ones that nobody had read; two readers, judge of before",
    "fresh": "trials near the fields of rapalogs, a third of them newer than 2017; one quick reader, judge of before",
    "sealed": "trials of all fields that no rule, term or weight had been made on; one reader each",
    "sealed_newer": "such trials registered from 2017 on, mostly of infections, vaccines and cell therapy",
    "blind": "trials read blind, before any rule was held against them",
    "blind_again": "further trials read blind, after the rules had been mended",
    "blind_third": "again further trials, none with a rapalog and rich in healthspan measures, read blind",
    "blind_fourth": "more of the kinds that use rapalogs (transplants, stents, cancer drugs) and vaccines, read blind",
    "blind_fifth": "again further trials of these kinds, read blind after that mending",
    "second_reader": "trials with a rapalog, read blind by a second reader; rules were mended on the first's labels",
    "hand_made": "hand-made labels of two readers and a third, on which rules were then mended",
}
JUDGED_LEVELS = ("outcomes", "described", "design", "drug", "population", "role")


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one comparison: `trials` read, labels hit, false alarms and misses at one level.

    For `role` hits and misses are trials with the right and the wrong role.
    """

    basis: str
    level: str
    trials: int
    hits: int
    false_alarms: int
    misses: int

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            raise ValueError(f"basis `{self.basis}` is none of {', '.join(BASES)}")
        if self.level not in JUDGED_LEVELS:
            raise ValueError(f"level `{self.level}` is none of {', '.join(JUDGED_LEVELS)}")
        if min(self.hits, self.false_alarms, self.misses) < 0 or not self.hits:
            raise ValueError("counts must not be negative, and something must have been hit")

    @property
    def precision(self) -> float:
        """Share of the program's labels that the readers made too."""
        return self.hits / (self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        """Share of the readers' labels that the program found."""
        return self.hits / (self.hits + self.misses)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.false_alarms + self.misses)


def load_accuracy(path: Path = PATH) -> tuple[Figure, ...]:
    """All figures; SeedError where one stands twice."""
    figures = read_entries(path, "figure", Figure)
    places = [(each.basis, each.level) for each in figures]
    if twice := [place for place in places if places.count(place) > 1]:
        raise SeedError(f"{path}: the figure for {' '.join(twice[0])} stands twice.")
    return tuple(figures)
