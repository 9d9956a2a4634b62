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

from cache.exports.table_files import WRITERS, write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.store.sharded import open_tables


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
