"""A Dask cluster on this machine for tests: a scheduler and workers in processes of their own, which can be killed."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[3]
PATIENCE_S = 120


class Cluster:
    """A scheduler on a free port, and workers with one thread each; `folder` takes what they write beside the work."""

    def __init__(self, folder: Path, workers: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        self._folder = folder
        port = self.address.rsplit(":", 1)[1]
        self.scheduler = self._started(
            "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show"
        )
        self.workers = [self.worker() for _ in range(workers)]

    def worker(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder))
        return self._started("worker", self.address, *options)

    def _started(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
        return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def annotating(sources: list[Path], out: Path, *options: str) -> subprocess.Popen[str]:
    """The command at work on small shards, in a process of its own."""
    command = [sys.executable, "-m", "dashboard.start", "annotate", *map(str, sources), "--out", str(out)]
    command += ["--as-of", "2026-11-20", "--shard-size", "1", *options]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def finished_shards(out: Path) -> int:
    """How many shards are finished by now."""
    return len([*out.glob("shards/*/shard.json")])


def wait_for(out: Path, shards: int, process: subprocess.Popen[str]) -> None:
    """Until so many shards are finished, or the process has ended."""
    stop = time.monotonic() + PATIENCE_S
    while finished_shards(out) < shards and process.poll() is None and time.monotonic() < stop:
        time.sleep(0.02)
