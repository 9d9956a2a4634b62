"""Starts the stand-in API that lies beside the checkout, within the test's own process, over records of the test.

with Replay(shared, [small_record(1), ...], faults=[{"request": 2, "status": 503}]) as replay:
    client = RegistryClient(ClientOptions(base_url=replay.url))
    ...
    replay.log  # what was asked
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from tests.serving import LocalServer, loaded

Record = dict[str, Any]


def small_record(number: int, name: str = "sirolimus", **identification: object) -> Record:
    """A made-up record, NCT90000000 + number, that names `name` in its one intervention."""
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT{90000000 + number}",
                "briefTitle": f"Trial {number}",
                **identification,
            },
            "statusModule": {
                "overallStatus": "COMPLETED",
                "startDateStruct": {"date": "2025-01"},
                "primaryCompletionDateStruct": {"date": "2026-01"},
                "lastUpdatePostDateStruct": {"date": f"2026-01-{number % 28 + 1:02d}", "type": "ACTUAL"},
            },
            "designModule": {"studyType": "INTERVENTIONAL"},
            "armsInterventionsModule": {
                "armGroups": [{"label": "All"}],
                "interventions": [{"type": "DRUG", "name": name}],
            },
            "outcomesModule": {
                "primaryOutcomes": [{"measure": "Feasibility"}],
                "secondaryOutcomes": [{"measure": "Compliance"}],
            },
        },
        "hasResults": False,
    }


def small_records(count: int, name: str = "sirolimus") -> list[Record]:
    """`count` made-up records that name `name`."""
    return [small_record(number, name) for number in range(1, count + 1)]


def nct_ids(records: Iterable[Record]) -> list[str]:
    """Their ids, sorted."""
    return sorted(record["protocolSection"]["identificationModule"]["nctId"] for record in records)


class Replay(LocalServer):
    """The stand-in on a free port of this machine; `differ` takes its switches (touch, vanish, alias, ...)."""

    def __init__(
        self,
        shared: Path,
        records: Iterable[Record],
        *,
        faults: Sequence[dict[str, Any]] = (),
        timestamp: str = "2026-11-20T09:00:05",
        **differ: Any,
    ) -> None:
        module = loaded(shared / "ctgov" / "replay.py")
        self.registry = module.Registry([], timestamp, [*faults])
        self.registry.studies = [module.Study(orjson.loads(orjson.dumps(record))) for record in records]
        self.registry.index()
        self.registry.differ(**differ)
        super().__init__(module.Handler, registry=self.registry)
        self.url = f"{self.origin}/api/v2"

    @property
    def log(self) -> list[dict[str, Any]]:
        """Every request so far: path, status, bytes, sent, agent, at."""
        return list(self.registry.log)
