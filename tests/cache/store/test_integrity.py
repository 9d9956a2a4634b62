"""Damage of one bit: the right answer or a sentence, by every reader."""

import shutil
from pathlib import Path

import pytest

from cache.questions.reader import Reader
from cache.store.integrity import check_files, file_hash, is_intact, seal_of
from cache.store.snapshot import MANIFEST, Snapshot, Store, open_snapshot
from cache.store.verify import problems
from seeds.errors import SnapshotError
from tests.bench.flipped_bits import run


@pytest.fixture
def copied(sample_store: Store, tmp_path: Path) -> Snapshot:
    shutil.copytree(sample_store.root, tmp_path / "cache")
    found = Store(tmp_path / "cache").current()
    assert found
    return found


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_no_reader_gives_a_wrong_answer_or_a_traceback() -> None:
    assert not run(tries=2, seed=11)["WRONG"]


def test_a_file_is_judged_anew_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"as written")
    expected = file_hash(path)
    assert is_intact(path, expected)
    flip(path, 3)
    assert not is_intact(path, expected)
    assert not is_intact(tmp_path / "missing", expected)


@pytest.mark.parametrize(
    ("name", "way_out"), [("trials.parquet", "Run `rapatrials rebuild`"), ("raw.jsonl.gz", "Run `rapatrials rollback`")]
)
def test_damage_is_named_with_what_mends_it(tmp_path: Path, name: str, way_out: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SnapshotError, match=rf"{name}: is missing or damaged. {way_out}"):
        check_files(tmp_path, {name: "0"}, [name])


def test_a_question_about_a_whole_table_is_answered_beside_a_damaged_one(copied: Snapshot) -> None:
    flip(copied.table("adverse_events"), copied.table("adverse_events").stat().st_size // 2)
    reader = Reader(copied)
    assert reader.rows("SELECT count(*) FROM trials") == [(3,)]
    with pytest.raises(SnapshotError, match="adverse_events"):
        reader.rows("SELECT count(*) FROM adverse_events")


@pytest.mark.parametrize("broken", [b"\xe3", b"\xff", b"Z"])
def test_a_column_whose_name_is_damaged_costs_a_sentence(copied: Snapshot, broken: bytes) -> None:
    path = copied.table("outcomes")
    path.write_bytes(path.read_bytes().replace(b"nct_id", b"nct" + broken + b"id"))
    with pytest.raises(SnapshotError, match=r"outcomes\.parquet: cannot be read"):
        Reader(copied)
    assert any("outcomes.parquet" in problem for problem in problems(copied))


def test_a_footer_that_is_damaged_anywhere_costs_a_sentence(copied: Snapshot) -> None:
    path = copied.table("outcomes")
    whole = path.read_bytes()
    start = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    refused = 0
    for at in range(start, len(whole), 101):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        try:
            Reader(copied)
        except SnapshotError:
            refused += 1
    assert refused > 3


@pytest.mark.parametrize("words", ['"trial_count": 3', '"data_timestamp": "2026-11-20'])
def test_a_changed_number_in_the_manifest_is_noticed(copied: Snapshot, words: str) -> None:
    path = copied.folder / MANIFEST
    text = path.read_text(encoding="utf-8")
    assert words in text
    path.write_text(text.replace(words, words.replace("3", "2").replace("2026", "2027")), encoding="utf-8")
    with pytest.raises(SnapshotError, match="damaged"):
        open_snapshot(copied.folder)


def test_the_seal_covers_all_but_itself() -> None:
    assert seal_of({"a": 1, "seal": "x"}) == seal_of({"a": 1}) != seal_of({"a": 2})
