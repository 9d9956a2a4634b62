"""Two refreshes at once over a lock that does nothing: each snapshot that is ever current must verify.

    python -m tests.bench.two_refreshes --tries 20

The owner file is put out of action too, as between two machines that share a network file system.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from unittest import mock

from cache.store.snapshot import Snapshot, Store
from cache.store.verify import problems
from seeds.errors import SnapshotError
from tests.bench import child
from tests.conftest import SHARED
from tests.replay_server import Replay, small_records


def work(folder: str, url: str, full: bool) -> None:
    """One refresh that heeds no lock."""
    Store(Path(folder)).prepare()
    with mock.patch.object(child, "locked", lambda store, now: nullcontext()):
        child.work(folder, url, full, 0, None)


def tried(store: Store, url: str, full: bool, later_s: float) -> tuple[list[int | None], int, list[str]]:
    """Exit codes of both, how many snapshots were seen as current, and what is wrong with them."""
    context = multiprocessing.get_context("fork")
    pair = [context.Process(target=work, args=(str(store.root), url, full)) for _ in range(2)]
    pair[0].start()
    time.sleep(later_s)
    pair[1].start()
    wrong: list[str] = []
    seen: dict[str, Snapshot] = {}
    while any(each.is_alive() for each in pair):
        _look(store, seen, wrong)
        time.sleep(0.005)
    for each in pair:
        each.join()
    _look(store, seen, wrong, again=True)
    return [each.exitcode for each in pair], len(seen), wrong


def _look(store: Store, seen: dict[str, Snapshot], wrong: list[str], again: bool = False) -> None:
    try:
        found = store.current()
    except SnapshotError as error:
        wrong.append(str(error))
        return
    if found and (again or found.name not in seen):
        seen[found.name] = found
        wrong += problems(found)


def main() -> int:
    """Run the tries; 1 where a snapshot that was current does not verify."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=20)
    options = parser.parse_args()
    failed = 0
    child.rules()
    with tempfile.TemporaryDirectory() as folder, Replay(SHARED, small_records(40)) as replay:
        for number in range(options.tries):
            store = Store(Path(folder) / f"cache-{number % 5}")  # a first one, then full ones over what is there
            replay.registry.differ(touch=0.1)
            replay.registry.timestamp = f"2026-11-{number + 1:02d}T09:00:05"
            codes, count, wrong = tried(store, replay.url, number % 2 == 1, (number % 7) * 0.1)
            failed += bool(wrong) or not count
            print(
                f"try {number + 1}: exit codes {codes}, {count} snapshots current, wrong: {wrong or 'nothing'}",
                flush=True,
            )
    print(f"{options.tries} tries, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
