"""Patterns in the seeds are short enough to be read, and few: what is a list of words or phrases stands as one."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
PATTERN_FIELDS = {
    "pattern", "any_of", "exclude", "unless", "requires", "subject_requires", "subject_unless", "other", "named",
}  # fmt: skip
LONGEST = 200
MOST_CHARACTERS = 55_000  # of all patterns as written


def patterns_of(path: Path) -> list[str]:
    """The patterns of a seed as they are written, with names of word lists in place of the words."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as sheet:
            return [row["pattern"] for row in csv.DictReader(sheet) if row.get("pattern")]
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    document.pop("word_lists", None)
    if path.name == "vocabulary.toml":
        document = {name: {"pattern": each} if isinstance(each, str) else each for name, each in document.items()}
    return list(_patterns_in(document, ""))


def _patterns_in(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, str) and key in PATTERN_FIELDS:
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _patterns_in(each, key)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _patterns_in(each, name)


FILES = {
    str(path.relative_to(SEEDS)): found
    for path in sorted([*SEEDS.rglob("*.toml"), *SEEDS.rglob("*.csv")])
    if (found := patterns_of(path))
}


@pytest.mark.parametrize("file", FILES)
def test_a_pattern_is_short_enough_to_be_read(file: str) -> None:
    assert [pattern for pattern in FILES[file] if len(pattern) > LONGEST] == []


def test_patterns_are_few() -> None:
    assert {"measures/mortality.toml", "described/cues.csv", "context/vocabulary.toml"} <= FILES.keys()
    assert sum(len(pattern) for found in FILES.values() for pattern in found) <= MOST_CHARACTERS
