"""Tells a change of the registry's format from the counts of `fetchers.record.shape` over records read anew.

They are held against those of the last time that every record was read, and the first time against
`seeds/tables/expected_fields.csv`. A field is counted among the records that have what it stands in, so that a field
of posted results is missed although few trials have any.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from seeds.tables.registry_fields import expected_fields

ShapeSummary = Mapping[str, Any]  # as `Counts.summary` gives it

BROKEN_SHARE = 0.20  # of the records that have the field, beyond the share of those before
FEW_RECORDS = 10  # below this a share of records says nothing,
FEW_ODD = 3  # and of values that are of no known kind
GONE_SHARE = 0.5  # of those that should have a field
GONE_AT_FIRST = 0.25  # where only seeds say how many should
CERTAIN, FEW_CERTAIN = 0.99, 4  # a field that all have may hardly be lacking in a few records,
COMMON = 0.2  # a field that fewer have may be lacking in all of a few records
NEARLY_ALL = 0.8  # of the records before: as good as all were read anew


def format_changes(usual: ShapeSummary | None, found: ShapeSummary) -> list[str]:
    """How records differ from the usual ones, None where there were none: one sentence part each.

    Fields that are not known are counted and change nothing: the registry adds some every year.
    """
    records = found["records"]
    if usual is None:
        return [*_odd({}, found), *_unexpected(found)]
    changes = []
    for name, count in found.get("missing", {}).items():
        before = usual.get("missing", {}).get(name, 0) / max(usual.get("records", 0), 1)
        if records >= FEW_RECORDS and count / records > before + BROKEN_SHARE:
            changes.append(f"{count} of {records} records lack {name}")
    changes += _odd(usual, found)
    return [*changes, *(_gone(usual, found) if usual.get("present") else _unexpected(found))]


def _odd(usual: ShapeSummary, found: ShapeSummary) -> Iterable[str]:
    """Values of another kind, dates that are none, codes that no enumeration has."""
    for kind, words in (("mistyped", "hold another kind of value in"), ("unreadable", "hold what is unreadable in")):
        for path, count in found.get(kind, {}).items():
            having = max(_present(found, path), count)
            before = usual.get(kind, {}).get(path, 0) / max(_present(usual, path), 1)
            if count >= FEW_ODD and count / having > before + BROKEN_SHARE:
                yield f"{count} of {having} records {words} {path}"


def _gone(usual: ShapeSummary, found: ShapeSummary) -> Iterable[str]:
    """Fields that far fewer records have than should by those before."""
    every = found["records"] >= NEARLY_ALL * usual["records"]
    for path, count in usual["present"].items():
        parent = path.rpartition(".")[0]
        before, now = _present(usual, parent), _present(found, parent)
        share, have = count / max(before, 1), _present(found, path)
        least, common = (FEW_ODD, 0.0) if every else (FEW_CERTAIN if share >= CERTAIN else FEW_RECORDS, COMMON)
        if share * now >= least and share >= common and have < GONE_SHARE * share * now:
            yield f"{have} of {now} records have {path}, about {share * now:.0f} should"


def _unexpected(found: ShapeSummary) -> Iterable[str]:
    """Fields that far fewer records have than records usually do."""
    for field in expected_fields():
        should = float(field.share) * _present(found, field.given)
        have = _present(found, field.path)
        if should >= FEW_RECORDS and have < GONE_AT_FIRST * should:
            yield f"{have} of {_present(found, field.given)} records have {field.path}, about {should:.0f} should"


def _present(shape: ShapeSummary, path: str) -> int:
    """In how many records a field stands; all of them for the empty path."""
    return int(shape.get("present", {}).get(path, 0) if path else shape.get("records", 0))
