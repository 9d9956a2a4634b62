"""Loads what readers decided about single labels, and settles where several read the same."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from seeds.errors import SeedError
from seeds.strict import read_csv

BUILT_IN = Path(__file__).with_name("reviews.csv")
REVIEW_VERDICTS = ("yes", "no")
TRIAL_ID = re.compile(r"NCT\d{8}")
WORDS_HASH = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Review:
    """One reader's verdict: whether the words with this hash, at this place of a trial, carry the measure."""

    nct_id: str
    place: str  # JSON path of the judged unit: an outcome, an arm, the summary
    words_hash: str
    measure: str
    verdict: str
    reviewer: str
    date: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse what is no id, hash, verdict or date, and verdicts that nobody stands for."""
        if not TRIAL_ID.fullmatch(self.nct_id):
            raise ValueError(f"`nct_id` {self.nct_id!r} is none; write it like NCT01234567.")
        if not WORDS_HASH.fullmatch(self.words_hash):
            raise ValueError("`words_hash` must be the 16 digits that `rapatrials review` gave.")
        if self.verdict not in REVIEW_VERDICTS:
            raise ValueError(f"`verdict` {self.verdict!r} must be yes or no.")
        if not (self.place.strip() and self.reviewer.strip()):
            raise ValueError("`place` and `reviewer` must not be empty.")
        try:
            date.fromisoformat(self.date)
        except ValueError as error:
            raise ValueError(f"`date` {self.date!r} must be a day like 2026-11-29.") from error

    @property
    def label(self) -> tuple[str, str, str, str]:
        """What it is about."""
        return self.nct_id, self.place, self.words_hash, self.measure


class Settled(NamedTuple):
    """What all readers of a label came to; `verdict` is empty where as many said yes as no."""

    place: str
    words_hash: str
    measure: str
    verdict: str
    reviewers: tuple[str, ...]
    date: str  # of the latest verdict
    reason: str  # of the latest verdict


def load_reviews(extra: Path | None = None, measures: Collection[str] = ()) -> tuple[Review, ...]:
    """The built-in verdicts and those of `reviews.csv` and `reviews/*.csv` in a user's folder.

    SeedError names the file and what is malformed, and a measure that is not among `measures` (none: any may stand).
    """
    paths = [BUILT_IN]
    if extra:
        paths += [path for path in (extra / "reviews.csv", *sorted((extra / "reviews").glob("*.csv"))) if path.exists()]
    found: list[Review] = []
    for path in paths:
        rows = read_csv(path, Review)
        if unknown := sorted({each.measure for each in rows} - set(measures)) if measures else []:
            raise SeedError(f"{path}: measure `{unknown[0]}` is unknown; see `rapatrials trials --help` for the names.")
        found += rows
    return tuple(found)


def latest(reviews: Iterable[Review]) -> list[Review]:
    """Each reader's last verdict on each label; of two on one day the one that stands later."""
    return list({(each.label, each.reviewer): each for each in sorted(reviews, key=lambda each: each.date)}.values())


def settled(reviews: Iterable[Review]) -> dict[str, list[Settled]]:
    """By trial, what most readers of each label say."""
    found: dict[str, list[Settled]] = {}
    in_order = sorted(latest(reviews), key=lambda each: (each.label, each.date, each.reviewer))
    for (trial, place, words_hash, measure), group in groupby(in_order, key=lambda each: each.label):
        said = list(group)
        balance = sum(1 if each.verdict == "yes" else -1 for each in said)
        verdict = "yes" if balance > 0 else "no" if balance < 0 else ""
        who = tuple(sorted({each.reviewer for each in said}))
        found.setdefault(trial, []).append(
            Settled(place, words_hash, measure, verdict, who, said[-1].date, said[-1].reason)
        )
    return found


class Agreement(NamedTuple):
    """How far two readers agree on the labels that both judged; kappa by Cohen (1960), None where it is undefined."""

    first: str
    second: str
    both: int
    same: int
    kappa: float | None


def agreements(reviews: Iterable[Review]) -> list[Agreement]:
    """Every two readers who judged a label in common, in the order of their names."""
    verdicts: dict[str, dict[tuple[str, str, str, str], bool]] = {}
    for each in latest(reviews):
        verdicts.setdefault(each.reviewer, {})[each.label] = each.verdict == "yes"
    names = sorted(verdicts)
    pairs = [(one, two) for number, one in enumerate(names) for two in names[number + 1 :]]
    found = [_agreement(one, two, verdicts[one], verdicts[two]) for one, two in pairs]
    return [each for each in found if each.both]


def _agreement(
    first: str, second: str, by_first: dict[tuple[str, str, str, str], bool],
    by_second: dict[tuple[str, str, str, str], bool],
) -> Agreement:  # fmt: skip
    common = by_first.keys() & by_second.keys()
    same = sum(by_first[each] == by_second[each] for each in common)
    return Agreement(first, second, len(common), same, kappa(
        [by_first[each] for each in common], [by_second[each] for each in common]
    ))  # fmt: skip


def kappa(first: list[bool], second: list[bool]) -> float | None:
    """Cohen's kappa of two lists of verdicts on the same labels; None where chance alone would agree always."""
    total = len(first)
    if not total:
        return None
    seen = sum(one == two for one, two in zip(first, second, strict=True)) / total
    yes, also = sum(first) / total, sum(second) / total
    by_chance = yes * also + (1 - yes) * (1 - also)
    return None if by_chance == 1 else (seen - by_chance) / (1 - by_chance)
