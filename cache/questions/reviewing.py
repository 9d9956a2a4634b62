"""Labels to be reviewed, the least sure first, with the words to read and the hash by which a verdict holds."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import orjson

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.store.raw import read_index, read_lines
from cache.store.snapshot import Snapshot, Store
from fetchers.record.nodes import Node
from fetchers.record.protocol import nct_id
from fetchers.reviews.verdicts import words_by_place, words_hash
from seeds.errors import OptionError, SnapshotError

LEAST_SURE = ("doubtful", "likely", "sure", "reviewed")
LEVELS_IN_WORDS = ("posted", "posted_empty", "registered", "described")  # what is judged in words, not read off a table
LABELS = (
    "SELECT a.nct_id, a.unit_path, a.measure, max(list_position(CAST(? AS VARCHAR[]), a.confidence)) AS sureness, "
    "arg_min(a.words, a.start), arg_min(a.rule, a.start) FROM annotations a SEMI JOIN "
    "(SELECT t.nct_id FROM trials t WHERE {where}) USING (nct_id) WHERE list_contains(CAST(? AS VARCHAR[]), a.level) "
    "AND (len(CAST(? AS VARCHAR[])) = 0 OR list_contains(CAST(? AS VARCHAR[]), a.measure)) "
    "GROUP BY a.nct_id, a.unit_path, a.measure HAVING list_contains(CAST(? AS VARCHAR[]), "
    "CAST(? AS VARCHAR[])[sureness]) ORDER BY sureness, a.measure, a.nct_id, a.unit_path LIMIT ?"
)


class Reviewable(NamedTuple):
    """A label that somebody may confirm or refuse."""

    nct_id: str
    place: str
    words_hash: str
    measure: str
    confidence: str
    words: str  # that show it
    rule: str
    text: str  # the whole unit


def to_review(
    reader: Reader, filters: Filters, measures: Collection[str] = (), sureness: Collection[str] = ("doubtful",),
    limit: int = 20,
) -> list[Reviewable]:  # fmt: skip
    """Labels of the filtered trials of these measures (none: all), as sure as stated; the least sure come first.

    OptionError for an unknown measure, and where the words of the records are not at hand.
    """
    if unknown := sorted(set(measures) - set(reader.measures)):
        raise OptionError(f"measure `{unknown[0]}` is unknown; known are {', '.join(reader.measures)}.")
    clause, known = reader.where(filters), list(LEAST_SURE)
    chosen = sorted(measures)
    found = reader.rows(
        LABELS.format(where=clause.sql),
        [known, *clause.values, list(LEVELS_IN_WORDS), chosen, chosen, list(sureness), known, limit],
    )
    units = {trial: words_by_place(record) for trial, record in records(reader, {row[0] for row in found}).items()}
    return [
        Reviewable(trial, place, words_hash(units[trial][place]), measure, known[sure - 1], words, rule,
                   _text(units[trial][place]))
        for trial, place, measure, sure, words, rule in found
    ]  # fmt: skip


def given_reviews(reader: Reader, filters: Filters) -> list[dict[str, Any]]:
    """The verdicts on the filtered trials' labels as rows of `reviews`, those that no longer stand first."""
    clause = reader.where(filters)
    found = reader.frame(
        f"SELECT r.* FROM reviews r SEMI JOIN (SELECT t.nct_id FROM trials t WHERE {clause.sql}) USING (nct_id) "
        "ORDER BY r.state = 'applied', r.nct_id, r.measure, r.place",
        clause.values,
    )
    return [row | {"reviewers": list(row["reviewers"])} for row in found.to_dict("records")]


def standing_counts(reader: Reader) -> dict[str, int]:
    """How many verdicts stand, and how many fell with the words that they spoke of, by state."""
    return dict(reader.rows("SELECT state, count(*) FROM reviews GROUP BY state ORDER BY state"))


def hashes(reader: Reader, trial: str) -> dict[str, str]:
    """The hash of the words at every place of a trial's record that may carry a label."""
    found = records(reader, {trial}).get(trial, {})
    return {place: words_hash(pieces) for place, pieces in words_by_place(found).items()}


def records(reader: Reader, trials: Collection[str]) -> dict[str, Node]:
    """Raw records by id, read one by one; OptionError for tables that are kept without them."""
    if not isinstance(reader.snapshot, Snapshot):
        raise OptionError("these tables are kept without their records; review labels in a cache of `refresh`.")
    folder = reader.snapshot.folder
    members = [each for each in read_index(folder) if each.nct_id in trials]
    found = map(orjson.loads, read_lines(folder, members))
    return {nct_id(record): record for record in found}


def _text(pieces: Iterable[tuple[str, str]]) -> str:
    return " | ".join(" ".join(words.split()) for _, words in pieces)


def verdicts_in_force(store: Store) -> int:
    """How many verdicts of readers the current snapshot follows; 0 where it cannot be read, or is none."""
    try:
        snapshot = store.current()
        return standing_counts(Reader(snapshot)).get("applied", 0) if snapshot else 0
    except SnapshotError:
        return 0
