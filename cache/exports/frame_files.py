"""A page's own figures (a frame rather than a table of the snapshot) as CSV, XLSX or Parquet, in memory."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cache.exports.cells import cell
from cache.exports.table_files import ABOUT_KEY
from cache.exports.workbook import Workbook
from seeds.errors import OptionError

FILE_KINDS = ("csv", "xlsx", "parquet", "zip")


def frame_bytes(frame: pd.DataFrame, kind: str, about: str, meanings: Mapping[str, str]) -> bytes:
    """A frame as a file. CSV and XLSX are safe for spreadsheets; all but CSV carry `about` and what the columns mean.

    `about` is the text that says filter, source and date. OptionError for an unknown kind.
    """
    if kind == "csv":
        return _csv(frame).encode("utf-8-sig")
    if kind == "xlsx":
        return _xlsx(frame, about, meanings)
    if kind == "parquet":
        return _parquet(frame, about, meanings)
    if kind == "zip":
        return _zip(frame, about, meanings)
    raise OptionError(f"format `{kind}` is unknown; known are {', '.join(FILE_KINDS)}.")


def _parquet(frame: pd.DataFrame, about: str, meanings: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    table = pa.Table.from_pandas(frame, preserve_index=False)
    told = [each.with_metadata({"meaning": meanings.get(each.name, "")}) for each in table.schema]
    pq.write_table(table.cast(pa.schema(told, metadata={**(table.schema.metadata or {}), ABOUT_KEY: about})), packed)
    return packed.getvalue()


def _plain(value: Any) -> Any:
    """A frame's value as a sheet takes it."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return cell(value)
    return "" if pd.isna(value) else cell(value)


def _csv(frame: pd.DataFrame) -> str:
    safe = pd.DataFrame({name: [_plain(value) for value in frame[name]] for name in frame}, dtype=object)
    return str(safe.to_csv(index=False, lineterminator="\r\n"))


def _xlsx(frame: pd.DataFrame, about: str, meanings: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    book = Workbook(packed, "figures", [str(name) for name in frame])
    for number, row in enumerate(frame.itertuples(index=False), 1):
        book.add(number, map(_plain, row))
    book.close(about, meanings.items())
    return packed.getvalue()


def _zip(frame: pd.DataFrame, about: str, meanings: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    guide = pd.DataFrame(list(meanings.items()), columns=["column", "meaning"])
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("figures.csv", _csv(frame).encode("utf-8-sig"))
        archive.writestr("columns.csv", guide.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
        archive.writestr("about.txt", about)
    return packed.getvalue()
