"""One shard: its records annotated into a folder of tables, whole or not there; the same under every engine.

A shard's folder is named by its input, the rules and the program, so that a finished one is never written again, and
what changed gets a folder of its own. The mark is written last: a folder without it is no finished shard.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import orjson

from cache.shards.sources import Lines, Piece, records_of
from cache.store.parquet import TableWriter
from cache.store.places import Place, place, place_errors
from cache.store.sharded import SEARCH_TABLE
from cache.tables.collector import seldom_collected
from cache.tables.reuse import code_version
from cache.tables.search_index import write_search_words
from fetchers.annotate import Annotator
from fetchers.record.nodes import Node
from fetchers.tables import Tabulator
from seeds.errors import OptionError
from seeds.knowledge import load_knowledge
from seeds.tables.columns import tables

MARK = "shard.json"
_ID = re.compile(rb'"nctId"\s*:\s*"(NCT\d{8})"')
_one_at_a_time = Lock()  # the rules of a process serve one shard at a time


@dataclass(frozen=True, slots=True)
class Rules:
    """How to judge: the data's day, by which overdue is judged, a folder of a user's own seeds, and their version.

    `version` is that of the seeds and of the code, as the command found them; a worker that has others refuses.
    """

    as_of: date
    seeds: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of a source, the folder for its tables (a URL under the target), and how to judge.

    `weight` is the size of the piece in bytes as stored; `is_copy` says that the piece was made for the shard alone.
    """

    piece: Piece
    folder: str
    rules: Rules
    weight: int
    is_copy: bool = False

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class FinishedShard:
    """A shard's name, the ids of its trials, its rows by table, and whether it was there already."""

    name: str
    ids: tuple[str, ...]
    rows: dict[str, int]
    weight: int
    was_there: bool


def rules_version(seeds: Path | None) -> str:
    """The version of a user's and our own seeds with that of the code."""
    return f"{load_knowledge(seeds).version}-{code_version()}"


@cache
def _tabulator(rules: Rules) -> Tabulator:
    """Rules compiled once per process; OptionError where they are not those of the command."""
    seeds = Path(rules.seeds) if rules.seeds else None
    if (found := rules_version(seeds)) != rules.version:
        raise OptionError(
            f"a worker has rules and program {found}, the command {rules.version}: "
            "give all machines the same version of the program and the same --seeds folder."
        )
    return Tabulator(Annotator(load_knowledge(seeds)), rules.as_of)


def annotate_shard(shard: Shard) -> FinishedShard:
    """Write all tables of one shard, unless it is finished; OptionError names the record that is none."""
    folder = place(shard.folder)
    with _one_at_a_time, place_errors("Writing a shard", shard.folder):
        found = finished(folder, shard.weight)
        if found is None:
            found = _annotate(shard, folder)
        if shard.is_copy and isinstance(shard.piece, Lines):
            place(shard.piece.url).remove()
    return found


def _annotate(shard: Shard, folder: Place) -> FinishedShard:
    tabulator, ids = _tabulator(shard.rules), []
    lines = sorted(records_of(shard.piece), key=lambda each: _order(each[1]))
    with TemporaryDirectory(prefix="rapatrials-") as draft:
        with seldom_collected(), TableWriter(Path(draft), tables()) as writer:
            for rows in tabulator.rows_of(_decoded(lines)):
                ids += [row["nct_id"] for row in rows["trials"]]
                writer.add(rows)
        counts = writer.counts | {SEARCH_TABLE: write_search_words(Path(draft))}
        folder.remove()
        folder.system.makedirs(folder.path, exist_ok=True)
        for path in sorted(Path(draft).iterdir()):
            folder.system.put_file(str(path), (folder / path.name).path)
    mark = {"ids": ids, "rows": counts}
    (folder / MARK).write(orjson.dumps(mark))
    return FinishedShard(folder.name, tuple(ids), counts, shard.weight, False)


def _order(line: bytes) -> tuple[bytes, bytes]:
    """Tables are sorted by trial, so that a question about one reads few groups of rows."""
    found = _ID.search(line)
    return (found[1] if found else b"", line)


def _decoded(lines: list[tuple[str, bytes]]) -> Iterator[Node]:
    for where, line in lines:
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise OptionError(f"{where}: is no JSON ({error}). Mend or leave out that record.") from error
        if not isinstance(record, dict):
            raise OptionError(f"{where}: is no record, which is a JSON object. Mend or leave out that record.")
        yield record


def finished(folder: Place, weight: int) -> FinishedShard | None:
    """What a finished shard's mark says; None where there is none, or one that cannot be read."""
    try:
        found = orjson.loads((folder / MARK).read() or b"")
        return FinishedShard(folder.name, tuple(found["ids"]), dict(found["rows"]), weight, True)
    except (ValueError, KeyError, TypeError):
        return None
