"""Reads TOML and CSV seeds into frozen dataclasses, refusing by name whatever does not belong."""

import csv
import tomllib
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from seeds.errors import SeedError
from seeds.word_lists import composed

Entry = TypeVar("Entry")


def read_toml(path: Path) -> dict[str, Any]:
    """Parse one TOML file with its word lists; a SeedError names the file and the line that cannot be read."""
    try:
        return composed(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SeedError(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(f"{path}: is not valid TOML: {error}. Mend that line.") from error
    except ValueError as error:
        raise SeedError(f"{path}: {error}.") from error


def read_entries(path: Path, key: str, entry: type[Entry]) -> list[Entry]:
    """The `[[key]]` tables of a TOML file as dataclasses; no other top-level key may stand there."""
    document = read_toml(path)
    if unknown := sorted(set(document) - {key}):
        raise SeedError(f"{path}: unknown table `{unknown[0]}`; this file holds `[[{key}]]` tables only.")
    rows = document.get(key, [])
    if not isinstance(rows, list):
        raise SeedError(f"{path}: write `[[{key}]]` (a list of tables), not `[{key}]`.")
    return [build(entry, row, f"{path}: {key} {_label(row, number)}") for number, row in enumerate(rows, 1)]


def read_csv(path: Path, entry: type[Entry]) -> list[Entry]:
    """The rows of a CSV file as dataclasses of strings; the header must name exactly the fields."""
    names = [field.name for field in fields(entry)]  # type: ignore[arg-type]
    try:
        with path.open(encoding="utf-8", newline="") as sheet:
            rows = list(csv.reader(sheet, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SeedError(f"{path}: cannot be read as CSV: {error}.") from error
    if not rows or rows[0] != names:
        raise SeedError(f"{path}: the header must be `{','.join(names)}`.")
    return list(_csv_rows(path, rows, names, entry))


def _csv_rows(path: Path, rows: list[list[str]], names: list[str], entry: type[Entry]) -> Iterator[Entry]:
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise SeedError(f"{path}: line {line} has {len(row)} cells, not {len(names)}.")
        try:
            yield entry(*row)  # every field is a string, so there is no type to check
        except ValueError as error:
            raise SeedError(f"{path}: line {line}: {error}") from error


def refuse_twice(labels: Iterable[str], path: Path, what: str) -> None:
    """SeedError for the first label that a file holds twice; `what` it is a label of."""
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise SeedError(f"{path}: {what} `{label}` stands twice; keep one.")
        seen.add(label)


def build(entry: type[Entry], row: Any, place: str) -> Entry:
    """One dataclass from a mapping, with unknown, missing and wrongly typed fields refused by name."""
    if not isinstance(row, Mapping):
        raise SeedError(f"{place}: must be a table.")
    known = {field.name: field for field in fields(entry)}  # type: ignore[arg-type]
    hints = typing.get_type_hints(entry)
    if unknown := sorted(set(row) - set(known)):
        raise SeedError(f"{place}: unknown field `{unknown[0]}`; known are {', '.join(known)}.")
    for name, field in known.items():
        if name not in row and field.default is MISSING and field.default_factory is MISSING:
            raise SeedError(f"{place}: field `{name}` is missing.")
    values = {name: _fit(hints[name], value, f"{place}, field `{name}`") for name, value in row.items()}
    try:
        return entry(**values)
    except ValueError as error:  # raised by a dataclass that checks itself
        raise SeedError(f"{place}: {error}") from error


def _fit(hint: Any, value: Any, place: str) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    if is_dataclass(hint):
        return build(typing.cast(type, hint), value, place)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise SeedError(f"{place}: must be a list.")
        inner = typing.get_args(hint)[0]
        return tuple(_fit(inner, item, place) for item in value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise SeedError(f"{place}: must be {hint.__name__}, not `{value}`.")
    return value


def _label(row: Any, number: int) -> str:
    name = row.get("id") or row.get("name") if isinstance(row, Mapping) else None
    return f"`{name}`" if name else f"number {number}"
