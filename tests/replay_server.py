"""Starts the stand-in API that lies beside the checkout, within the test's own process, over records of the test.

with Replay(shared, [small_record(1), ...], faults=[{"request": 2, "status": 503}]) as replay:
    client = RegistryClient(ClientOptions(base_url=replay.url))
    ...
    replay.log  # what was asked
"""

import importlib.util
import threading
from collections.abc import Iterable, Sequence
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import orjson

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


class Replay:
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
        module = _load(shared / "ctgov" / "replay.py")
        self.registry = module.Registry([], timestamp, [*faults])
        self.registry.studies = [module.Study(orjson.loads(orjson.dumps(record))) for record in records]
        self.registry.index()
        self.registry.differ(**differ)
        # without Nagle's algorithm, or every answer takes 40 ms
        handler = type("Handler", (module.Handler,), {"registry": self.registry, "disable_nagle_algorithm": True})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/v2"

    @property
    def log(self) -> list[dict[str, Any]]:
        """Every request so far: path, status, bytes, sent, agent, at."""
        return list(self.registry.log)

    def __enter__(self) -> "Replay":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the port; a client then finds nobody."""
        self._server.shutdown()
        self._server.server_close()


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("replay", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
