"""What a reader's session looks at: one snapshot, kept until the reader opens another, and answers to questions."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import streamlit as st
from platformdirs import user_cache_path

from cache.questions.reader import Readable, Reader
from cache.store.sharded import ShardedTables, open_tables
from cache.store.snapshot import Snapshot, Store, open_snapshot
from dashboard.words.labels import Words, words_of
from seeds.drugs.family import Family
from seeds.knowledge import Knowledge, load_knowledge

Reply = TypeVar("Reply")
FOLDER_KEY = "snapshot_folder"
PINNED = "snapshot"  # parameter of a citation's link: the snapshot to show


def cache_root() -> Path:
    """The cache folder that the command line named, or the user's own."""
    named = os.environ.get("RAPATRIALS_CACHE")
    return Path(named) if named else user_cache_path("rapatrials", appauthor=False)


@st.cache_resource(show_spinner=False)
def knowledge() -> Knowledge:
    """The reviewed seeds with those that the command line named, read once."""
    named = os.environ.get("RAPATRIALS_SEEDS")
    return load_knowledge(Path(named) if named else None)


@st.cache_resource(max_entries=4, show_spinner=False)
def _words(family: Family) -> Words:
    return words_of(knowledge(), family)


def words() -> Words:
    """Names of measures and codes, and what the drugs of the session's snapshot are called."""
    return _words(reader().family)


@st.cache_resource(max_entries=4, show_spinner=False)
def _reader(folder: str) -> Reader:
    found = newest()  # tables in shards may lie elsewhere than in a folder
    return Reader(found if str(found.folder) == folder else open_snapshot(Path(folder)))


@st.cache_resource(show_spinner=False)  # it is made before anybody comes
def _digest(root: str) -> Snapshot:
    from cache.refresh.digest import digest_snapshot  # brings the whole annotator, which only an empty cache needs

    return digest_snapshot(Path(root), knowledge())


@st.cache_resource(max_entries=4, show_spinner=False)
def _known(folder: str) -> dict[str, list[str]]:
    return _reader(folder).known_values()


@st.cache_resource(show_spinner=False)
def _tables(url: str) -> ShardedTables:
    return open_tables(url)


def newest() -> Readable:
    """The tables that the command line named, the cache's current snapshot, or the digest where there is none.

    SnapshotError where it is damaged. Tables are opened once: who annotates them anew starts the pages anew.
    """
    if named := os.environ.get("RAPATRIALS_TABLES"):
        return _tables(named)
    return Store(cache_root()).current() or _digest(str(cache_root()))


def open_newest() -> None:
    """Turn this session to the newest snapshot: what a reader's button does."""
    st.session_state[FOLDER_KEY] = str(newest().folder)


def open_pinned() -> str:
    """Turn this session to the snapshot that the address names; gives its name where it is no longer kept here."""
    name = st.query_params.get(PINNED, "")
    if not name or Path(st.session_state.get(FOLDER_KEY, "")).name == name:
        return ""
    kept = {Path(each).name: each for each in (*Store(cache_root()).folders(), newest().folder)}
    if name not in kept:
        return str(name)
    st.session_state[FOLDER_KEY] = str(kept[name])
    return ""


def let_go_of_pinned() -> None:
    """Turn this session to the newest snapshot, whatever a citation's link asked for."""
    st.query_params.pop(PINNED, None)
    open_newest()


def reader() -> Reader:
    """The snapshot that this session reads; it changes only when the reader asks or when its files are gone."""
    folder = st.session_state.get(FOLDER_KEY)
    if not folder or not (Path(folder).is_dir() or folder == str(newest().folder)):  # a look is cheaper than reading
        open_newest()
    return _reader(st.session_state[FOLDER_KEY])


def prepared() -> Reader:
    """The newest snapshot before anybody reads it, with what every session asks of it; SnapshotError if damaged."""
    folder = str(newest().folder)
    _known(folder)
    _words(_reader(folder).family)
    return _reader(folder)


def known_values() -> dict[str, list[str]]:
    """The values that exist in the session's snapshot, by filter dimension."""
    return _known(str(reader().snapshot.folder))


def is_digest() -> bool:
    """Whether the session reads the embedded landmark trials rather than the registry."""
    return reader().snapshot.manifest.source == "digest"


def ask(question: Callable[..., Reply], *values: Any) -> Reply:
    """The answer to a question (a function of a Reader and values), remembered per snapshot and values."""
    return cast(Reply, _answer(_name(question), str(reader().snapshot.folder), values, question))


def ask_once(question: Callable[..., Reply], *values: Any) -> Reply:
    """As `ask`, for an answer of thousands of parts, which a page must not change: it is kept itself, and no copy."""
    return cast(Reply, _whole_answer(_name(question), str(reader().snapshot.folder), values, question))


def _name(question: Callable[..., Any]) -> str:
    return f"{question.__module__}.{question.__qualname__}"


@st.cache_resource(max_entries=20, show_spinner=False)
def _whole_answer(name: str, folder: str, values: tuple[Any, ...], _question: Callable[..., Any]) -> Any:
    return _question(_reader(folder), *values)


@st.cache_data(max_entries=400, show_spinner=False)
def _answer(name: str, folder: str, values: tuple[Any, ...], _question: Callable[..., Any]) -> Any:
    return _question(_reader(folder), *values)
