"""The digest's own short words carry the same labels as the records that they stand for."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.annotate import Annotator
from fetchers.record.protocol import nct_id
from fetchers.tables import Tabulator
from seeds.digest.landmarks import digest_as_of, load_digest
from seeds.knowledge import load_knowledge

DIGEST = {nct_id(record): record for record in load_digest()}
SAME = ("rapalogs", "role", "populations", "routes", "frequencies", "regimen")
FLAGS = ("is_genetic_stratification", "is_interaction_control", "is_intermittent_dosing", "is_older_adults")


@pytest.fixture(scope="module")
def full_records(shared: Path) -> dict[str, dict[str, Any]]:
    found = {}
    with gzip.open(shared / "records" / "rapalog.jsonl.gz") as lines:
        for line in lines:
            record = orjson.loads(line)
            if nct_id(record) in DIGEST:
                found[nct_id(record)] = record
    return found


@pytest.fixture(scope="module")
def tabulator() -> Tabulator:
    return Tabulator(Annotator(load_knowledge(), few=True), date.fromisoformat(digest_as_of()[:10]))


def unsure(evidence: list[Any]) -> set[str]:
    """The measures of which no outcome speaks surely: other words of the same outcome may tip the judge."""
    outcomes = [each for each in evidence if each["level"] in ("registered", "posted", "posted_empty")]
    sure = {each["measure"] for each in outcomes if each["confidence"] == "sure"}
    return {each["measure"] for each in outcomes} - sure


@pytest.mark.records
@pytest.mark.parametrize("trial", DIGEST)
def test_the_digest_is_labelled_as_its_record(
    trial: str, full_records: dict[str, dict[str, Any]], tabulator: Tabulator
) -> None:
    digest, full = tabulator.rows(DIGEST[trial]), tabulator.rows(full_records[trial])
    shaky = unsure(digest["annotations"]) | unsure(full["annotations"])
    for rows in zip(digest["reporting"], full["reporting"], strict=True):
        assert rows[0]["status"] == rows[1]["status"] or rows[0]["measure"] in shaky, rows[0]["measure"]
    mine, theirs = digest["trials"][0], full["trials"][0]
    assert {name: mine[name] for name in SAME + FLAGS} == {name: theirs[name] for name in SAME + FLAGS}
    for name in ("measures_reported", "measures_planned"):
        assert {*mine[name]} ^ {*theirs[name]} <= shaky
    parsed = ("arm_index", "drug", "route", "dose", "dose_unit", "frequency", "trough_low_ng_ml", "trough_high_ng_ml")
    arms = [[tuple(row[name] for name in parsed) for row in rows["arms"]] for rows in (digest, full)]
    assert arms[0] == arms[1]
