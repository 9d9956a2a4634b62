"""Starts the stand-in for Europe PMC, PubMed and the record history that lies beside the checkout, in this process.

with ReplayElsewhere(shared, records) as replay:
    client = Client(ClientOptions(base_url=replay.europe_pmc))
    replay.fail([{"match": "/search", "nth": 2, "status": 429}])
    replay.asked  # paths so far
    replay.truth  # what a correct client must find, by trial
"""

import argparse
import importlib.util
import sys
import threading
from collections.abc import Iterable
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any


class ReplayElsewhere:
    """The stand-in on a free port of this machine, over made-up articles and histories of these records."""

    def __init__(
        self, shared: Path, records: Iterable[dict[str, Any]], seed: str = "1", cursor_end: str = "repeat"
    ) -> None:
        path = shared / "elsewhere" / "replay_ext.py"
        spec = importlib.util.spec_from_file_location("replay_ext", path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["replay_ext"] = module
        spec.loader.exec_module(module)
        self.world = module.World(list(records), seed)
        args = argparse.Namespace(cursor_end=cursor_end, ghost_hits=0, enforce_rates=False)
        own: dict[str, Any] = {"rules": [], "log": [], "hits": {}, "stamps": {}, "lock": threading.Lock()}
        # without Nagle's algorithm, or every answer takes 40 ms
        self._handler = type(
            "Handler", (module.Handler,), own | {"world": self.world, "args": args, "disable_nagle_algorithm": True}
        )
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler)
        self._server.daemon_threads = True
        self._server.cache = {}  # type: ignore[attr-defined]
        at = f"http://127.0.0.1:{self._server.server_port}"
        self.europe_pmc, self.pubmed = f"{at}/europepmc/webservices/rest", f"{at}/entrez/eutils"
        self.history = f"{at}/api/int"

    @property
    def truth(self) -> dict[str, Any]:
        """What is true in this world, by trial."""
        found: dict[str, Any] = self.world.truth
        return found

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for."""
        return [each["path"] for each in self._handler.log]  # type: ignore[attr-defined]

    def forget(self) -> None:
        """Begin the list of paths anew."""
        self._handler.log.clear()  # type: ignore[attr-defined]

    def fail(self, rules: list[dict[str, Any]]) -> None:
        """From now on, these faults and no other."""
        self._handler.rules[:] = rules  # type: ignore[attr-defined]
        self._handler.hits.clear()  # type: ignore[attr-defined]

    def __enter__(self) -> "ReplayElsewhere":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
