"""Kills refreshes (SIGKILL) at random instants; after each, the cache must be whole and the next refresh succeed.

    python -m tests.bench.kill_matrix --kills 200 --seed 1

First, incremental and full refreshes alternate, over a registry that moves on between them.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from cache.questions.reader import Reader
from cache.refresh.history import attempts
from cache.refresh.progress import read_progress
from cache.store.raw import read_lines
from cache.store.snapshot import Store, open_snapshot
from cache.store.verify import problems
from tests.bench import child
from tests.conftest import SHARED
from tests.replay_server import Replay, small_records

KINDS = ("incremental", "full", "first")
TOGETHER = 8  # every so many kills hit a refresh that annotates in two processes,
STARTING_S = 6.0  # which take their time to start
# all that a refresh leaves in a cache
LEFT = {"owner", "current", "snapshots", "lock", "refresh.json", "history.jsonl", "changes.atom"}


@dataclass
class Outcome:
    """How often a killed refresh had already made its snapshot current, by kind; and how long whole ones took."""

    killed: Counter[str] = field(default_factory=Counter)
    survived: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)


class Matrix:
    """A registry that moves on, and a cache whose refreshes are killed."""

    def __init__(self, folder: Path, replay: Replay, seed: int) -> None:
        self._folder, self._replay = folder, replay
        self._random = random.Random(seed)  # noqa: S311
        self._store = Store(folder / "cache-0")
        self._day = datetime(2026, 11, 20, 9, 0, 5)
        self._duration: dict[str, float] = {}
        self.outcome = Outcome()

    def prepare(self) -> None:
        """A first snapshot, and how long each kind of refresh takes."""
        child.run(Store(self._folder / "warm-up"), self._replay.url)  # compiles the rules, which no later one does
        for kind in ("first", "full", "incremental"):
            if kind == "incremental":
                self._move_on()
            started = time.perf_counter()
            assert child.run(self._store, self._replay.url, kind == "full") == 0
            self._duration[kind] = time.perf_counter() - started
            self._check()

    def kill(self, number: int) -> None:
        """One killed refresh, and the one after it."""
        kind = KINDS[number % len(KINDS)]
        if kind == "first":
            self._store = Store(self._folder / f"cache-{number}")
        self._move_on()
        before = self._store.current_name()
        crew = 2 if number % TOGETHER == 0 else None
        process = child.start(self._store, self._replay.url, kind == "full", processes=crew)
        time.sleep(self._random.uniform(0, self._duration[kind] * 1.1 + (STARTING_S if crew else 0)))
        process.kill()
        process.join()
        word = read_progress(self._store.root)
        self.outcome.phases[word.phase if word and word.exit_code is None else "before or after"] += 1
        self.outcome.killed[kind] += 1
        self._check_after_kill(before, kind)
        if (code := child.run(self._store, self._replay.url)) not in (0, 3):
            last = attempts(self._store.root)[-1:]
            raise AssertionError(f"kill {number} ({kind}): the next refresh ended with {code}: {last}")
        self._check()

    def _move_on(self) -> None:
        registry = self._replay.registry
        self._day += timedelta(days=1)
        registry.timestamp = self._day.isoformat()
        registry.differ(touch=0.1)

    def _check_after_kill(self, before: str, kind: str) -> None:
        after = self._store.current_name()
        if after != before:
            self.outcome.survived[kind] += 1
            self._check(left=None)
        for name in self._store.names():
            assert problems(open_snapshot(self._store.snapshots / name)) == [], f"{name} is there in part"

    def _check(self, left: set[str] | None = LEFT) -> None:
        """The current snapshot is whole and holds what the registry has."""
        current = self._store.current()
        assert current and problems(current) == []
        assert current.manifest.data_timestamp == self._replay.registry.timestamp
        there = [orjson.loads(line) for line in read_lines(current.folder)]
        assert there == [study.record for study in sorted(self._replay.registry.studies, key=lambda each: each.nct)]
        reader = Reader(current)
        assert reader.rows("SELECT count(*) FROM trials") == [(len(there),)]
        reader.close()
        there_too = {path.name for path in self._store.root.iterdir()} - (left or LEFT)
        assert left is None or not there_too, f"left over: {there_too}"


def run(kills: int, seed: int, shared: Path, folder: Path, records: int = 60) -> Outcome:
    """The whole matrix; an AssertionError says which kill broke what."""
    with Replay(shared, small_records(records)) as replay:
        matrix = Matrix(folder, replay, seed)
        matrix.prepare()
        for number in range(kills):
            matrix.kill(number)
            if number % 20 == 19:
                print(f"{number + 1} kills", flush=True)
    return matrix.outcome


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(options.kills, options.seed, SHARED, Path(folder), options.records)
    print(f"{sum(outcome.killed.values())} kills ({dict(outcome.killed)}); the new snapshot was current already "
          f"after {dict(outcome.survived)}; killed during {dict(outcome.phases)}. No cache was harmed.")  # fmt: skip


if __name__ == "__main__":
    main()
