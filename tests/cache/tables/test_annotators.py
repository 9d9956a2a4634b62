"""Annotation in several processes: the same tables as in one, errors passed on, and no process outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import orjson
import pytest

from cache.store.folders import fresh_folder
from cache.tables.annotators import DERIVED, MANY, Annotators, processes_for
from cache.tables.build import CHUNK_RECORDS, Built, build_tables, no_progress
from seeds.knowledge import Knowledge
from tests.replay_server import small_records

DAY = date(2026, 11, 20)
PARENT = """
import sys, time
import cache.questions.reader
from datetime import date
from multiprocessing import active_children
from cache.tables.annotators import Annotators
from seeds.knowledge import load_knowledge

if __name__ == "__main__":
    with Annotators(load_knowledge(), date(2026, 11, 20), 2) as annotators:
        for work in [annotators.submit([b'{}']) for _ in range(8)]:
            work.result()
        print(*(child.pid for child in active_children()), flush=True)
        time.sleep(float(sys.argv[1]))
"""


def lines(count: int) -> list[bytes]:
    return [orjson.dumps(each) for each in small_records(count)]


def built(folder: Path, records: Sequence[bytes], knowledge: Knowledge, processes: int) -> Built:
    with Annotators(knowledge, DAY, processes) as annotators:
        return build_tables(records, len(records), fresh_folder(folder), annotators, no_progress)


def test_two_processes_write_the_same_bytes_as_one(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    records = lines(5 * CHUNK_RECORDS + 3)
    alone = built(tmp_path / "alone", records, sample_knowledge, 1)
    together = built(tmp_path / "together", records, sample_knowledge, 2)
    assert alone == together and alone.counts["trials"] == alone.shape.records == len(records)
    for name in DERIVED:
        file = f"{name}.parquet"
        assert (tmp_path / "alone" / file).read_bytes() == (tmp_path / "together" / file).read_bytes(), name


@pytest.mark.parametrize("processes", [1, 2])
def test_a_broken_line_stops_the_build_and_nothing_hangs(
    tmp_path: Path, sample_knowledge: Knowledge, processes: int
) -> None:
    records = [*lines(CHUNK_RECORDS), b"{broken", *lines(CHUNK_RECORDS)]
    with pytest.raises(orjson.JSONDecodeError):
        built(tmp_path / "tables", records, sample_knowledge, processes)


def test_few_records_are_annotated_here_and_a_wish_is_kept() -> None:
    assert processes_for(MANY - 1) == 1
    assert 1 <= processes_for(MANY) <= 4
    assert (processes_for(5, 3), processes_for(10**6, 1)) == (3, 1)


@pytest.fixture
def start(tmp_path: Path) -> Callable[[int], "subprocess.Popen[str]"]:
    """Starts a program that annotates in two processes, tells their ids and waits so many seconds."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    search = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    return lambda seconds: subprocess.Popen(
        [sys.executable, str(script), str(seconds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=search,
    )  # fmt: skip


def test_the_processes_end_without_a_word(start: Callable[[int], "subprocess.Popen[str]"]) -> None:
    with start(0) as program:
        told, complaints = program.communicate(timeout=120)
    assert len(told.split()) == 2 and complaints == ""


def test_no_process_outlives_a_killed_parent(start: Callable[[int], "subprocess.Popen[str]"]) -> None:
    with start(600) as parent:
        assert parent.stdout
        pids = [int(each) for each in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(pids) == 2
    for _ in range(600):
        if not any(is_running(pid) for pid in pids):
            return
        time.sleep(0.1)
    raise AssertionError(f"still running: {[pid for pid in pids if is_running(pid)]}")


def is_running(pid: int) -> bool:
    """Whether the process is there and no zombie that nobody has taken note of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
