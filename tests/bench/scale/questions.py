"""Pages and exports over tables of several sizes: milliseconds by the clock, and what the process held."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cache.exports.table_files import WRITERS, write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.shards.shard import MARK
from cache.shards.together import brought_together
from cache.store.parquet import rows_per_group
from cache.store.places import place
from cache.store.sharded import SHARDS, open_tables, write_manifest
from cache.store.snapshot import MANIFEST

COPY_IDS = 100_000  # more than the trials of what is copied


class Asked(NamedTuple):
    """A page over so many trials: median and worst milliseconds of its filter changes, most megabytes."""

    page: str
    trials: int
    median_ms: float
    worst_ms: float
    peak_mb: int


class Exported(NamedTuple):
    """A table in a format: rows, seconds, megabytes."""

    kind: str
    rows: int
    seconds: float
    megabytes: float


def multiplied(tables: Path, copies: int, target: Path) -> Path:
    """So many copies of a folder of tables, each trial under ids of its own; nothing where it is there already."""
    held, names, rows = open_tables(str(tables)), {}, held_rows(tables)
    if (target / MANIFEST).exists():
        return target
    for copy in range(copies):
        for shard in held.shards:
            folder = target / SHARDS / f"{copy:04d}-{shard}"
            folder.mkdir(parents=True)
            for path in sorted((tables / SHARDS / shard).glob("*.parquet")):
                read = pq.read_table(path)
                ids = pc.binary_join_element_wise("NCT", _numbered(read["nct_id"], copy), "")
                pq.write_table(
                    read.set_column(read.schema.get_field_index("nct_id"), read.schema.field("nct_id"), ids),
                    folder / path.name, compression="zstd", write_statistics=["nct_id"],
                    row_group_size=rows_per_group(path.stem),
                )  # fmt: skip
            names[folder.name] = rows[shard]
    kept = ("data_timestamp", "program_version", "seeds_version", "code_version")
    facts, folder = {name: getattr(held.manifest, name) for name in kept}, place(str(target))
    write_manifest(folder, names, [], facts, brought_together(folder, [*names]))
    return target


def held_rows(tables: Path) -> dict[str, dict[str, int]]:
    """Rows by table of each shard, as its mark says."""
    marks = (tables / SHARDS).glob(f"*/{MARK}")
    return {path.parent.name: dict(json.loads(path.read_bytes())["rows"]) for path in marks}


def _numbered(ids: pa.ChunkedArray, copy: int) -> pa.ChunkedArray:
    """Numbers of eight digits, those of a copy after those of the one before."""
    numbers = pc.add(pc.cast(pc.utf8_slice_codeunits(ids, 3), pa.int64()), copy * COPY_IDS)
    return pc.utf8_lpad(pc.cast(numbers, pa.string()), 8, "0")


def pages(tables: Path, names: Sequence[str] = ()) -> list[Asked]:
    """Every page's script over a folder of tables, in a process of its own (tests/bench/page_scripts.py)."""
    environ = {**os.environ, "RAPATRIALS_TABLES": str(tables)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.page_scripts", *names], env=environ, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    trials = open_tables(str(tables)).manifest.trial_count
    return [_asked(json.loads(line), trials) for line in done.stdout.splitlines()]


def _asked(found: dict[str, Any], trials: int) -> Asked:
    wall = [1000 * each for each in found["wall"]]
    return Asked(found["page"], trials, statistics.median(wall), max(wall), found["peak"])


def exports(tables: Path, table: str = "trials") -> list[Exported]:
    """The table's experimental trials in every format."""
    reader, found = Reader(open_tables(str(tables))), []
    with tempfile.TemporaryDirectory() as folder:
        for kind in WRITERS:
            out, began = Path(folder) / f"x.{kind}", time.monotonic()
            made = write_export(reader, table, Filters(), kind, out, "all trials")
            found.append(Exported(kind, made.rows, time.monotonic() - began, out.stat().st_size / 2**20))
    reader.close()
    return found
