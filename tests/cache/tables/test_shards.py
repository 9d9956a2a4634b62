import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import orjson
import pytest

from cache.tables.shards import MARK, Shard, annotate_shard, annotate_shards
from dashboard.cli import main
from seeds.errors import OptionError
from tests.fetchers.samples import record

DAY = date(2026, 11, 20)


def shards(folder: Path, count: int = 3) -> list[Shard]:
    """Files of two records each."""
    made = []
    for number in range(count):
        source = folder / f"part-{number}.jsonl"
        lines = [orjson.dumps(record(f"NCT0000{number}{place:03}")) for place in range(2)]
        source.write_bytes(b"\n".join(lines) + b"\n")
        made.append(Shard(source, folder / "tables" / f"part-{number}", DAY))
    return made


def test_all_shards_are_read_together(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(annotate_shards(shards(tmp_path), pool.map))
    assert [each.trials for each in done] == [2, 2, 2]
    found = duckdb.sql(f"SELECT nct_id FROM '{tmp_path}/tables/*/trials.parquet' ORDER BY nct_id").fetchall()
    assert len(found) == 6


def test_a_finished_shard_is_left_as_it_is_and_a_torn_one_made_again(tmp_path: Path) -> None:
    (shard, *_) = shards(tmp_path)
    annotate_shard(shard)
    before = (shard.target / "trials.parquet").read_bytes()
    assert annotate_shard(shard).was_there
    assert not annotate_shard(Shard(shard.source, shard.target, date(2027, 1, 1))).was_there
    (shard.target / MARK).unlink()
    assert not annotate_shard(shard).was_there
    assert (shard.target / "trials.parquet").read_bytes() == before


def test_a_file_that_is_no_records_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"protocolSection": {}}\n{"prot')
    with pytest.raises(OptionError, match=r"x\.jsonl: cannot be read beyond line 2"):
        annotate_shard(Shard(tmp_path / "x.jsonl", tmp_path / "x", DAY))
    assert not (tmp_path / "x").exists()


def test_the_command_annotates_in_several_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(shard.source) for shard in shards(tmp_path)]
    command = ["annotate", "--records", *files, "--out", str(tmp_path / "out"), "--as-of", "2026-11-20", "--json"]
    assert main([*command, "--workers", "2"], {}) == 0
    assert [each["trials"] for each in json.loads(capsys.readouterr().out)] == [2, 2, 2]
    assert main([*command[:-3], "--as-of", "yesterday"], {}) == 2
    assert main([*command, "--workers", "none"], {}) == 2
    assert main(["annotate", "--records", files[0], files[0], *command[5:]], {}) == 2
