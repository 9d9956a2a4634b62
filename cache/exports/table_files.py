"""Tables out of a snapshot as CSV, XLSX, Parquet or JSON lines, with the dictionary and the filter beside them.

CSV and XLSX are for people: UTF-8 with a byte-order mark, and cells that a spreadsheet would run as a formula are
prefixed with an apostrophe. Parquet and JSON lines are for programs: values exactly as stored.
"""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import duckdb
import orjson
import pyarrow.parquet as pq

from cache.exports.cells import cell
from cache.exports.workbook import Workbook
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.store.folders import disk_errors
from cache.store.parquet import record_batch, schema
from cache.store.sharded import FILES
from seeds.drugs.family import Family
from seeds.errors import OptionError
from seeds.tables.columns import tables

XLSX_ROWS = 1_048_575  # a sheet's limit, less the header
BATCH_ROWS = 10_000
ABOUT_KEY = b"about"  # the key of a Parquet file's metadata under which it says what it holds


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: rows, and the files."""

    rows: int
    files: tuple[Path, ...]


class Notes(NamedTuple):
    """What goes into a file beside its rows: what it holds in words, and what the drugs are called."""

    about: str
    family: Family


def write_export(reader: Reader, table: str, filters: Filters, kind: str, out: Path, sentence: str) -> Export:
    """Write one table, with `<out>.columns.csv` (data dictionary) and `<out>.about.txt` (filter, source, date) beside.

    The file appears only when it is complete. OptionError for an unknown table or format and for a place that holds no
    files, DiskError for the disk.
    """
    if kind not in WRITERS:
        raise OptionError(f"format `{kind}` is unknown; known are {', '.join(WRITERS)}.")
    sql, values = reader.table(table, filters)
    with disk_errors("Writing the export"):
        out = _target(out)
        draft = out.with_name(f".{out.name}.{os.getpid()}.tmp")
        try:
            with reader.answer(sql, values) as answer:
                rows = WRITERS[kind](answer, table, draft, Notes(about_text(reader, table, sentence), reader.family))
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)
        columns, about = Path(f"{out}.columns.csv"), Path(f"{out}.about.txt")
        columns.write_text(dictionary(table, reader.family), encoding="utf-8-sig", newline="")
        about.write_text(about_text(reader, table, sentence, rows), encoding="utf-8")
    return Export(rows, (out, columns, about))


def _target(out: Path) -> Path:
    """Where the file comes to lie: a link stays, and what it points to is replaced."""
    found = out.resolve()
    if not found.parent.is_dir():
        raise OptionError(f"{out}: there is no folder {found.parent}; make it first, or name another file.")
    if found.exists() and not found.is_file():
        raise OptionError(f"{out}: is a folder or a device; name a file.")
    return found


def dictionary(table: str, family: Family) -> str:
    """The data dictionary of a table as CSV text."""
    lines = [("column", "type", "unit", "meaning")]
    lines += [(each.name, each.type, each.unit, family.said(each.meaning)) for each in tables()[table]]
    return "".join(",".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in line) + "\r\n" for line in lines)


def about_text(reader: Reader, table: str, sentence: str, rows: int | None = None) -> str:
    """What the file holds, in words; with the number of rows where it is known."""
    counted = "" if rows is None else f" ({rows} rows)"
    manifest = reader.snapshot.manifest
    source = {"digest": "embedded digest of landmark trials", FILES: "files of records"}.get(
        manifest.source, manifest.endpoint
    )
    return (
        f"Table: {table}{counted}\nFilter: {sentence}\nSource: {source}\n"
        f"Data as of: {manifest.data_timestamp} UTC\nSnapshot: {reader.snapshot.name}\n"
        f"Program: RapaTrials {manifest.program_version}, rules {manifest.seeds_version}\n"
        "In CSV and XLSX, cells that would act as a formula begin with an apostrophe; lists are joined by '; '.\n"
        "A cell of XLSX holds 32,767 characters: a longer text is cut there and says so; other formats hold all.\n"
        "A missing registry report does not mean that nothing was published: a journal article may exist.\n"
    )


def _batches(answer: duckdb.DuckDBPyConnection) -> Iterator[Sequence[tuple[Any, ...]]]:
    while rows := answer.fetchmany(BATCH_ROWS):
        yield rows


def _names(answer: duckdb.DuckDBPyConnection) -> list[str]:
    """The columns of an answer: headings and keys are taken from the rows that are written, not from their place."""
    return [name for name, *_ in answer.description or ()]


def _csv(answer: duckdb.DuckDBPyConnection, table: str, path: Path, notes: Notes) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as sheet:
        return _csv_into(sheet, answer)


def _csv_into(sheet: TextIO, answer: duckdb.DuckDBPyConnection) -> int:
    writer, count = csv.writer(sheet), 0
    writer.writerow(_names(answer))
    for rows in _batches(answer):
        writer.writerows([cell(value) for value in row] for row in rows)
        count += len(rows)
    return count


def _xlsx(answer: duckdb.DuckDBPyConnection, table: str, path: Path, notes: Notes) -> int:
    columns, count = tables()[table], 0
    book = Workbook(str(path), table, _names(answer), row_by_row=True)
    for rows in _batches(answer):
        if count + len(rows) > XLSX_ROWS:
            raise OptionError(f"table `{table}` has more rows than a sheet holds; export csv or parquet, or filter.")
        for row in rows:
            count += 1
            book.add(count, row)
    said = notes.family.said
    book.close(notes.about, [(each.name, each.type, each.unit, said(each.meaning)) for each in columns])
    return count


def _parquet(answer: duckdb.DuckDBPyConnection, table: str, path: Path, notes: Notes) -> int:
    names, count = _names(answer), 0
    layout = schema(table).with_metadata({ABOUT_KEY: notes.about})
    with pq.ParquetWriter(path, layout, compression="zstd") as writer:
        for rows in _batches(answer):
            batch = record_batch(table, [dict(zip(names, row, strict=True)) for row in rows])
            writer.write_batch(batch.replace_schema_metadata({ABOUT_KEY: notes.about}))
            count += len(rows)
    return count


def _jsonl(answer: duckdb.DuckDBPyConnection, table: str, path: Path, notes: Notes) -> int:
    names, count = _names(answer), 0
    with path.open("wb") as lines:
        for rows in _batches(answer):
            lines.writelines(orjson.dumps(dict(zip(names, row, strict=True))) + b"\n" for row in rows)
            count += len(rows)
    return count


WRITERS: dict[str, Callable[[duckdb.DuckDBPyConnection, str, Path, Notes], int]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "jsonl": _jsonl,
}
