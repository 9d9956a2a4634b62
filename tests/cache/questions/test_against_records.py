"""What pages and exports say of real records, against a few lines that count in the records themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pytest

from cache.exports.table_files import write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.questions.trial import Trial, affected_of, events_by_arm, find_trial
from cache.store.snapshot import Store
from fetchers.record.results import event_rows, posted_events
from seeds.knowledge import Knowledge
from seeds.tables.columns import tables
from tests.cache.conftest import make_snapshot
from tests.conftest import read_records

Record = dict[str, Any]
COLUMNS = [column.name for column in tables()["adverse_events"]]
DATA_DATE = date(2026, 11, 20)

pytestmark = pytest.mark.records


def all_records(shared: Path) -> Iterator[Record]:
    paths = [*sorted((shared / "records").glob("*.jsonl.gz"))]
    for path in paths:
        yield from read_records(path)
    yield from map(orjson.loads, (shared / "tried" / "adverse-events-twice.jsonl").read_bytes().splitlines())


def counted(record: Record) -> Counter[str]:
    """The cells of a page's table, and its rows: counted in the record."""
    module = record.get("resultsSection", {}).get("adverseEventsModule", {})
    found: Counter[str] = Counter()
    for name in ("seriousEvents", "otherEvents"):
        for event in module.get(name, []):
            found["rows"] += 1
            for stat in event.get("stats", []):
                found[f"{name} {affected_of(stat.get('numAffected', float('nan')), stat.get('numAtRisk', 0))}"] += 1
    return found


def cells_of(row: list[str]) -> list[str]:
    """The figures in a row of a page, of every group."""
    return [cell for cells in row[5:] if cells for cell in cells.split("; ")]


def shown(page: pd.DataFrame) -> Counter[str]:
    """The same of the page."""
    found = Counter({"rows": len(page)}) if len(page) else Counter[str]()
    for row in page.to_dict("split")["data"]:
        table = {"serious": "seriousEvents", "other": "otherEvents"}[row[2]]
        found.update(f"{table} {cell}" for cell in cells_of(row))
    return found


def test_every_posted_row_of_every_record_reaches_the_page(shared: Path) -> None:
    differ, seen = [], 0
    assert not shown(events_by_arm(pd.DataFrame([], columns=COLUMNS)))  # of a record in which nothing was posted
    for record in all_records(shared):
        events = posted_events(record, lambda term, system: ("infection",))
        rows, expected = event_rows("NCT00000001", record, events), counted(record)
        if not rows and not expected:
            continue
        page = events_by_arm(pd.DataFrame(rows, columns=COLUMNS))
        seen += len(page)
        if shown(page) != expected:
            differ.append(record["protocolSection"]["identificationModule"]["nctId"])
    assert seen > 100_000
    assert not differ


@pytest.fixture(scope="module")
def told(
    shared: Path, sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Reader, dict[str, Record], Path]:
    """A snapshot of all records of rapalog trials and of those that went wrong, the records, and a folder."""
    root = tmp_path_factory.mktemp("told")
    paths = [shared / "records" / f"{name}.jsonl.gz" for name in ("rapalog", "newer")]
    records = [record for path in paths for record in read_records(path)]
    for name in ("adverse-events-twice", "pending-results"):
        records += map(orjson.loads, (shared / "tried" / f"{name}.jsonl").read_bytes().splitlines())
    by_id = {record["protocolSection"]["identificationModule"]["nctId"]: record for record in records}
    snapshot = make_snapshot(Store(root), list(by_id.values()), sample_knowledge, f"{DATA_DATE}T09:00:05")
    return Reader(snapshot), by_id, root


@pytest.fixture(scope="module")
def pages(told: tuple[Reader, dict[str, Record], Path]) -> dict[str, Trial]:
    """What the page of every trial shows."""
    found = {nct_id: find_trial(told[0], nct_id) for nct_id in told[1]}
    assert all(found.values())
    return {nct_id: trial for nct_id, trial in found.items() if trial}


def exported(told: tuple[Reader, dict[str, Record], Path], table: str) -> dict[str, list[Record]]:
    reader, _, folder = told
    write_export(reader, table, Filters(), "jsonl", folder / f"{table}.jsonl", "all trials")
    found = defaultdict(list)
    for line in (folder / f"{table}.jsonl").read_bytes().splitlines():
        row = orjson.loads(line)
        found[row["nct_id"]].append(row)
    return found


def sums(rows: list[Record]) -> tuple[int, int, int]:
    affected, at_risk = ([row.get(name) or 0 for row in rows] for name in ("affected", "at_risk"))
    return len(rows), sum(affected), sum(at_risk)


def test_exported_events_sum_up_to_the_records(told: tuple[Reader, dict[str, Record], Path]) -> None:
    export = exported(told, "adverse_events")
    for nct_id, record in told[1].items():
        module = record.get("resultsSection", {}).get("adverseEventsModule", {})
        events = [*module.get("seriousEvents", []), *module.get("otherEvents", [])]
        posted = [
            {"affected": stat.get("numAffected"), "at_risk": stat.get("numAtRisk")}
            for event in events for stat in event.get("stats", [])
        ]  # fmt: skip
        written = [
            {"affected": row["affected_count"], "at_risk": row["at_risk_count"]}
            for row in export[nct_id] if row["group_id"]
        ]  # fmt: skip
        assert sums(written) == sums(posted), nct_id
        places = {(row["is_serious"], row["position"]) for row in export[nct_id]}
        assert len(places) == len(events), nct_id


def in_review(record: Record) -> bool:
    tracking = record.get("derivedSection", {}).get("miscInfoModule", {}).get("submissionTracking", {})
    return any(set(each) <= {"releaseDate", "mcpReleaseN"} for each in tracking.get("submissionInfos", [])[-1:])


def is_late(record: Record) -> bool:
    """Whether results are due for more than a year: the day of completion, a month taken at its end."""
    status = record["protocolSection"]["statusModule"]
    completed = status.get("primaryCompletionDateStruct", {}).get("date", "")
    today = DATA_DATE.replace(year=DATA_DATE.year - 1).isoformat()
    return bool(completed) and completed < today[: len(completed)]


def owed(record: Record, levels: set[str]) -> str:
    """The status of a measure that is registered and has no posted values."""
    design, status = (record["protocolSection"].get(name, {}) for name in ("designModule", "statusModule"))
    if design.get("studyType") == "EXPANDED_ACCESS" or status.get("overallStatus") == "WITHDRAWN":
        return "not_applicable"
    if "posted" in levels:
        return "reported"
    if "ae_table" in levels:
        return "reported_as_ae"
    if record["hasResults"]:
        return "not_posted"
    if in_review(record):
        return "results_pending"
    if design.get("studyType") != "INTERVENTIONAL":
        return "not_required"
    return "overdue" if is_late(record) else "awaited"


def test_statuses_of_pages_and_exports_follow_from_the_records(
    told: tuple[Reader, dict[str, Record], Path], pages: dict[str, Trial]
) -> None:
    export = exported(told, "reporting")
    seen = Counter[str]()
    for nct_id, record in told[1].items():
        written = {row["measure"]: row["status"] for row in export[nct_id]}
        reporting = pages[nct_id].reporting
        assert dict(zip(reporting["measure"], reporting["status"], strict=True)) == written
        for row in export[nct_id]:
            if "registered" in row["levels"]:
                assert row["status"] == owed(record, set(row["levels"])), (nct_id, row["measure"])
                seen[row["status"]] += 1
    assert min(seen[each] for each in ("reported", "not_posted", "results_pending", "overdue", "awaited")) > 0


def test_pages_show_every_event_of_a_liability(
    told: tuple[Reader, dict[str, Record], Path], pages: dict[str, Trial]
) -> None:
    export = exported(told, "adverse_events")
    for nct_id, trial in pages.items():
        about = [row for row in export[nct_id] if row["measures"]]
        page = events_by_arm(trial.adverse_events)
        assert len(page) == len({(row["is_serious"], row["position"]) for row in about}), nct_id
        cells = [cell for row in page.to_dict("split")["data"] for cell in cells_of(row)]
        assert len(cells) == sum(bool(row["group_id"]) for row in about), nct_id
