"""The three faces of a filter: SQL with bound values, an English sentence, and the URL."""

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cache.filters import DIMENSIONS, Filters, from_params
from seeds.errors import OptionError

KNOWN = {"role": ["experimental", "device"], "measure": ["phospho_s6", "trough_level"], "measure_status": ["absent"]}
NOT_TEXT = {"least": "2015", "most": "2020", "flag": "yes"}
VALUES = {
    each.name: [NOT_TEXT.get(each.kind, "experimental" if each.name == "role" else "x%_'\"!")] for each in DIMENSIONS
}


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda each: each.name)
def test_every_dimension_has_three_faces(dimension: Any) -> None:
    params = {dimension.name: VALUES[dimension.name]}
    filters = from_params(params)
    assert filters.to_params() == params
    clause = filters.where("2026-11-20")
    assert clause.sql.count("?") == len(clause.values) or dimension.name == "results"
    assert filters.sentence().startswith("trials ")
    assert filters.without(dimension.name) == Filters()


def test_no_filter_is_all_trials() -> None:
    assert (Filters().sentence(), Filters().where("2026-11-20").sql, Filters().to_params()) == (
        "all trials",
        "TRUE",
        {},
    )


def test_the_sentence_says_what_is_filtered() -> None:
    filters = from_params({"role": ["experimental"], "measure": ["phospho_s6:absent"], "from_year": ["2015"]})
    words = {"phospho_s6": "phospho-S6"}
    assert filters.sentence(words) == (
        "trials with the rapalog as experimental, with phospho-S6 absent, started in 2015 or later"
    )


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"colour": ["red"]}, "`colour` is no filter; known are"),
        ({"role": ["experimental2"]}, "did you mean `experimental`"),
        ({"measure": ["phospho_s7"]}, "did you mean `phospho_s6`"),
        ({"measure": ["phospho_s6:abssent"]}, "did you mean `absent`"),
        ({"from_year": ["MMXX"]}, "no whole number"),
        ({"results": ["maybe"]}, "neither yes nor no"),
        ({"ids": ["NCT1"]}, "no registry id"),
    ],
)
def test_a_wrong_filter_is_one_sentence(params: dict[str, list[str]], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        from_params(params, KNOWN)


@given(st.dictionaries(st.sampled_from([each.name for each in DIMENSIONS]), st.lists(st.text(), max_size=3)))
def test_any_url_gives_filters_or_one_sentence(params: dict[str, list[str]]) -> None:
    try:
        filters = from_params(params, KNOWN)
    except OptionError:
        return
    assert from_params(filters.to_params()) == filters
    assert "\x00" not in filters.where("2026-11-20").sql


def test_hostile_values_stay_values() -> None:
    hostile = "x'; DROP TABLE trials; --"
    clause = from_params({"q": [hostile], "country": [hostile]}).where("2026-11-20")
    assert "DROP" not in clause.sql
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "CREATE TABLE trials AS SELECT 'NCT00000001' nct_id, '' brief_title, '' official_title, '' acronym, "
            "'' lead_sponsor, '' org_study_id, ['a'] conditions, ['b'] keywords, ['c'] rapalogs, ['d'] aliases, "
            "['e'] countries"
        )
        rows = connection.execute(f"SELECT * FROM trials t WHERE {clause.sql}", list(clause.values)).fetchall()
    assert rows == []
