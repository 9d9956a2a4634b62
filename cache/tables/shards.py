"""Any number of records, shard by shard: the same annotation for a whole registry as for one trial.

`annotate_shard` is pure, repeatable and atomic: a shard whose target was made by the same rules is left as it is,
and a target appears only when it is complete. Any engine that maps a function will do: `map`, a process pool, or a
cluster (`client.map` of the extra `cluster`). The tables of all shards are read together by a glob over the folders.
"""

import gzip
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import orjson

from cache.store.folders import disk_errors, replace_file
from cache.store.parquet import TableWriter
from cache.tables.annotators import DERIVED
from cache.tables.collector import seldom_collected
from fetchers.annotate import Annotator
from fetchers.tables import Tabulator
from seeds.errors import OptionError
from seeds.knowledge import load_knowledge

MARK = "shard.json"  # written last: a folder without it is no finished shard


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of records (JSON lines, gzipped or plain), the folder for its tables, and how to judge them.

    `as_of` is the data's day, by which overdue is judged; `seeds` a folder of a user's own rules.
    """

    source: Path
    target: Path
    as_of: date
    seeds: Path | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A finished shard: its folder, its number of trials, and whether it was there already."""

    target: Path
    trials: int
    was_there: bool


@cache
def _rules(as_of: date, seeds: Path | None) -> tuple[Tabulator, str]:
    """Rules compiled once per process, and their version."""
    knowledge = load_knowledge(seeds)
    return Tabulator(Annotator(knowledge), as_of), knowledge.version


def annotate_shard(shard: Shard) -> Done:
    """Write all tables of one shard; OptionError names the line that is no record, DiskError the place."""
    tabulator, version = _rules(shard.as_of, shard.seeds)
    mark = {"seeds_version": version, "as_of": shard.as_of.isoformat()}
    if (found := _finished(shard.target)) and {key: found.get(key) for key in mark} == mark:
        return Done(shard.target, int(found["trials"]), True)
    draft = shard.target.with_name(f".{shard.target.name}.draft")
    with disk_errors("Writing a shard"):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        with seldom_collected(), TableWriter(draft, DERIVED) as writer:
            for record in _records(shard.source):
                writer.add(tabulator.rows(record))
        replace_file(draft / MARK, orjson.dumps(mark | {"trials": writer.counts["trials"]}))
        shutil.rmtree(shard.target, ignore_errors=True)
        draft.replace(shard.target)
    return Done(shard.target, writer.counts["trials"], False)


def _finished(target: Path) -> dict[str, str | int] | None:
    try:
        found = orjson.loads((target / MARK).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and type(found.get("trials")) is int else None


def _records(source: Path) -> Iterator[dict[str, object]]:
    opener = gzip.open if source.suffix == ".gz" else open
    number = 0
    try:
        with opener(source, "rb") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007 (told in the error)
                yield orjson.loads(line)
    except (OSError, EOFError, orjson.JSONDecodeError) as error:
        raise OptionError(f"{source}: cannot be read beyond line {number} ({error}).") from error


def annotate_shards(
    shards: Iterable[Shard], run: Callable[[Callable[[Shard], Done], Iterable[Shard]], Iterable[Done]] = map
) -> Iterator[Done]:
    """All shards by any engine that maps; finished ones are handed over as they come."""
    yield from run(annotate_shard, shards)
