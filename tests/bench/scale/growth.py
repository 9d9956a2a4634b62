"""What `rapatrials annotate` costs at 1x, 4x and 16x records: seconds of all processors, by the clock, most memory.

The exponent of growth is the slope of the logarithms (least squares): 1 is linear. The start of the program and of its
processes, which a few records do not pay back, is measured by a run over one record and taken off first.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.scale.copies import write_copies

FACTORS = (1, 4, 16)
WATCHED_EVERY_S = 1.0  # adding up what processes hold costs milliseconds of the processors that are measured


class Cost(NamedTuple):
    """Of one run: records, megabytes of JSON, CPU and wall seconds, most megabytes of all its processes together."""

    records: int
    megabytes: float
    cpu_s: float
    wall_s: float
    peak_mb: float


def annotated(source: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and most memory of one command over a source."""
    command = [sys.executable, "-m", "dashboard.start", "annotate", str(source), "--out", str(out), "--quiet"]
    command += ["--as-of", "2026-11-20", "--workers", str(workers)]
    began, before = time.monotonic(), os.times()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        peaks: list[float] = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, peaks))
        watcher.start()
        if process.wait():
            raise SystemExit(f"annotate ended with {process.returncode}")
        watcher.join()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, time.monotonic() - began, max(peaks)


def _watch(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    while process.poll() is None:
        peaks.append(sum(_held(pid) for pid in _family(process.pid)))
        time.sleep(WATCHED_EVERY_S)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for thread in Path(f"/proc/{pid}/task").iterdir():
            children += (thread / "children").read_text().split()
    except OSError:
        return
    for child in {*map(int, children)}:
        yield from _family(child)


def _held(pid: int) -> float:
    """Megabytes of a process's own, and its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def growth(sources: Sequence[Path], least: int, workers: int, keep: Path | None = None) -> list[Cost]:
    """The costs at every factor; the largest result stays in `keep`."""
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        for records in (1, *(least * factor for factor in FACTORS)):
            source, out = Path(folder) / "records.jsonl", Path(folder) / f"out-{records}"
            size = write_copies(source, sources, records)
            if keep and records == least * FACTORS[-1]:
                out = keep
            costs.append(Cost(records, size / 2**20, *annotated(source, out, workers)))
    return costs


def exponent(costs: Sequence[Cost]) -> float:
    """The slope of log CPU seconds over log records, without the start that the first cost (one record) tells."""
    start = costs[0].cpu_s
    points = [(math.log(cost.records), math.log(cost.cpu_s - start)) for cost in costs[1:]]
    return statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope
