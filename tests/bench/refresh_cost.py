"""What a refresh costs: full against a bare loop over the same pages, incremental against full; memory by pages.

    python -m tests.bench.refresh_cost --trials 5000

The bare loop asks exactly what the full refresh asked, by the same client library, and decodes it; the stand-in has
answered every question once before anything is timed. Times are medians of several runs, each on a cache of its
own, for a single refresh may differ from the next by a tenth. Bars: full at most 2.5 bare loops; incremental, with 1%
of the trials changed, under 4% of the bytes and under 10% of the time of a full one; under 600 MB at any size.

Most updates of a record leave its posted results alone, and tables of which no row changed are copied: the line
"with results" is the worst case, in which the results of every changed trial have moved and each table with them.
"""

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import orjson
import requests

from cache.refresh.job import RefreshOptions, RefreshReport, refresh
from cache.store.snapshot import Store
from cache.tables.build import no_progress
from fetchers.record.protocol import last_update_date
from fetchers.registry.client import RegistryClient
from fetchers.registry.options import ClientOptions
from seeds.knowledge import load_knowledge
from tests.conftest import SHARED, read_records
from tests.replay_server import Replay

TURNED = (
    ("protocolSection", "outcomesModule", ("primaryOutcomes", "secondaryOutcomes")),
    ("protocolSection", "armsInterventionsModule", ("armGroups", "interventions")),
    ("protocolSection", "referencesModule", ("references",)),
    ("resultsSection", "outcomeMeasuresModule", ("outcomeMeasures",)),
    ("resultsSection", "adverseEventsModule", ("eventGroups", "seriousEvents", "otherEvents")),
)
RUNS, FULL_RUNS = 5, 3
VERSIONS = {"move protocols": "2026-11-23T09:00:05", "move results": "2026-11-24T09:00:05"}


class Timed(NamedTuple):
    """The last report of several runs, their median seconds and their highest peak of memory in MB."""

    report: RefreshReport
    seconds: float
    peak: float


def serve(pipe: Connection, trials: int) -> None:
    """The stand-in in a process of its own; answers `log` and the names of VERSIONS over the pipe."""
    records = list(read_records(SHARED / "records" / "rapalog.jsonl.gz"))
    with Replay(SHARED, records, replicate=-(-trials // len(records))) as replay:
        pipe.send((replay.url, len(replay.registry.studies)))
        while (word := pipe.recv()) != "stop":
            if word in VERSIONS:
                replay.registry.timestamp = VERSIONS[word]
            if word == "move protocols":
                replay.registry.differ(touch=0.01)
            if word == "move results":
                move_results(replay.registry.studies, VERSIONS["move protocols"][:10])
            pipe.send([each["path"] for each in replay.log])
            replay.registry.log.clear()


def move_results(studies: list[Any], day: str) -> None:
    """Turn the order of what trials updated on `day` have posted and registered: rows of every table move."""
    for study in studies:
        if last_update_date(study.record) == day:
            record = orjson.loads(study.line)
            for section, module, names in TURNED:
                found = record.get(section, {}).get(module, {})
                for name in names:
                    found.get(name, []).reverse()
            study.__init__(record)


def refreshed(folder: str, url: str, full: bool, pipe: Connection) -> None:
    """One refresh; sends its report, wall seconds and peak memory in MB."""
    knowledge = load_knowledge()
    started = time.perf_counter()
    with RegistryClient(ClientOptions(base_url=url)) as client:
        report = refresh(
            Store(Path(folder)), client, knowledge, datetime.now(UTC), RefreshOptions(full=full), no_progress
        )
    seconds = time.perf_counter() - started
    pipe.send((report, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def apart(function: Any, *values: Any) -> Any:
    """What a function sends that runs in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=function, args=(*values, there))
    process.start()
    there.close()
    found = here.recv()
    process.join()
    return found


def bare(origin: str, paths: list[str], pipe: Connection) -> None:
    """Download and decode; sends wall seconds."""
    started = time.perf_counter()
    with requests.Session() as session:
        for path in paths:
            orjson.loads(session.get(origin + path, timeout=600).content)
    pipe.send(time.perf_counter() - started)


def repeated(url: str, runs: int, base: Path | None = None) -> Timed:
    """Incremental refreshes of copies of the cache `base`, or full ones from nothing."""
    found = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            if base:
                shutil.copytree(base, folder, dirs_exist_ok=True)
            found.append(apart(refreshed, folder, url, base is None))
    reports, seconds, peaks = zip(*found, strict=True)
    assert all(report.full == (base is None) for report in reports)
    return Timed(reports[-1], median(seconds), max(peaks))


def measure(trials: int) -> dict[str, float]:
    """The numbers of one run."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=serve, args=(there, trials), daemon=True)
    server.start()
    url, count = here.recv()
    origin = url.removesuffix("/api/v2")

    def tell(word: str) -> list[str]:
        here.send(word)
        return list(here.recv())

    with tempfile.TemporaryDirectory() as folder:
        first, first_seconds, first_peak = apart(refreshed, folder, url, True)  # also warms the stand-in
        paths = tell("log")
        loop = median(apart(bare, origin, paths) for _ in range(FULL_RUNS))
        full = repeated(url, FULL_RUNS)
        _, again_seconds, _ = apart(refreshed, folder, url, True)
        steps = []
        for word in VERSIONS:
            tell(word)
            repeated(url, 1, Path(folder))  # warm again
            steps.append(repeated(url, RUNS, Path(folder)))
    here.send("stop")
    server.join()
    step, worst = steps
    assert full.report.trials == first.trials > count / 2
    return {
        "trials": first.trials, "bare loop s": loop, "first s": first_seconds, "full s": full.seconds,
        "full / bare": full.seconds / loop, "full again, nothing changed / bare": again_seconds / loop,
        "changed": step.report.fetched, "incremental s": step.seconds,
        "incremental / full time": step.seconds / full.seconds,
        "incremental / full bytes": step.report.received_bytes / full.report.received_bytes,
        "changed, with results": worst.report.fetched, "with results / full time": worst.seconds / full.seconds,
        "peak MB first": first_peak, "peak MB full": full.peak, "peak MB incremental": max(step.peak, worst.peak),
    }  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=5000)
    for name, value in measure(parser.parse_args().trials).items():
        print(f"{name:36} {value:12.3f}")


if __name__ == "__main__":
    main()
