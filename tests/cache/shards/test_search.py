"""The words of all shards stand in one table, sorted, as the shards have them; made once for the same shards."""

from pathlib import Path

import duckdb
import pytest

import cache.shards.search
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.shards.engines import in_this_process
from cache.shards.folder import annotate
from cache.shards.plan import files_of
from cache.shards.search import merged_search
from cache.store.sharded import SEARCH, ShardedTables, open_tables
from seeds.knowledge import Knowledge
from tests.cache.shards.records import content, lines, packed, target


@pytest.fixture
def made(tmp_path: Path, sample_knowledge: Knowledge) -> ShardedTables:
    source = packed(tmp_path / "in", "jsonl", lines(7))
    found, _ = annotate(
        files_of([str(source)]), target(tmp_path / "out"), in_this_process, sample_knowledge, lambda shard, total: None
    )
    assert len(found.shards) > 1
    return found


def words_of(files: list[str]) -> list[tuple[str, str, int]]:
    return duckdb.sql("SELECT word, nct_id, weight FROM read_parquet($1)", params=[files]).fetchall()


@pytest.mark.parametrize("rows_in_band", [1, 5, 10**6])
def test_the_words_of_all_shards_are_in_one_table_and_sorted(
    made: ShardedTables, rows_in_band: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache.shards.search, "ROWS_IN_BAND", rows_in_band)
    (made.place / SEARCH).remove()
    merged_search(made.place, made.shards)
    (merged,) = made.files("search_words")
    in_shards = [str(Path(made.folder) / "shards" / shard / "search_words.parquet") for shard in made.shards]
    assert words_of([merged]) == sorted(words_of(in_shards))


def test_tables_are_opened_with_their_search_and_without(made: ShardedTables) -> None:
    assert open_tables(made.folder) == made and made.search
    manifest = Path(made.folder) / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"search": "{made.search}"', '"search": ""'))
    before = open_tables(made.folder)
    assert len(before.files("search_words")) == len(made.shards)
    sought = words_of(made.files("search_words"))[0][0]
    counts = [Reader(each).count(Filters(q=sought)) for each in (made, before)]
    assert counts[0] == counts[1] > 0


def test_the_same_shards_keep_their_search(made: ShardedTables) -> None:
    before = content(Path(made.folder) / SEARCH)
    Path(made.files("search_words")[0]).touch()
    assert merged_search(made.place, list(reversed(made.shards))) == made.search
    assert content(Path(made.folder) / SEARCH) == before
