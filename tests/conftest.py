"""Fixtures shared by all tests: the socket guard, and the registry records that lie beside the checkout.

`records` gives parsed real records (tests using it skip where they are absent); everything else is small
and written for the test that uses it. No test reaches beyond this machine.
"""

import atexit
import gzip
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import settings

from seeds.tables import columns

settings.register_profile("shared machines", deadline=None)  # a loaded machine is no failure
settings.load_profile("shared machines")

SHARED = Path(os.environ.get("RAPATRIALS_SHARED", Path(__file__).parents[2] / "shared"))
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
SwapColumns = Callable[[str, str, str], None]  # a table and two of its columns


@atexit.register
def result_is_the_last_word() -> None:
    """What libraries still say while the interpreter ends (of leaks) goes nowhere."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@pytest.fixture(autouse=True, scope="session")
def socket_guard() -> Iterator[None]:
    """Let only loopback connections through: a test that reaches for the network fails by name."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}; only loopback is allowed")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """Streamlit makes the page it runs `__main__`, which processes started by a later test would then run anew."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of records, labels and the stand-in API beside the checkout."""
    if not (SHARED / "records").is_dir():
        pytest.skip(f"the registry records are not at {SHARED}")
    return SHARED


def read_records(path: Path) -> Iterator[dict]:
    """Parsed records of one gzipped JSON-lines file."""
    with gzip.open(path, "rb") as lines:
        for line in lines:
            yield orjson.loads(line)


@pytest.fixture(scope="session")
def rapalog_records(shared: Path) -> list[dict]:
    """The records that name a rapalog in a title, arm, intervention or keyword."""
    return list(read_records(shared / "records" / "rapalog.jsonl.gz"))


@pytest.fixture
def swap_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SwapColumns]:
    """Exchanges two lines of the column file for the length of a test."""

    def swapped(table: str, one: str, other: str) -> None:
        lines = columns.PATH.read_text(encoding="utf-8").splitlines(keepends=True)
        first, second = (
            next(at for at, line in enumerate(lines) if line.startswith(f"{table},{name},")) for name in (one, other)
        )
        lines[first], lines[second] = lines[second], lines[first]
        (tmp_path / "columns.csv").write_text("".join(lines), encoding="utf-8")
        monkeypatch.setattr(columns, "PATH", tmp_path / "columns.csv")
        columns.tables.cache_clear()

    yield swapped
    monkeypatch.undo()
    columns.tables.cache_clear()
