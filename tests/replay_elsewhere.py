"""Starts the stand-in for Europe PMC, PubMed and the record history that lies beside the checkout, in this process.

with ReplayElsewhere(shared, records) as replay:
    client = Client(ClientOptions(base_url=replay.europe_pmc))
    replay.fail([{"match": "/search", "nth": 2, "status": 429}])
    replay.asked  # paths so far
    replay.truth  # what a correct client must find, by trial
"""

import argparse
import base64
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.serving import LocalServer, loaded


def _stand_in(shared: Path) -> Any:
    return loaded(shared / "elsewhere" / "replay_ext.py")


def world_of(shared: Path, records: Iterable[dict[str, Any]], seed: str = "1") -> Any:
    """Made-up articles and histories of these records; the same seed gives the same ones."""
    return _stand_in(shared).World(list(records), seed)


def _in_circles(handler: type[Any]) -> type[Any]:
    """The stand-in's handler with one fault more: under `circle` the cursors of a search lead back to its beginning."""
    first, again = (base64.urlsafe_b64encode(b"\x02\x82\x08\x3f@" + at).decode().rstrip("=") for at in (b"0", b"00"))

    class Circling(handler):  # type: ignore[misc]
        def epmc_send(self, answer: dict[str, Any], asked: dict[str, str], faults: dict[str, Any]) -> None:
            if faults.get("circle"):
                answer["nextCursorMark"] = again if asked.get("cursorMark") == first else first
            super().epmc_send(answer, asked, faults)

    return Circling


class ReplayElsewhere(LocalServer):
    """The stand-in on a free port of this machine, over made-up articles and histories of these records."""

    def __init__(
        self, shared: Path, records: Iterable[dict[str, Any]], seed: str = "1", cursor_end: str = "repeat"
    ) -> None:
        self.world = world_of(shared, records, seed)
        args = argparse.Namespace(cursor_end=cursor_end, ghost_hits=0, enforce_rates=False)
        state: dict[str, Any] = {"rules": [], "log": [], "hits": {}, "stamps": {}, "lock": threading.Lock()}
        super().__init__(_in_circles(_stand_in(shared).Handler), **state, args=args, world=self.world)
        self.server.cache = {}
        self.europe_pmc, self.pubmed = f"{self.origin}/europepmc/webservices/rest", f"{self.origin}/entrez/eutils"
        self.history = f"{self.origin}/api/int"

    @property
    def environ(self) -> dict[str, str]:
        """The variables by which the program finds all three."""
        return {
            "RAPATRIALS_EUROPEPMC_URL": self.europe_pmc, "RAPATRIALS_PUBMED_URL": self.pubmed,
            "RAPATRIALS_HISTORY_URL": self.history,
        }  # fmt: skip

    @property
    def truth(self) -> dict[str, Any]:
        """What is true in this world, by trial."""
        found: dict[str, Any] = self.world.truth
        return found

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for."""
        return [each["path"] for each in self.handler.log]

    def forget(self) -> None:
        """Begin the list of paths anew."""
        self.handler.log.clear()

    def fail(self, rules: list[dict[str, Any]]) -> None:
        """From now on, these faults and no other."""
        self.handler.rules[:] = rules
        self.handler.hits.clear()
