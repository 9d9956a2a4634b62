"""What `make dead` complains of."""

from pathlib import Path

from tests.dead_code import unused

CODE = """
from typing import NamedTuple


class Row(NamedTuple):
    never_read: int


def used() -> int:
    return 1


def forgotten() -> int:
    return used()
"""


def test_a_function_that_nothing_calls_is_dead_and_a_field_is_not(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text(CODE + "\n\nprint(Row(1))\n", encoding="utf-8")
    found = unused([tmp_path])
    assert [name for name, _ in found] == ["forgotten"]
    assert found[0][1].endswith("unused function")
