"""Tables of all shards stand in one file each: the rows as the shards have them, made once for the same shards."""

from pathlib import Path

import duckdb
import orjson
import pytest

import cache.shards.together
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.shards.engines import in_this_process
from cache.shards.folder import annotate
from cache.shards.plan import files_of
from cache.shards.together import BROUGHT_TOGETHER, brought_together
from cache.store.places import Place, place
from cache.store.sharded import TOGETHER_FOLDER, ShardedTables, open_tables
from seeds.knowledge import Knowledge
from seeds.tables.columns import tables
from tests.cache.shards.records import content, lines, packed, target
from tests.fetchers.samples import posted, record, with_results


@pytest.fixture
def made(tmp_path: Path, sample_knowledge: Knowledge) -> ShardedTables:
    with_lists = [
        orjson.dumps(with_results(record(f"NCT{number:08}"), [posted("Frailty"), posted("Weight", "70")]))
        for number in (11, 12, 13)
    ]
    source = packed(tmp_path / "in", "jsonl", [*lines(7), *with_lists])
    found, _ = annotate(
        files_of([str(source)]), target(tmp_path / "out"), in_this_process, sample_knowledge, lambda shard, total: None
    )
    assert len(found.shards) > 1
    return found


def in_shards(made: ShardedTables, table: str) -> list[str]:
    return [str(Path(made.folder) / "shards" / shard / f"{table}.parquet") for shard in made.shards]


def rows_of(files: list[str]) -> list[tuple[object, ...]]:
    return duckdb.sql("SELECT * FROM read_parquet($1)", params=[files]).fetchall()


@pytest.mark.parametrize("table", tables())
def test_a_table_has_the_rows_of_all_shards_in_their_order(made: ShardedTables, table: str) -> None:
    files = made.files(table)
    assert len(files) == (1 if table in BROUGHT_TOGETHER else len(made.shards))
    found, expected = rows_of(files), rows_of(in_shards(made, table))
    if table == "search_words":
        expected.sort(key=str)
    if table == "outcomes":
        expected.sort(key=in_a_list)
    assert found == expected


def in_a_list(outcome: tuple[object, ...]) -> int:
    """The list of the page Reporting that an outcome stands in, in their order; 2 for none."""
    row = dict(zip((column.name for column in tables()["outcomes"]), outcome, strict=True))
    return 0 if row["is_left_out"] else 1 if row["source"] == "posted" and row["has_values"] is False else 2


def test_outcomes_of_which_lists_are_made_stand_first(made: ShardedTables) -> None:
    places = [in_a_list(row) for row in rows_of(made.files("outcomes"))]
    assert places == sorted(places) and len({*places}) == 3
    for column, is_told in (("has_values", True), ("is_left_out", True), ("title", False)):
        sql = "SELECT bool_and(stats_min_value IS NOT NULL) FROM parquet_metadata($1) WHERE path_in_schema = $2"
        assert duckdb.execute(sql, [made.files("outcomes")[0], column]).fetchall() == [(is_told,)]


@pytest.mark.parametrize("rows_in_band", [1, 5, 10**6])
def test_words_of_all_shards_are_sorted(
    made: ShardedTables, rows_in_band: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(Path(made.folder))
    monkeypatch.setattr(cache.shards.together, "ROWS_IN_BAND", rows_in_band)
    (made.place / TOGETHER_FOLDER).remove()
    brought_together(made.place, made.shards)
    assert content(Path(made.folder)) == before
    found = rows_of(made.files("search_words"))
    assert found == sorted(found, key=str)


def test_folders_are_opened_in_which_nothing_or_only_words_were_brought_together(made: ShardedTables) -> None:
    assert open_tables(made.folder) == made
    manifest = Path(made.folder) / "manifest.json"
    stated = orjson.loads(manifest.read_bytes())
    del stated["together"]
    manifest.write_bytes(orjson.dumps(stated | {"search": "1234"}))
    before = open_tables(made.folder)
    assert before.files("search_words") == in_shards(made, "search_words")
    sought = str(rows_of(made.files("search_words"))[0][0])
    counts = [Reader(each).count(Filters(q=sought)) for each in (made, before)]
    assert counts[0] == counts[1] > 0


def test_the_same_shards_keep_their_tables(made: ShardedTables) -> None:
    before = content(Path(made.folder) / TOGETHER_FOLDER)
    (kept,) = made.files("trials")
    written = Path(kept).stat().st_mtime_ns
    assert brought_together(made.place, list(reversed(made.shards))) == made.together
    assert content(Path(made.folder) / TOGETHER_FOLDER) == before
    assert Path(kept).stat().st_mtime_ns == written


class Killed(BaseException):
    """The end of the program at some moment."""


def test_what_was_killed_while_tables_were_brought_together_goes_on_and_former_ones_go(
    made: ShardedTables, tmp_path: Path, sample_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(Path(made.folder))
    (made.place / TOGETHER_FOLDER).remove()
    (made.place / "manifest.json").remove()
    (made.place / "search" / "1234" / "search_words.parquet").write(b"")  # as it was before
    (made.place / TOGETHER_FOLDER / "1234" / "trials.parquet").write(b"")
    whole = Place.put

    def put_half(place: Place, source: Path) -> None:
        if place.name == "arms.parquet":
            Path(place.path).with_name(f".{place.name}.tmp").write_bytes(b"half")
            raise Killed
        whole(place, source)

    sources, nothing = files_of([str(tmp_path / "in" / "records.jsonl")]), lambda shard, total: None
    monkeypatch.setattr(Place, "put", put_half)
    with pytest.raises(Killed):
        annotate(sources, target(made.folder), in_this_process, sample_knowledge, nothing)
    monkeypatch.undo()
    annotate(sources, target(made.folder), in_this_process, sample_knowledge, nothing)
    assert content(Path(made.folder)) == before


def test_a_file_that_was_sent_half_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = place("memory://together/trials.parquet")

    def send_half(source: str, path: str) -> None:
        there.system.pipe_file(path, b"half")
        raise Killed

    monkeypatch.setattr(there.system, "put_file", send_half)
    with pytest.raises(Killed):
        there.put(tmp_path / "trials.parquet")
    assert there.read() is None
