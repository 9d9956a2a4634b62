"""Downloads of exactly what is filtered: built when the button is pressed, by the same exporter as the command line.

Every file says inside what it holds, of which trials and whose data; a CSV cannot, so its archive comes first.
"""

import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from cache.exports.table_files import write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from dashboard.state.session import reader
from dashboard.words.labels import Words

FILE_TYPES = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "csv": ("CSV alone", "text/csv"),
}

NAMED_CHARACTERS = 40  # of the filter in a file's name


def sentence(filters: Filters, words: Words) -> str:
    """The filter in one English phrase, as written beside every export."""
    return filters.sentence(words.for_sentence(), words.family)


def file_stem(what: str, filters: Filters, source: Reader) -> str:
    """The beginning of a file's name that tells it apart: what it holds, of which trials, by the data of which day.

    The filter stands in it as a few of its words and, since these may be cut, as six signs that stand for the whole.
    """
    said = "-".join(re.findall(r"[a-z0-9]+", filters.sentence().lower())[1:])[:NAMED_CHARACTERS].strip("-")
    whole = hashlib.sha256(repr((filters.chosen, source.snapshot.name)).encode()).hexdigest()[:6]
    return "-".join(filter(None, ["rapatrials", what, said, source.as_of, whole]))


def so_many(count: int, filters: Filters, words: Words) -> str:
    """`3 trials in Ageing`, `1 trial in Ageing`, `All 123 trials`."""
    said = sentence(filters, words)
    if said.startswith("all "):
        return f"All {count:,} trials"
    return f"{count:,} {said.replace('trials', 'trial', 1) if count == 1 else said}"


def file_bytes(source: Reader, table: str, filters: Filters, kind: str, said: str) -> bytes:
    """One table as a file of the kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table}.{kind}"
        write_export(source, table, filters, kind, path, said)
        return path.read_bytes()


def archive_bytes(source: Reader, table: str, filters: Filters, said: str) -> bytes:
    """One table as CSV with its dictionary and the filter's sentence, in one archive."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        written = write_export(source, table, filters, "csv", Path(folder) / f"{table}.csv", said)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in written.files:
                archive.write(path, path.name)
    return packed.getvalue()


def buttons(table: str, filters: Filters, words: Words, what: str) -> None:
    """A row of download buttons for one table."""
    source, said = reader(), sentence(filters, words)
    stem = file_stem(table, filters, source)
    with st.container(horizontal=True, gap="small", key=f"downloads_{table}"):
        _button(
            f"{what} as CSV with dictionary and filter (zip)",
            lambda: archive_bytes(source, table, filters, said),
            f"{stem}.zip",
            "application/zip",
        )
        for kind, (label, mime) in FILE_TYPES.items():
            _button(f"{what} as {label}", _later(source, table, filters, kind, said), f"{stem}.{kind}", mime)


def _later(source: Reader, table: str, filters: Filters, kind: str, said: str) -> Callable[[], bytes]:
    return lambda: file_bytes(source, table, filters, kind, said)


def _button(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        label, make, file_name=name, mime=mime, on_click="ignore", icon=":material/download:", key=f"get_{name}"
    )
