import gzip
from pathlib import Path

import pytest

from cache.refresh.arrivals import Arrivals
from cache.store.raw import RAW, RawWriter, merge_raw, read_index, read_lines, write_sorted
from seeds.errors import SnapshotError

MARK = {"data_timestamp": "2026-11-20T09:00:05"}


def written(folder: Path) -> Path:
    writer = RawWriter(folder / "arrived")
    for number in (2, 1, 3):
        writer.add(f"NCT0000000{number}", b'{"n":%d}' % number, "2026-01-01")
    writer.close()
    write_sorted(folder / "arrived", writer.members.values(), folder)
    return folder


def test_members_are_ordinary_gzipped_json_lines_sorted_by_id(tmp_path: Path) -> None:
    folder = written(tmp_path)
    with gzip.open(folder / RAW) as lines:
        assert lines.read() == b'{"n":1}\n{"n":2}\n{"n":3}\n'
    assert list(read_lines(folder)) == [b'{"n":1}\n', b'{"n":2}\n', b'{"n":3}\n']
    assert [member.nct_id for member in read_index(folder)] == ["NCT00000001", "NCT00000002", "NCT00000003"]


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_members_of_several_files_are_copied_whole_whatever_stands_between_them(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cache.store.raw.BLOCK", block)
    told = {f"NCT0000000{number}": f'{{"n":"{"x" * number}"}}\n'.encode() for number in range(9)}
    one, other = RawWriter(tmp_path / "one"), RawWriter(tmp_path / "other")
    for nct, line in told.items():
        one.add(nct, line if nct[-1] in "01256" else b"{}", "2026-01-01")
        other.add(nct, line, "2026-01-02")
    one.close(), other.close()
    mine = [one.members[f"NCT0000000{number}"] for number in (0, 1, 2, 5, 6)]
    theirs = [other.members[f"NCT0000000{number}"] for number in (3, 4, 7, 8)]
    placed = merge_raw([(tmp_path / "one", mine), (tmp_path / "other", theirs)], tmp_path)
    assert placed == read_index(tmp_path)
    assert [member.nct_id for member in placed] == list(told)
    assert list(read_lines(tmp_path)) == list(told.values())
    with gzip.open(tmp_path / RAW) as lines:
        assert lines.read() == b"".join(told.values())


def test_a_damaged_member_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    second = read_index(folder)[1]
    content = bytearray((folder / RAW).read_bytes())
    content[second.offset + 12] ^= 0xFF
    (folder / RAW).write_bytes(content)
    with pytest.raises(SnapshotError, match="NCT00000002"):
        list(read_lines(folder))


def test_a_missing_index_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="raw_index.jsonl"):
        read_index(tmp_path)


def test_arrivals_are_taken_up_again_and_torn_ends_cut_off(tmp_path: Path) -> None:
    first = Arrivals(tmp_path, MARK)
    first.add("NCT00000001", b"{}", "2026-01-01")
    first.add("NCT00000002", b"{}", "2026-01-01")
    first.close()
    torn = first.path.read_bytes()
    first.path.write_bytes(torn[:-4])
    again = Arrivals(tmp_path, MARK)
    assert list(again.members) == ["NCT00000001"]
    again.add("NCT00000003", b'{"n":3}', "2026-01-02")
    again.close()
    with gzip.open(again.path) as lines:
        assert lines.read() == b'{}\n{"n":3}\n'


def test_arrivals_of_another_data_version_are_dropped(tmp_path: Path) -> None:
    first = Arrivals(tmp_path, MARK)
    first.add("NCT00000001", b"{}", "2026-01-01")
    first.close()
    other = Arrivals(tmp_path, {"data_timestamp": "2026-11-21T09:00:05"})
    assert other.members == {}
    other.close()
    assert other.path.read_bytes() == b""
