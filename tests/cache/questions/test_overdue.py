"""Whether results are late is decided once: over real records, whoever asks gets the same trials."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.questions import reporting
from cache.questions.map import evidence_map
from cache.questions.reader import Reader
from cache.store.parquet import TableWriter
from cache.store.snapshot import Store, seal
from cache.store.verify import KEYS
from fetchers.annotate import Annotator
from fetchers.measures.deadline import obligation, results_state
from fetchers.record.nodes import Node
from fetchers.record.protocol import nct_id, trial_facts
from fetchers.tables import Tabulator
from seeds.knowledge import load_knowledge
from seeds.tables.columns import tables
from tests.conftest import read_records

pytestmark = pytest.mark.records

AS_OF = date(2026, 11, 20)


def records(shared: Path) -> Iterator[Node]:
    """Every rapalog record and every fifth of the others, of a trial in several files the first."""
    seen = set()
    for path in sorted((shared / "records").glob("*.jsonl.gz")):
        for number, each in enumerate(read_records(path)):
            if (number % 5 == 0 or path.name == "rapalog.jsonl.gz") and (trial := nct_id(each)) not in seen:
                seen.add(trial)
                yield each


@pytest.fixture(scope="module")
def reader(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    store = Store(tmp_path_factory.mktemp("overdue"))
    store.prepare()
    draft = store.root / "draft"
    draft.mkdir()
    tabulator = Tabulator(Annotator(load_knowledge()), AS_OF)
    with TableWriter(draft, tables()) as writer:
        for each in records(shared):
            writer.add(tabulator.rows(each))
    facts = {
        "endpoint": "https://example.invalid/api/v2", "queries": ["a"], "data_timestamp": f"{AS_OF}T09:00:05",
        "created_at": "2026-11-20T10:00:00+00:00", "program_version": "0.1.0", "seeds_version": "a",
        "trial_count": writer.counts["trials"], "row_counts": writer.counts,
    }  # fmt: skip
    return Reader(seal(draft, facts, store.snapshots))


def ids(reader: Reader, sql: str) -> set[str]:
    return {nct for (nct,) in reader.rows(sql)}


def test_statuses_filter_page_and_map_agree(reader: Reader) -> None:
    filters = Filters(overdue=True)
    clause = reader.where(filters)
    late = {nct for (nct,) in reader.rows(f"SELECT nct_id FROM trials t WHERE {clause.sql}", clause.values)}
    by_hand = (
        "SELECT nct_id FROM trials WHERE study_type = 'INTERVENTIONAL' AND overall_status <> 'WITHDRAWN' "
        f"AND results_due_date < DATE '{AS_OF}' AND NOT has_results AND NOT is_results_in_review"
    )
    assert late == ids(reader, by_hand)
    assert len(late) > 300
    statuses = ids(reader, "SELECT DISTINCT nct_id FROM reporting WHERE status = 'overdue'")
    assert statuses and statuses <= late
    registered = "SELECT DISTINCT nct_id FROM reporting WHERE list_contains(levels, 'registered')"
    assert statuses == late & ids(reader, registered)
    assert reporting.due_results(reader, Filters()).overdue == len(late)
    assert set(reporting.overdue_trials(reader, Filters(), len(late)).rows["nct_id"]) == late
    assert evidence_map(reader, filters, "population").trials == len(late)
    for key in KEYS.values():
        assert "is_overdue" not in key or not reader.rows(key)


def test_nothing_that_is_not_owed_is_called_late_or_owed(reader: Reader) -> None:
    wrong = "study_type <> 'INTERVENTIONAL' AND (is_results_due OR is_overdue OR is_probably_obliged)"
    assert not ids(reader, f"SELECT nct_id FROM trials WHERE {wrong}")
    accused = (
        "SELECT nct_id FROM reporting JOIN trials USING (nct_id) WHERE study_type = 'OBSERVATIONAL' AND status IN "
    )
    assert not ids(reader, f"{accused} ('overdue', 'awaited')")
    assert ids(reader, f"{accused} ('not_required')")


def test_a_trial_is_late_by_its_own_record_over_all_records(shared: Path) -> None:
    """The whole of the records, by facts alone: no rule of labels has a part in it."""
    found = [trial_facts(each) for path in sorted((shared / "records").glob("*.gz")) for each in read_records(path)]
    late = [each for each in found if results_state(each, AS_OF).is_overdue]
    assert all(each["study_type"] == "INTERVENTIONAL" and not each["has_results"] for each in late)
    obliged = [each for each in late if obligation(each)[0]]
    assert 0 < len(obliged) < len(late) < len(found)
