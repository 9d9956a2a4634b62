"""A first refresh beside a bare loop of requests, and beside a published client, for the same stand-in's trials."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson
import requests

from tests.bench.scale.labels import asked

PAGE = 1000


class Fetched(NamedTuple):
    """A way of fetching: trials, wall and CPU seconds of the one who asks."""

    name: str
    trials: int
    wall_s: float
    cpu_s: float


@contextlib.contextmanager
def registry(shared: Path) -> Iterator[str]:
    """The stand-in registry in a process of its own; gives its address."""
    records = [str(shared / "records" / f"{name}.jsonl.gz") for name in ("rapalog", "mention")]
    command = [sys.executable, str(shared / "ctgov" / "replay.py"), "--records", *records, "--port", "8977"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = "http://127.0.0.1:8977/api/v2"
        try:
            while True:
                with contextlib.suppress(requests.ConnectionError):
                    requests.get(f"{url}/version", timeout=5)
                    break
                time.sleep(0.2)
            yield url
        finally:
            server.kill()


def bare(url: str) -> Fetched:
    """Pages of one query, decoded and dropped."""
    began, clock, count, token = time.process_time(), time.monotonic(), 0, ""
    while True:
        params = {"query.term": "everolimus OR sirolimus OR temsirolimus OR rapamycin", "pageSize": str(PAGE)}
        params |= {"pageToken": token} if token else {}
        page = orjson.loads(requests.get(f"{url}/studies", params, timeout=60).content)
        count += len(page["studies"])
        token = page.get("nextPageToken", "")
        if not token:
            return Fetched("bare loop of requests", count, time.monotonic() - clock, time.process_time() - began)


def refreshed(url: str) -> Fetched:
    """`rapatrials refresh` into an empty cache, all it does, with no pause between requests."""
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "dashboard.start", "refresh", "--cache", cache, "--api-url", url, "--json"]
        before, clock = os.times(), time.monotonic()
        done = subprocess.run(
            [*command, "--quiet", "--processes", "1"], env={**os.environ, "RAPATRIALS_INTERVAL": "0"},
            capture_output=True, check=True,
        )  # fmt: skip
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        trials = int(orjson.loads(done.stdout)["trials"])
        return Fetched("`rapatrials refresh`, all of it", trials, time.monotonic() - clock, cpu)


def fetched(shared: Path, other_python: str) -> Sequence[Fetched]:
    """All ways, the bare loop first."""
    with registry(shared) as url:
        found = [bare(url), refreshed(url)]
        if other := asked(other_python, "pytrials", url, str(PAGE)):
            found.append(Fetched(str(other["name"]), other["found"], other["wall_s"], other["cpu_s"]))
    return found
