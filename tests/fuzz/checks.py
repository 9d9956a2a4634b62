"""What must hold for any record and any answer: tables or a user's error, never a crash.

Records are a whole one with some nodes replaced by any JSON value, which reaches deeper than values from nothing.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import orjson
from hypothesis import strategies as st

from cache.store.parquet import record_batch
from fetchers.annotate import Annotator
from fetchers.record.protocol import last_update_date
from fetchers.record.shape import Shape
from fetchers.registry.answers import Answer, page_of, study_of, version_of
from fetchers.tables import Tabulator
from seeds.errors import AnswerError
from seeds.knowledge import load_knowledge
from seeds.tables.registry_fields import enumerations, registry_fields
from tests.fetchers.samples import posted, record, with_results

HOST = "registry.invalid"
WORDS = (
    "sirolimus",
    "RAD001",
    "trough level",
    "1 mg/kg",
    "5-15 ng/mL",
    "2026-02-31",
    "NCT00000001",
    "\x00",
    "99999999",
)
KEYS = tuple(sorted({name for field in registry_fields() for name in field.path.split(".")}))
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(max_size=40)
)
json_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
BASE = with_results(
    record(),
    [posted("Sirolimus trough level", "7.1", "NA")],
    {
        "eventGroups": [{"id": "EG000", "title": "Sirolimus"}],
        "seriousEvents": [{"term": "Pneumonia", "stats": [{"groupId": "EG000", "numAffected": 1, "numAtRisk": 9}]}],
    },
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every node below the root."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*path, key)
        yield from places(value, (*path, key))


def replaced(path: tuple[Any, ...], value: Any, base: Any) -> Any:
    """A copy with another value at one place; the same where the place is gone."""
    copy = deepcopy(base)
    node = copy
    try:
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return copy
    return copy


@st.composite
def records(draw: st.DrawFn) -> Any:
    """A record with up to three nodes replaced."""
    found = BASE
    for _ in range(draw(st.integers(1, 3))):
        found = replaced(draw(st.sampled_from(list(places(BASE)))), draw(json_values), found)
    return found


@cache
def tabulator() -> Tabulator:
    """The rules, compiled once."""
    return Tabulator(Annotator(load_knowledge()), date(2026, 11, 20))


def from_text(made: Any) -> Any:
    """The value as it comes out of JSON text; no text says a value that cannot be written, so None stands for it."""
    try:
        return orjson.loads(orjson.dumps(made))
    except (TypeError, ValueError):
        return None


def check_record(made: Any) -> None:
    """Rows of every table, which fit the columns; the canary and the day of the last update."""
    as_read = from_text(made)
    if not isinstance(as_read, dict):
        return
    Shape(registry_fields(), enumerations()).look(as_read)
    assert isinstance(last_update_date(as_read), str)
    for table, rows in tabulator().rows(as_read).items():
        record_batch(table, rows)


def check_answer(status: int, body: Any) -> None:
    """A version, a page or a study, or an AnswerError."""
    body = from_text(body)
    if not isinstance(body, str) and status != 200:
        return  # a body that is not of status 200 is handed over as text
    answer = Answer(status, body, "")
    for read in (lambda: version_of(answer, HOST), lambda: page_of(answer, HOST), lambda: study_of(body, HOST)):
        try:
            read()
        except AnswerError as error:
            assert str(error)


answers = st.tuples(
    st.sampled_from([200, 200, 304, 400, 404, 418]),
    json_values | st.fixed_dictionaries({"studies": st.lists(records() | json_values, max_size=3),
                                         "nextPageToken": json_values, "totalCount": json_values}),
).map(lambda pair: pair if pair[0] == 200 else (pair[0], str(pair[1])))  # fmt: skip
