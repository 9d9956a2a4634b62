"""The three faces of a filter: SQL with bound values, an English sentence, and the URL."""

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cache.filters.dimensions import DIMENSIONS
from cache.filters.filters import Filters, from_params
from seeds.errors import OptionError

KNOWN = {"role": ["experimental", "device"], "measure": ["phospho_s6", "trough_level"], "measure_status": ["absent"]}
NOT_TEXT = {"least": "15", "most": "20", "age": "70", "since": "2015-03-01", "until": "2020-12-31", "flag": "yes"}
VALUES = {
    each.name: [NOT_TEXT.get(each.kind, "experimental" if each.name == "role" else "x%_'\"!")] for each in DIMENSIONS
}


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda each: each.name)
def test_every_dimension_has_three_faces(dimension: Any) -> None:
    params = {dimension.name: VALUES[dimension.name]}
    filters = from_params(params)
    assert filters.to_params() == params
    clause = filters.where()
    assert clause.sql.count("?") == len(clause.values) or dimension.name == "results"
    assert filters.sentence().startswith("trials ")
    assert filters.without(dimension.name) == Filters()


def test_no_filter_is_all_trials() -> None:
    assert (Filters().sentence(), Filters().where().sql, Filters().to_params()) == (
        "all trials",
        "TRUE",
        {},
    )


def test_the_sentence_says_what_is_filtered() -> None:
    filters = from_params({"role": ["experimental"], "measure": ["phospho_s6:absent"], "from_date": ["2015"]})
    words = {"phospho_s6": "phospho-S6"}
    assert filters.sentence(words) == (
        "trials with the rapalog as experimental, with phospho-S6 absent, started on 2015-01-01 or later"
    )


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"q": ["EXIST a:b_c"]}, 'trials matching "EXIST a:b_c"'),
        ({"status": ["ACTIVE_NOT_RECRUITING"]}, "trials of status Active not recruiting"),
        ({"sponsor_class": ["NIH", "none"]}, "trials with a sponsor of class NIH or not stated"),
        ({"age": ["70"]}, "trials admitting age 70 (no stated limit admits all)"),
    ],
)
def test_words_of_the_reader_stay_and_codes_become_words(params: dict[str, list[str]], said: str) -> None:
    assert from_params(params).sentence() == said


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"colour": ["red"]}, "`colour` is no filter; known are"),
        ({"role": ["experimental2"]}, "did you mean `experimental`"),
        ({"measure": ["phospho_s7"]}, "did you mean `phospho_s6`"),
        ({"measure": ["phospho_s6:abssent"]}, "did you mean `absent`"),
        ({"min_enrolment": ["MMXX"]}, "no whole number"),
        ({"age": ["121"]}, "the most is 120"),
        ({"from_date": ["MMXX"]}, "no date"),
        ({"from_date": ["2015-02-30"]}, "no date"),
        ({"to_date": ["2015-13"]}, "no date"),
        ({"to_date": ["0001"]}, "not between 1900-01-01 and 2100-12-31"),
        ({"results": ["maybe"]}, "neither yes nor no"),
        ({"ids": ["NCT1"]}, "no registry id"),
    ],
)
def test_a_wrong_filter_is_one_sentence(params: dict[str, list[str]], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        from_params(params, KNOWN)


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("phase", "3", ("PHASE3",)),
        ("phase", "phase III", ("PHASE3",)),
        ("phase", "Phase-2, 3", ("PHASE2", "PHASE3")),
        ("phase", "early 1", ("EARLY_PHASE1",)),
        ("phase", "N/A", ("NA",)),
        ("status", "completed", ("COMPLETED",)),
        ("status", "Active, not recruiting", ("ACTIVE_NOT_RECRUITING",)),
        ("status", "not yet recruiting", ("NOT_YET_RECRUITING",)),
        ("sex", "Women", ("FEMALE",)),
        ("country", "usa", ("United States",)),
        ("country", "united states", ("United States",)),
        ("role", "Experimental", ("experimental",)),
        ("measure", "Phospho-S6:Absent", ("phospho_s6:absent",)),
        ("measure", "pS6 staining: left out", ("phospho_s6:leaves_out",)),
        ("results", "Yes", True),
    ],
)
def test_a_value_is_read_as_people_say_it(name: str, said: str, meant: object) -> None:
    known = KNOWN | {"phase": ["PHASE3"], "status": ["RECRUITING"], "sex": ["ALL"], "country": ["United States"]}
    words = {"measure": {"ps6staining": "phospho_s6"}, "measure_status": {"leftout": "leaves_out"}}
    assert getattr(from_params({name: [said]}, known, words), name) == meant


@given(st.dictionaries(st.sampled_from([each.name for each in DIMENSIONS]), st.lists(st.text(), max_size=3)))
def test_any_url_gives_filters_or_one_sentence(params: dict[str, list[str]]) -> None:
    try:
        filters = from_params(params, KNOWN)
    except OptionError:
        return
    assert from_params(filters.to_params()) == filters
    assert "\x00" not in filters.where().sql


def test_hostile_values_stay_values() -> None:
    hostile = "x'; DROP TABLE trials; --"
    clause = from_params({"q": [hostile], "country": [hostile]}).where()
    assert "DROP" not in clause.sql
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "CREATE TABLE trials AS SELECT 'NCT00000001' nct_id, '' brief_title, '' official_title, '' acronym, "
            "'' lead_sponsor, '' org_study_id, ['a'] conditions, ['b'] keywords, ['c'] rapalogs, ['d'] aliases, "
            "['e'] countries"
        )
        connection.execute("CREATE TABLE search_words AS SELECT 'a' AS word, 'NCT00000001' AS nct_id")
        rows = connection.execute(f"SELECT * FROM trials t WHERE {clause.sql}", list(clause.values)).fetchall()
    assert rows == []


@pytest.mark.parametrize(
    ("params", "read"),
    [
        ({"from_date": ["2015"], "to_date": ["2016"]}, {"from_date": ["2015-01-01"], "to_date": ["2016-12-31"]}),
        ({"from_date": ["2015-03"], "to_date": ["2016-02"]}, {"from_date": ["2015-03-01"], "to_date": ["2016-02-29"]}),
    ],
)
def test_a_year_or_month_stands_for_its_first_or_last_day(params: Any, read: Any) -> None:
    assert from_params(params).to_params() == read


TRIALS = """CREATE TABLE trials AS SELECT * FROM (VALUES
    ('both', 18.0, 65.0, '2015-03-14'), ('from', 18.0, NULL, '2015-03'), ('until', NULL, 17.5, '2015'),
    ('none', NULL, NULL, ''), ('unknown', NULL, NULL, NULL)
) t(nct_id, minimum_age_years, maximum_age_years, start_date)"""


@pytest.mark.parametrize(
    ("params", "left"),
    [
        ({"age": ["17"]}, {"until", "none", "unknown"}),
        ({"age": ["18"]}, {"both", "from", "none", "unknown"}),
        ({"age": ["65"]}, {"both", "from", "none", "unknown"}),
        ({"age": ["66"]}, {"from", "none", "unknown"}),
        ({"min_age": ["18"]}, {"both", "from"}),
        ({"min_age": ["19"]}, set()),
        ({"max_age": ["18"]}, {"until"}),
        ({"from_date": ["2015-03-14"]}, {"both", "from", "until"}),
        ({"from_date": ["2015-03-15"]}, {"from", "until"}),
        ({"from_date": ["2015-04"]}, {"until"}),
        ({"to_date": ["2015-03-13"]}, {"from", "until"}),
        ({"to_date": ["2014"]}, set()),
    ],
)
def test_ages_and_days_leave_what_they_say(params: dict[str, list[str]], left: set[str]) -> None:
    clause = from_params(params).where()
    with duckdb.connect(":memory:") as connection:
        connection.execute(TRIALS)
        rows = connection.execute(f"SELECT nct_id FROM trials t WHERE {clause.sql}", list(clause.values)).fetchall()
    assert {row[0] for row in rows} == left
