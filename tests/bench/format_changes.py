"""Changes of the registry's format, one after the other: each leaves every status right, or is refused (code 8).

    python -m tests.bench.format_changes --count 20 --seed 1    # of all; --count 0 for all of them

`CHANGES` are fields dropped, renamed and of another kind, module by module, done to every record that has them.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cache.store.snapshot import Snapshot, Store
from cache.store.verify import problems
from fetchers.registry.queries import own_query
from seeds.errors import GuardError
from seeds.knowledge import Knowledge, load_knowledge
from tests.cache.stages import FIRST_DATA, current, stage
from tests.conftest import SHARED, read_records

Record = dict[str, Any]
Change = Callable[[Record], None]
LATER = "2026-11-20T21:00:05"  # of the same day, so that no trial comes due meanwhile
STATUSES = "SELECT nct_id, measure, status FROM read_parquet(?) ORDER BY ALL"


def places(record: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every object that holds the field at a path with dots, and the field's name; lists are walked through."""
    first, _, rest = path.partition(".")
    if isinstance(record, list):
        for each in record:
            yield from places(each, path)
    elif isinstance(record, dict) and first in record:
        if rest:
            yield from places(record[first], rest)
        else:
            yield record, first


def dropped(path: str) -> Change:
    """The field is gone."""
    return lambda record: [holder.pop(name) for holder, name in list(places(record, path))] and None


def renamed(path: str, new: str) -> Change:
    """The field stands under another name."""

    def change(record: Record) -> None:
        for holder, name in list(places(record, path)):
            holder[new] = holder.pop(name)

    return change


def made(path: str, kind: Callable[[Any], Any]) -> Change:
    """The field's value becomes another."""

    def change(record: Record) -> None:
        for holder, name in list(places(record, path)):
            holder[name] = kind(holder[name])

    return change


def lower(value: Any) -> Any:
    """Codes in lower case, alone or in a list."""
    return [lower(each) for each in value] if isinstance(value, list) else str(value).lower()


def listed(value: Any) -> Any:
    """An object or value becomes a list of one."""
    return [value]


def by_number(value: Any) -> Any:
    """A list becomes an object."""
    return {str(number): each for number, each in enumerate(value)}


def as_number(value: Any) -> Any:
    """A figure written as text becomes a number."""
    try:
        return float(value)
    except ValueError:
        return value


def american(value: Any) -> Any:
    """A date the other way round."""
    return "/".join([*str(value).split("-")[1:], str(value)[:4]])


STATUS, DESIGN = "protocolSection.statusModule", "protocolSection.designModule"
ARMS, OUTCOMES = "protocolSection.armsInterventionsModule", "protocolSection.outcomesModule"
MEASURES = "resultsSection.outcomeMeasuresModule.outcomeMeasures"
EVENTS, MISC = "resultsSection.adverseEventsModule", "derivedSection.miscInfoModule.submissionTracking"
VALUES = f"{MEASURES}.classes.categories.measurements"
DROPPED = (
    "protocolSection", "protocolSection.identificationModule.briefTitle", STATUS, f"{STATUS}.overallStatus",
    f"{STATUS}.primaryCompletionDateStruct", f"{STATUS}.primaryCompletionDateStruct.date",
    f"{STATUS}.completionDateStruct", f"{STATUS}.startDateStruct", "protocolSection.sponsorCollaboratorsModule",
    "protocolSection.descriptionModule", "protocolSection.descriptionModule.briefSummary",
    "protocolSection.descriptionModule.detailedDescription", "protocolSection.conditionsModule.conditions", DESIGN,
    f"{DESIGN}.studyType", f"{DESIGN}.designInfo", ARMS, f"{ARMS}.armGroups", f"{ARMS}.interventions",
    f"{ARMS}.interventions.name", OUTCOMES, f"{OUTCOMES}.primaryOutcomes", f"{OUTCOMES}.secondaryOutcomes",
    f"{OUTCOMES}.otherOutcomes", f"{OUTCOMES}.primaryOutcomes.measure", f"{OUTCOMES}.secondaryOutcomes.description",
    "protocolSection.eligibilityModule", "resultsSection", "resultsSection.outcomeMeasuresModule", MEASURES,
    f"{MEASURES}.classes", f"{MEASURES}.classes.categories", VALUES, f"{VALUES}.value", f"{MEASURES}.title",
    f"{MEASURES}.description", f"{MEASURES}.groups", f"{MEASURES}.denoms", f"{MEASURES}.reportingStatus",
    f"{MEASURES}.unitOfMeasure", EVENTS, f"{EVENTS}.seriousEvents", f"{EVENTS}.otherEvents",
    f"{EVENTS}.otherEvents.term", f"{EVENTS}.otherEvents.stats", "derivedSection", MISC, f"{MISC}.submissionInfos",
    "annotationSection", "hasResults", f"{STATUS}.lastUpdatePostDateStruct",
)  # fmt: skip
RENAMED = {
    f"{STATUS}.overallStatus": "status", f"{STATUS}.primaryCompletionDateStruct": "primaryCompletionDate",
    f"{STATUS}.primaryCompletionDateStruct.date": "value", f"{STATUS}.resultsFirstPostDateStruct": "resultsPosted",
    DESIGN: "studyDesignModule", f"{DESIGN}.studyType": "type", f"{ARMS}.interventions": "treatments",
    f"{OUTCOMES}.primaryOutcomes": "primary", f"{OUTCOMES}.secondaryOutcomes.measure": "title",
    "resultsSection.outcomeMeasuresModule": "outcomesModule", MEASURES: "measures", f"{MEASURES}.classes": "rows",
    f"{MEASURES}.title": "name", VALUES: "values", f"{VALUES}.value": "figure", f"{VALUES}.groupId": "group",
    f"{EVENTS}.otherEvents": "nonSeriousEvents", f"{EVENTS}.seriousEvents.term": "name", "resultsSection": "results",
    f"{MISC}.submissionInfos": "submissions", f"{MISC}.submissionInfos.releaseDate": "released",
}  # fmt: skip
MADE: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    (f"{STATUS}.overallStatus", lower), (f"{STATUS}.primaryCompletionDateStruct", lambda value: value.get("date")),
    (f"{STATUS}.primaryCompletionDateStruct.date", american), (f"{STATUS}.primaryCompletionDateStruct.date", listed),
    (f"{STATUS}.primaryCompletionDateStruct.type", lower), (f"{DESIGN}.studyType", lower), (f"{DESIGN}.phases", lower),
    (f"{DESIGN}.phases", ",".join), (f"{DESIGN}.enrollmentInfo.count", str), (f"{ARMS}.interventions", by_number),
    (f"{ARMS}.interventions.type", lower), (f"{ARMS}.interventions", lambda value: value[0]),
    (f"{OUTCOMES}.primaryOutcomes", by_number), (f"{OUTCOMES}.primaryOutcomes.measure", listed),
    (f"{OUTCOMES}.secondaryOutcomes", lambda value: [each.get("measure") for each in value]),
    (MEASURES, by_number), (f"{MEASURES}.classes", by_number), (f"{MEASURES}.classes", lambda value: []),
    (f"{MEASURES}.classes.categories", by_number), (VALUES, by_number), (f"{VALUES}.value", as_number),
    (f"{VALUES}.value", lambda value: ""), (f"{VALUES}.value", lambda value: {"text": value}),
    (f"{MEASURES}.reportingStatus", lower), (f"{MEASURES}.type", lower), (f"{MEASURES}.paramType", lower),
    (f"{MEASURES}.denoms.counts.value", as_number), (EVENTS, listed), (f"{EVENTS}.otherEvents", by_number),
    (f"{EVENTS}.otherEvents.stats.numAffected", str), (f"{EVENTS}.otherEvents.term", listed),
    (MISC, listed), (f"{MISC}.submissionInfos", by_number), (f"{MISC}.submissionInfos.releaseDate", american),
    ("hasResults", str), ("resultsSection", listed), (OUTCOMES, listed),
    ("protocolSection.descriptionModule.briefSummary", listed),
)  # fmt: skip
CHANGES: dict[str, Change] = {
    **{f"dropped {path}": dropped(path) for path in DROPPED},
    **{f"renamed {path}": renamed(path, new) for path, new in RENAMED.items()},
    **{
        f"{getattr(kind, '__name__', '?')} {number} {path}": made(path, kind)
        for number, (path, kind) in enumerate(MADE)
    },
}


def statuses(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Trial, measure and status."""
    with duckdb.connect(":memory:") as connection:
        return connection.execute(STATUSES, [str(snapshot.table("reporting"))]).fetchall()


def outcome(store: Store, knowledge: Knowledge, records: list[Record], change: Change) -> str:
    """What a full refresh of the changed records ends in; `refused` and `right` are as promised."""
    before = current(store)
    changed = deepcopy(records)
    for record in changed:
        nct = record["protocolSection"]["identificationModule"]["nctId"]
        change(record)
        record.setdefault("protocolSection", {"identificationModule": {"nctId": nct}})  # or it cannot be asked for
    try:
        stage(SHARED, store, knowledge, changed, LATER, full=True, client={"ids_per_request": 200})
    except GuardError as error:
        untouched = current(store) == before and not problems(before)
        return "refused" if untouched else f"WRONG: refused, but the old snapshot is not current ({error})"
    after = current(store)
    wrong = len(set(statuses(before)) ^ set(statuses(after))) // 2
    store.make_current(before)
    return f"WRONG: {wrong} statuses differ" if wrong else "right"


def main() -> int:
    """Run the changes; 1 where one of them ends in wrong statuses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    names = sorted(CHANGES)
    if options.count:
        names = random.Random(options.seed).sample(names, options.count)  # noqa: S311
    records, knowledge = list(read_records(SHARED / "records" / "rapalog.jsonl.gz")), load_knowledge()
    ends: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("cache.refresh.job.rapalog_queries", lambda drugs: own_query("*"))
        store = Store(Path(folder))
        stage(SHARED, store, knowledge, records, FIRST_DATA, client={"ids_per_request": 200})
        for name in names:
            ends[name] = outcome(store, knowledge, records, CHANGES[name])
            print(f"{ends[name]:10} {name}", flush=True)
    wrong = [name for name, end in ends.items() if end.startswith("WRONG")]
    print(f"{len(CHANGES)} changes, {len(names)} tried: {len(names) - len(wrong)} as promised, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
