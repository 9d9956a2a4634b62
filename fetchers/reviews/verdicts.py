"""What readers decided about labels of a trial, and whether the words that they read still stand."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from fetchers.record.nodes import Node
from fetchers.record.texts import passages
from fetchers.rows import ReviewRow
from seeds.reviews.reviews import Settled

APPLIED, CHANGED, GONE, DISPUTED = "applied", "words_changed", "place_gone", "disputed"
BY_READERS = "review"  # in place of a rule, where readers saw what no rule did
REVIEWED = "reviewed"  # how sure a label is that readers confirmed
HASH_DIGITS = 16  # 64 bits: two texts of one trial do not meet by chance


def words_hash(pieces: Iterable[tuple[str, str]]) -> str:
    """A short hash of a unit's words (its strings by their places), whatever the spaces between words."""
    said = "\0".join(f"{place}\1{' '.join(words.split())}" for place, words in pieces)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def words_by_place(record: Node) -> dict[str, list[tuple[str, str]]]:
    """A record's judged units: their strings by the unit's JSON path."""
    return {place: pieces for _, place, pieces in passages(record)}


class Standing(NamedTuple):
    """What readers decided about a label, and what becomes of it in today's record."""

    review: Settled
    state: str


def standing(record: Node, reviews: Sequence[Settled]) -> list[Standing]:
    """Each verdict is applied, or its words changed, its place is gone, or as many readers said yes as no."""
    if not reviews:
        return []
    units = words_by_place(record)
    return [Standing(each, _state(each, units)) for each in reviews]


Labels = set[tuple[str, str]]  # place and measure


def decided(reviews: Iterable[Standing]) -> tuple[Labels, Labels]:
    """The labels that hold by readers' verdicts, and those that do not."""
    found: dict[str, Labels] = {"yes": set(), "no": set()}
    for review, state in reviews:
        if state == APPLIED:
            found[review.verdict].add((review.place, review.measure))
    return found["yes"], found["no"]


def _state(review: Settled, units: Mapping[str, list[tuple[str, str]]]) -> str:
    if review.place not in units:
        return GONE
    if words_hash(units[review.place]) != review.words_hash:
        return CHANGED
    return APPLIED if review.verdict else DISPUTED


def review_rows(trial: str, found: Iterable[Standing]) -> list[ReviewRow]:
    """Rows of table `reviews`."""
    return [
        {
            "nct_id": trial,
            "place": each.place,
            "measure": each.measure,
            "verdict": each.verdict,
            "reviewers": list(each.reviewers),
            "review_date": each.date,
            "reason": each.reason,
            "words_hash": each.words_hash,
            "state": state,
        }
        for each, state in found
    ]
