"""How long a filter change takes on every page, and what the server holds meanwhile.

    python -m tests.bench.dashboard_speed --cache DIR --trials 5000 [--keep DIR] [--browser] [--pages map trials]

The trials of the cache's snapshot are replicated to the number asked, in a process of its own (tests/bench/
replicate.py); `--keep` names a folder where the result stays for the next run. A second process runs the pages'
scripts (tests/bench/page_scripts.py), and with `--browser` the real server answers Debian's Chromium
(tests/bench/page_settles.py). Wall time counts whatever else the machine does; CPU time (all threads) is steadier.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cache.store.snapshot import Store
from seeds.errors import SnapshotError


@contextmanager
def replicated(source: Path, trials: int, keep: Path | None) -> Iterator[Path]:
    """A cache with about that many trials: the one kept from an earlier run, or a new one."""
    with tempfile.TemporaryDirectory() as folder:
        root = keep or Path(folder) / "cache"
        if not fits(root, source, trials):
            command = ["--source", str(source), "--target", str(root), "--trials", str(trials)]
            subprocess.run([sys.executable, "-m", "tests.bench.replicate", *command], check=True)
        yield root


def fits(root: Path, source: Path, trials: int) -> bool:
    """Whether a kept cache holds about so many trials, made of the source's snapshot."""
    try:
        kept, made = Store(root).current(), Store(source).current()
    except SnapshotError:
        return False
    if not kept or not made:
        return False
    same = kept.manifest.seeds_version == made.manifest.seeds_version
    return same and abs(kept.manifest.trial_count - trials) <= made.manifest.trial_count


def figures(module: str, root: Path, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What a module measures over a cache in a process of its own: one JSON line per page."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *names]
    with subprocess.Popen(
        command, env={**os.environ, "RAPATRIALS_CACHE": str(root)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        told, complaints = process.communicate()
    if process.returncode:
        raise SystemExit(complaints.decode(errors="replace"))
    yield from (json.loads(line) for line in told.splitlines())


def ms(seconds: Sequence[float]) -> str:
    """Median and worst."""
    return f"{1000 * statistics.median(seconds):6.0f} {1000 * max(seconds):6.0f}"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--trials", type=int, default=5000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pages", nargs="+", default=[])
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    with replicated(options.cache, options.trials, options.keep) as root:
        print(
            f"{'script, ms':28}{'wall':>6} {'worst':>6}{'CPU':>8} {'worst':>6}{'first':>8}{'MB now':>8}{'at most':>8}"
        )
        for each in figures("page_scripts", root, options.pages):
            first = f"{1000 * each['first']:8.0f}"
            print(f"{each['page']:28}{ms(each['wall'])}  {ms(each['cpu'])}{first}{each['now']:8}{each['peak']:8}")
        if options.browser:
            print(f"{'settled in the browser, ms':28}{'wall':>6} {'worst':>6}{'MB now':>8}{'at most':>8} of the server")
            for each in figures("page_settles", root, options.pages):
                print(f"{each['page']:28}{ms(each['wall'])}{each['now']:8}{each['peak']:8}")


if __name__ == "__main__":
    main()
