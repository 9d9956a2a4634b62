"""Workers killed at random instants, again and again: the bytes must be those of a run in peace, and no shard be lost.

    python -m tests.bench.scale.kills --records FILE... [--kills 10] [--engine local|dask] [--workers 2] [--seed 1]

Prints how often a worker was killed and whether the results are the same.
"""

import argparse
import os
import random
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.cache.shards.cluster import Cluster, annotating
from tests.cache.shards.records import content

LONGEST_S = 2.0  # between two deaths


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found: list[str] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += (thread / "children").read_text().split()
    return [*map(int, found)]


def workers_of(command: subprocess.Popen[str]) -> list[int]:
    """The processes that work for a command of the local engine, not the one that counts semaphores."""
    return [pid for pid in children(command.pid) if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]


def killed_locally(command: subprocess.Popen[str], kills: int, chance: random.Random) -> int:
    """Kill a worker at random instants while the command runs; gives how often."""
    done = 0
    while done < kills and command.poll() is None:
        time.sleep(chance.uniform(0.1, LONGEST_S))
        try:
            os.kill(chance.choice(workers_of(command)), signal.SIGKILL)
            done += 1
        except (OSError, IndexError):
            continue
    return done


def killed_in_cluster(command: subprocess.Popen[str], cluster: Cluster, kills: int, chance: random.Random) -> int:
    """The same with the workers of a cluster, each of which another replaces."""
    done = 0
    while done < kills and command.poll() is None:
        time.sleep(chance.uniform(LONGEST_S, 3 * LONGEST_S))  # a worker takes seconds to start
        victim = cluster.workers.pop(chance.randrange(len(cluster.workers)))
        victim.kill()
        victim.wait()
        cluster.workers.append(cluster.worker())
        done += 1
    return done


def main() -> None:
    """One run in peace, one with deaths."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", nargs="+", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--engine", choices=["local", "dask"], default="local")
    parser.add_argument("--workers", type=int, default=2, help="of the cluster")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 (instants, no secrets)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with annotating(options.records, folder / "peace", "--workers", "1") as command:
            assert command.wait() == 0
        if options.engine == "local":
            with annotating(options.records, folder / "deaths", "--workers", "2") as command:
                done = killed_locally(command, options.kills, chance)
                told = command.communicate()[1]
        else:
            with Cluster(folder / "dask", options.workers) as cluster:
                words = ("--engine", "dask", "--scheduler", cluster.address)
                with annotating(options.records, folder / "deaths", *words) as command:
                    done = killed_in_cluster(command, cluster, options.kills, chance)
                    told = command.communicate()[1]
        same = command.returncode == 0 and content(folder / "peace") == content(folder / "deaths")
    print(f"{options.engine}: {done} workers killed, exit code {command.returncode}, same bytes: {same}")
    if not same:
        raise SystemExit(told)


if __name__ == "__main__":
    main()
