"""Queries: well formed for the registry, few enough terms each, and together asking for every name."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fetchers.registry.queries import POSTED_GROUPS, Query, own_query, rapalog_queries
from seeds.drugs.names import load_drugs

DRUGS = load_drugs()
QUERIES = rapalog_queries(DRUGS)
MOST_TERMS = 12  # the registry accepts 12 and refuses 14


def test_no_query_is_too_complicated() -> None:
    assert max(len(query.names) + len(query.needs) for query in QUERIES) <= MOST_TERMS


def test_every_name_to_be_asked_is_asked() -> None:
    asked = {name for query in QUERIES for name in query.names}
    names = {f'"{name.name}"' for drug in DRUGS.drugs for name in drug.names if name.query}
    assert names <= asked
    assert {'"RAD001"', '"CCI-779"', '"AP23573"', '"MK-8669"', '"ABT-578"', '"ABI-009"', '"AY 22989"'} <= asked


def test_names_kept_out_of_the_query_stay_out() -> None:
    asked = {name for query in QUERIES for name in query.names}
    silent = {f'"{name.name}"' for drug in DRUGS.drugs for name in drug.names if not name.query}
    assert not silent & asked


def test_generic_names_are_asked_for_in_every_text() -> None:
    generic = {f'"{name.name}"' for drug in DRUGS.drugs for name in drug.names if name.query and name.kind == "generic"}
    for area in ("", "EligibilityCriteria", "DetailedDescription", *POSTED_GROUPS):
        asked = [query.names for query in QUERIES if query.param == "query.term" and query.area == area]
        assert {name for names in asked for name in names} == generic


def test_a_generic_name_is_never_bound_to_a_context() -> None:
    assert not [n.name for drug in DRUGS.drugs for n in drug.names if n.kind == "generic" and n.needs]


def test_ambiguous_brands_are_asked_for_with_their_context() -> None:
    (query,) = [query for query in QUERIES if '"Endeavor"' in query.names]
    assert query.params["query.intr"].endswith('AND ("stent" OR "scaffold" OR "balloon")')


def test_expressions_read_as_the_registry_wants_them() -> None:
    assert Query(('"a b"', '"c"')).params == {"query.term": '("a b" OR "c")'}
    assert Query(('"a"',), area="Keyword").expression == 'AREA[Keyword]("a")'
    assert Query(('"a"',), needs=('"b"', '"c"')).expression == '("a") AND ("b" OR "c")'


def test_own_query_is_taken_as_it_is() -> None:
    assert own_query("AREA[Phase]PHASE2 AND sirolimus")[0].params == {"query.term": "(AREA[Phase]PHASE2 AND sirolimus)"}


@given(st.lists(st.text(min_size=1), min_size=2, max_size=9).map(tuple))
def test_halves_ask_for_the_same_names(names: tuple[str, ...]) -> None:
    whole = Query(names, area="Keyword", needs=("x",), optional=True)
    halves = whole.halves()
    assert halves is not None
    assert halves[0].names + halves[1].names == names
    assert all(half.names and replace(half, names=names) == whole for half in halves)


def test_one_name_has_no_halves() -> None:
    assert Query(('"a"',)).halves() is None


def test_queries_are_few() -> None:
    full = [query for query in QUERIES if len(query.names) + len(query.needs) == MOST_TERMS]
    kinds = {(query.param, query.area, query.needs) for query in QUERIES}
    assert len(QUERIES) - len(full) <= len(kinds)  # of each kind all but the last are full
