"""Sources of every kind become one folder of tables: whole, repeatable, kept where nothing changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import orjson
import pytest

from cache.shards.engines import in_this_process
from cache.shards.folder import annotate
from cache.shards.plan import Target, files_of, plan
from cache.shards.shard import MARK, FinishedShard, Shard, annotate_shard
from cache.shards.sources import records_of
from cache.store.sharded import ShardedTables, open_tables
from seeds.errors import OptionError, SnapshotError
from seeds.knowledge import Knowledge
from tests.cache.shards.records import SMALL, content, lines, packed, target

WAYS = ("jsonl", "jsonl.gz", "jsonl.zst", "zip", "folder")


def annotated(sources: list[Path], to: Target, knowledge: Knowledge) -> tuple[ShardedTables, list[FinishedShard]]:
    return annotate(files_of(map(str, sources)), to, in_this_process, knowledge, lambda shard, total: None)


@pytest.mark.parametrize("way", WAYS)
def test_every_record_of_a_source_stands_in_one_shard(way: str, tmp_path: Path, sample_knowledge: Knowledge) -> None:
    source = packed(tmp_path / "in", way, lines(7))
    made, done = annotated([source], target(tmp_path / "out"), sample_knowledge)
    assert made.manifest.trial_count == 7
    assert len(done) > 1
    assert not any(each.was_there for each in done)
    found = duckdb.sql("SELECT nct_id FROM read_parquet($1) ORDER BY ALL", params=[made.files("trials")]).fetchall()
    assert [nct_id for (nct_id,) in found] == [f"NCT{number:08}" for number in range(7)]
    assert open_tables(str(tmp_path / "out")) == made
    assert not [*(tmp_path / "out").rglob("*.jsonl.zst")]  # copies of parts are gone


@pytest.mark.parametrize("limit", [1, 700, 2000, 10**6])
@pytest.mark.parametrize("way", WAYS)
def test_wherever_a_source_is_cut_no_record_is_lost_or_doubled(way: str, limit: int, tmp_path: Path) -> None:
    found = lines(7)
    source = packed(tmp_path / "in", way, found)
    shards = plan(files_of([str(source)]), target(tmp_path / "out", limit))
    assert [line.strip() for shard in shards for _, line in records_of(shard.piece)] == found


@pytest.mark.parametrize("way", WAYS)
def test_what_did_not_change_is_kept(way: str, tmp_path: Path, sample_knowledge: Knowledge) -> None:
    source, out = packed(tmp_path / "in", way, lines(7)), tmp_path / "out"
    annotated([source], target(out), sample_knowledge)
    before = content(out)
    _, again = annotated([source], target(out), sample_knowledge)
    assert all(each.was_there for each in again)
    assert content(out) == before


def test_another_day_makes_every_shard_anew_and_takes_the_former_ones_away(
    tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    source, out = packed(tmp_path / "in", "jsonl", lines(4)), tmp_path / "out"
    annotated([source], target(out), sample_knowledge)
    _, later = annotated([source], target(out, day=date(2027, 1, 1)), sample_knowledge)
    assert not any(each.was_there for each in later)
    assert len([*(out / "shards").iterdir()]) == len(later)


def test_a_changed_file_of_a_folder_costs_its_own_shard(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    source, out = packed(tmp_path / "in", "folder", lines(7)), tmp_path / "out"
    annotated([source], target(out), sample_knowledge)
    (source / "0006.json").write_bytes(lines(1, first=90)[0] + b" ")
    made, again = annotated([source], target(out), sample_knowledge)
    assert [each.was_there for each in again].count(False) == 1
    assert "NCT00000090" in {nct_id for each in again for nct_id in each.ids}
    assert made.manifest.trial_count == 7


def test_a_folder_of_several_kinds_is_taken_whole(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    folder = packed(tmp_path, "folder", lines(3))
    packed(folder, "jsonl", lines(2, first=3))
    (folder / "more").mkdir()
    (folder / "more" / "5.json").write_bytes(lines(1, first=5)[0])
    made, _ = annotated([folder], target(tmp_path / "out", 10**6), sample_knowledge)
    assert made.manifest.trial_count == 6
    single, _ = annotated([folder / "0001.json"], target(tmp_path / "one"), sample_knowledge)
    assert single.manifest.trial_count == 1


def test_the_order_of_records_makes_no_difference_to_a_shard(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    tables = []
    for name, found in (("one", lines(5)), ("other", lines(5)[::-1])):
        made, _ = annotated(
            [packed(tmp_path / name, "jsonl", found)], target(tmp_path / f"{name}-out", 10**6), sample_knowledge
        )
        tables.append(Path(made.files("trials")[0]).read_bytes())
    assert tables[0] == tables[1]


class Killed(BaseException):
    """The end of the program at some moment."""


def killed_after(count: int, shards: Iterable[Shard]) -> Iterator[FinishedShard]:
    for number, shard in enumerate(shards):
        if number == count:
            raise Killed
        yield annotate_shard(shard)


@pytest.mark.parametrize(("way", "after"), [("jsonl", 1), ("jsonl.gz", 0), ("jsonl.zst", 1), ("zip", 1), ("folder", 1)])
def test_a_run_that_was_killed_goes_on_where_it_was(
    way: str, after: int, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    source = packed(tmp_path / "in", way, lines(7))
    with pytest.raises(Killed):
        annotate(files_of([str(source)]), target(tmp_path / "out"), lambda shards: killed_after(after, shards),
                 sample_knowledge, lambda shard, total: None)  # fmt: skip
    with pytest.raises(SnapshotError, match="holds no finished tables"):
        open_tables(str(tmp_path / "out"))
    _, again = annotated([source], target(tmp_path / "out"), sample_knowledge)
    assert [each.was_there for each in again].count(True) == after
    annotated([source], target(tmp_path / "whole"), sample_knowledge)
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.parametrize("torn", ["", "{", '{"ids": 3}', "[]"])
def test_a_torn_shard_is_made_again(torn: str, tmp_path: Path, sample_knowledge: Knowledge) -> None:
    source, out = packed(tmp_path / "in", "jsonl", lines(4)), tmp_path / "out"
    annotated([source], target(out, 10**6), sample_knowledge)
    before = content(out)
    next(out.rglob(MARK)).write_text(torn)
    _, (again,) = annotated([source], target(out, 10**6), sample_knowledge)
    assert not again.was_there
    assert content(out) == before


def test_a_trial_in_two_sources_is_told(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    sources = [packed(tmp_path / name, "jsonl", lines(3, first)) for name, first in (("a", 0), ("b", 2))]
    made, _ = annotated(sources, target(tmp_path / "out"), sample_knowledge)
    assert made.repeated == ("NCT00000002",)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [(b'{"prot', r"records\.jsonl, line 2: is no JSON"), (b"[1]", r"records\.jsonl, line 2: is no record")],
)
def test_what_is_no_record_is_told_by_its_place(
    line: bytes, complaint: str, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    source = packed(tmp_path / "in", "jsonl", [*lines(1), line])
    with pytest.raises(OptionError, match=complaint):
        annotated([source], target(tmp_path / "out", 10**6), sample_knowledge)


def test_a_torn_source_is_told(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    for way in ("jsonl.gz", "jsonl.zst", "zip"):
        source = packed(tmp_path / way, way, lines(4))
        source.write_bytes(source.read_bytes()[:-40])
        with pytest.raises(OptionError, match="cannot be read to its end|is no zip"):
            annotated([source], target(tmp_path / "out", 10**6), sample_knowledge)


def test_what_holds_no_records_is_told(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    for name, complaint in (("none.jsonl", "no such file"), ("notes.txt", "not known as"), ("empty", "holds no files")):
        with pytest.raises(OptionError, match=complaint):
            annotated([tmp_path / name], target(tmp_path / "out"), sample_knowledge)
    (tmp_path / "blank.jsonl").write_text("")
    with pytest.raises(OptionError, match="hold no records"):
        annotated([tmp_path / "blank.jsonl"], target(tmp_path / "out"), sample_knowledge)


def test_a_worker_with_other_rules_refuses(tmp_path: Path) -> None:
    source = packed(tmp_path / "in", "jsonl", lines(1))
    to = target(tmp_path / "out")
    other = Target(to.folder, replace(to.rules, version="other-program"), SMALL)
    with pytest.raises(OptionError, match="same version of the program"):
        annotate_shard(next(plan(files_of([str(source)]), other)))


@pytest.mark.parametrize("manifest", ["{", "[]", '{"manifest": {}, "shards": [], "repeated": []}'])
def test_a_manifest_that_is_none_is_told(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(SnapshotError, match="Run it again"):
        open_tables(str(tmp_path))


def test_the_manifest_counts_rows(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    made, _ = annotated([packed(tmp_path / "in", "jsonl", lines(5))], target(tmp_path / "out"), sample_knowledge)
    stated = orjson.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert stated["manifest"]["row_counts"]["outcomes"] == 5
    assert made.manifest.row_counts["changes"] == 0
