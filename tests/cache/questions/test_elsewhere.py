"""What stands outside the registry over many trials, held against questions written by hand."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from cache.filters.filters import Filters, from_params
from cache.questions.elsewhere import gap_flow, looked_at, lost_by_trial, lost_measures
from cache.questions.explain import explained
from cache.questions.map import EvidenceMap, cell_filters, evidence_map
from cache.questions.reader import Reader
from cache.questions.trial import find_trial
from cache.store.snapshot import Store
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.cache.questions.elsewhere_notes import LOOKED, SILENT, UNKNOWN, write_notes
from tests.fetchers.samples import record

NONE = Filters()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, sample_knowledge: Knowledge) -> Iterator[Reader]:
    """Three trials: an article reports frailty and a measure was dropped; a silent abstract; nobody looked."""
    store = Store(tmp_path_factory.mktemp("elsewhere"))
    store.prepare()
    write_notes(store)
    reader = Reader(
        make_snapshot(
            store, [record(each) for each in (LOOKED, SILENT, UNKNOWN)], sample_knowledge, "2026-11-20T09:00:05"
        )
    )
    yield reader
    reader.close()


BY_HAND = """
SELECT r.measure, count(*) FROM reporting r JOIN trials t USING (nct_id)
WHERE r.status = 'reported' OR r.reported_elsewhere = 'yes' GROUP BY r.measure
"""


def test_reported_anywhere_is_what_a_question_by_hand_counts(told: Reader) -> None:
    found = evidence_map(told, NONE, "phase").cells
    counted = {row.measure: row.reported_anywhere for row in found.itertuples() if row.reported_anywhere}
    assert counted == dict(told.rows(BY_HAND)) and counted["frailty"] == 1


def test_a_cell_of_the_map_leads_to_the_trials_that_it_counts(told: Reader) -> None:
    (column,) = {column for column, _ in evidence_map(told, NONE, "phase").columns}
    inner = cell_filters(NONE, "phase", column, "frailty", "reported_anywhere")
    assert told.count(inner) == 1
    assert "reported anywhere" in inner.sentence()


@pytest.mark.parametrize(
    ("params", "trials"),
    [
        ({"measure": ["frailty:elsewhere_yes"]}, [LOOKED]),
        ({"measure": ["frailty:elsewhere_abstract_silent"]}, [SILENT]),
        ({"measure": ["frailty:elsewhere_not_looked"]}, [UNKNOWN]),
        ({"measure": ["frailty:reported_anywhere"]}, [LOOKED]),
        ({"own_article": ["yes"]}, [LOOKED, SILENT]),
        ({"own_article": ["no"]}, [UNKNOWN]),
        ({"dropped": ["lipids"]}, [LOOKED]),
        ({"demoted": ["trough_level"]}, []),
    ],
)
def test_filters_by_what_was_found_elsewhere(told: Reader, params: dict[str, list[str]], trials: list[str]) -> None:
    clause = from_params(params).where()
    found = told.rows(f"SELECT nct_id FROM trials t WHERE {clause.sql} ORDER BY nct_id", clause.values)
    assert [nct for (nct,) in found] == trials


def test_gaps_are_told_by_what_was_found_of_them(told: Reader) -> None:
    flow = gap_flow(told, NONE).set_index("measure")
    trough = flow.loc["trough_level"]  # registered by all three, overdue in all
    assert (trough["gaps"], trough["abstract_silent"], trough["not_looked"], trough["yes"]) == (3, 2, 1, 0)
    assert flow.loc["frailty", "gaps"] == 0
    states = [column for column in flow.columns if column != "gaps"]
    assert (flow[states].sum(axis=1) == flow["gaps"]).all()


def test_lost_measures_are_counted_and_shown(told: Reader) -> None:
    assert looked_at(told, NONE) == (3, 2, 1)
    assert lost_measures(told, NONE).values.tolist() == [["lipids", 1, 0]]
    (row,) = lost_by_trial(told, NONE).itertuples()
    assert (row.nct_id, row.wording_before, row.version_date) == (LOOKED, "LDL cholesterol", "2020-02-02")


def test_a_trials_page_has_its_articles_and_versions(told: Reader, tmp_path: Path) -> None:
    trial = find_trial(told, LOOKED)
    assert trial and trial.articles["article"].tolist() == ["PMID:1"]
    assert trial.article_measures["measure"].tolist() == ["frailty"]
    assert trial.outcome_history["change"].tolist() == ["dropped"]
    assert trial.facts["articles_asked_date"] == "2026-11-18"


def test_explain_tells_the_sentence_of_the_abstract(told: Reader) -> None:
    (frailty,) = explained(told, LOOKED, "frailty")["measures"]
    assert (frailty["status"], frailty["reported_elsewhere"]) == ("absent", "yes")
    assert [each["sentence"] for each in frailty["articles"]] == ["The frailty index fell by 0.03."]
    assert "frailty" in {each["measure"] for each in explained(told, LOOKED, None)["measures"]}
    assert "frailty" not in {each["measure"] for each in explained(told, SILENT, None)["measures"]}


def test_what_articles_tell_is_counted_over_all_trials_of_a_column_and_the_rest_over_those_that_owe_a_report() -> None:
    cells = pd.DataFrame({"measure": ["frailty"], "column": ["ageing"], "base": [0], "reported_anywhere": [1]})
    (cell,) = cells.itertuples(index=False)  # one withdrawn trial, of which an article tells
    found = EvidenceMap(cells, (("ageing", 1),), 1, 1)
    assert (found.base_of(cell, "reported_anywhere"), found.base_of(cell, "reported")) == (1, 0)
