"""Every engine gives the same bytes, and whoever is killed costs no more than the shard at hand."""

from multiprocessing import active_children
from pathlib import Path

import orjson
import pytest

from cache.shards.engines import dask, in_this_process, local
from cache.shards.folder import annotate
from cache.shards.plan import files_of
from cache.shards.shard import FinishedShard
from seeds.errors import EngineError
from seeds.knowledge import Knowledge
from tests.cache.shards.cluster import Cluster, annotating, finished_shards, wait_for
from tests.cache.shards.records import content, lines, packed, target
from tests.fetchers.samples import record


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small trials, enough for several shards of any engine."""
    return packed(tmp_path_factory.mktemp("source"), "jsonl.zst", lines(9))


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory, sample_knowledge: Knowledge) -> dict[str, bytes]:
    """What one process makes of them."""
    out = tmp_path_factory.mktemp("expected")
    annotate(files_of([str(source)]), target(out), in_this_process, sample_knowledge, lambda shard, total: None)
    return content(out)


def test_a_killed_process_costs_its_shard_alone(
    source: Path, expected: dict[str, bytes], tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    killed = []

    def kill_one(shard: FinishedShard, total: int) -> None:
        if not killed:
            killed.append(active_children()[0])
            killed[0].kill()

    annotate(files_of([str(source)]), target(tmp_path), lambda shards: local(shards, 2), sample_knowledge, kill_one)
    assert killed
    assert content(tmp_path) == expected


def long_source(folder: Path) -> Path:
    """A file of some megabytes, one shard for each."""
    folder.mkdir()
    path, padding = folder / "long.jsonl", "x" * 100_000
    with path.open("wb") as target_file:
        for number in range(50):
            one = record(f"NCT{number:08}", descriptionModule={"detailedDescription": padding})
            target_file.write(orjson.dumps(one) + b"\n")
    return path

    return orjson.dumps(one) + b"\n"


def test_a_cluster_gives_the_same_bytes_though_workers_die_and_resumes_when_its_scheduler_did(tmp_path: Path) -> None:
    source, out = long_source(tmp_path / "in"), tmp_path / "out"
    with annotating([source], tmp_path / "expected", "--workers", "1") as one:
        assert one.wait() == 0
    with Cluster(tmp_path / "dask", 2) as cluster:
        options = ("--engine", "dask", "--scheduler", cluster.address)
        with annotating([source], out, *options) as command:
            wait_for(out, 1, command)
            cluster.workers[0].kill()
            cluster.workers.append(cluster.worker())
            wait_for(out, 2, command)
            cluster.scheduler.kill()
            told = command.communicate()[1]
        assert command.returncode == 14, told
        assert "the cluster is gone" in told
        assert "Traceback" not in told
    kept = finished_shards(out)
    assert kept >= 2
    with Cluster(tmp_path / "dask", 2) as cluster:
        with annotating([source], out, "--engine", "dask", "--scheduler", cluster.address) as command:
            printed, told = command.communicate()
        assert command.returncode == 0, told
    assert f"{kept} of which were there" in printed
    assert content(out) == content(tmp_path / "expected")


def test_a_scheduler_that_is_not_there_is_told() -> None:
    with pytest.raises(EngineError, match="no Dask scheduler answers there"):
        next(iter(dask([], "tcp://127.0.0.1:9")))
