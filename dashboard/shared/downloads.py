"""Downloads of exactly what is filtered: built when the button is pressed, by the same exporter as the command line."""

import io
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
    "csv": ("CSV", "text/csv"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
}


def sentence(filters: Filters, words: Words) -> str:
    """The filter in one English phrase, as written beside every export."""
    return filters.sentence(words.for_sentence(), words.family)


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
    stem = f"rapatrials-{table}-{source.as_of}"
    with st.container(horizontal=True, gap="small", key=f"downloads_{table}"):
        for kind, (label, mime) in FILE_TYPES.items():
            _button(f"{what} as {label}", _later(source, table, filters, kind, said), f"{stem}.{kind}", mime)
        _button(
            "with dictionary and filter (zip)",
            lambda: archive_bytes(source, table, filters, said),
            f"{stem}.zip",
            "application/zip",
        )


def _later(source: Reader, table: str, filters: Filters, kind: str, said: str) -> Callable[[], bytes]:
    return lambda: file_bytes(source, table, filters, kind, said)


def _button(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        label, make, file_name=name, mime=mime, on_click="ignore", icon=":material/download:", key=f"get_{name}"
    )
