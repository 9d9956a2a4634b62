"""Sources and targets by URL: S3 through a stand-in on this machine, and what no file system here can open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cache.questions.reader import Reader
from cache.questions.trial import find_trial
from cache.shards.engines import in_this_process
from cache.shards.folder import annotate
from cache.shards.plan import files_of
from cache.store.places import place
from cache.store.sharded import SHARDS, TOGETHER_FOLDER, ShardedTables, open_tables
from dashboard.cli import main
from seeds.errors import DiskError, OptionError
from seeds.knowledge import Knowledge
from tests.cache.shards.records import content, lines, packed, target
from tests.cache.shards.s3_server import S3Server

BUCKET = "s3://bucket"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """A store with an empty bucket, which the environment names."""
    with S3Server() as server:
        for name, value in server.environ.items():
            monkeypatch.setenv(name, value)
        yield server


def annotated(sources: list[str], out: str, knowledge: Knowledge) -> tuple[ShardedTables, list[bool]]:
    """The tables, and which shards were there."""
    made, done = annotate(files_of(sources), target(out), in_this_process, knowledge, lambda shard, total: None)
    return made, [each.was_there for each in done]


def parquet_files(held: dict[str, bytes]) -> dict[tuple[str, str], bytes]:
    """The tables by number of the shard and name: a shard's name also tells when its source was changed."""
    paths = {name: name.split("/")[-3:] for name in held if name.endswith(".parquet")}
    return {
        (shard.split("-")[1] if kind == SHARDS else TOGETHER_FOLDER, table): held[name]
        for name, (kind, shard, table) in paths.items()
    }


@pytest.mark.parametrize("way", ["jsonl", "jsonl.gz", "zip"])
def test_a_store_gives_and_takes_the_same_bytes_as_a_disk(
    way: str, store: S3Server, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    source = packed(tmp_path / "in", way, lines(7))
    store.objects[f"bucket/in/{source.name}"] = source.read_bytes()
    made, _ = annotated([f"{BUCKET}/in/{source.name}"], f"{BUCKET}/out", sample_knowledge)
    expected, _ = annotated([str(source)], str(tmp_path / "out"), sample_knowledge)
    assert made.manifest == expected.manifest
    assert parquet_files(store.objects) == parquet_files(content(tmp_path / "out"))
    assert all(annotated([f"{BUCKET}/in/{source.name}"], f"{BUCKET}/out", sample_knowledge)[1])


def test_tables_of_a_store_are_asked_without_fetching_them_whole(
    store: S3Server, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    source = packed(tmp_path / "in", "jsonl", lines(7))
    annotated([str(source)], f"{BUCKET}/out", sample_knowledge)
    reader = Reader(open_tables(f"{BUCKET}/out"))
    store.log.clear()
    found = find_trial(reader, "NCT00000003")
    assert found
    assert len(found.annotations)
    asked = [(key, span) for method, key, span in store.log if method == "GET"]
    assert any(key.endswith("annotations.parquet") for key, _ in asked)
    assert all(span for _, span in asked)  # pieces, as they are needed
    reader.close()


def test_the_command_takes_urls(store: S3Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = packed(tmp_path / "in", "jsonl", lines(2))
    store.objects["bucket/records.jsonl"] = source.read_bytes()
    words = ["annotate", f"{BUCKET}/*.jsonl", "--out", f"{BUCKET}/out", "--as-of", "2026-11-20", "--workers", "1"]
    assert main(words, {}) == 0
    assert f"rapatrials dashboard --tables {BUCKET}/out" in capsys.readouterr().out
    assert main(["explain", "NCT00000001", "trough_level"], {"RAPATRIALS_TABLES": f"{BUCKET}/out"}) == 0


def test_a_store_that_refuses_is_told_and_leaves_no_manifest(
    store: S3Server, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    source = packed(tmp_path / "in", "jsonl", lines(2))
    store.broken = True
    with pytest.raises(DiskError, match="Writing"):
        annotated([str(source)], f"{BUCKET}/out", sample_knowledge)
    assert "bucket/out/manifest.json" not in store.objects


def test_a_scheme_that_nothing_opens_is_told() -> None:
    with pytest.raises(OptionError, match="nowhere://x: cannot be opened"):
        place("nowhere://x")
