"""A registry that moves on between refreshes: stand-ins one after the other under the name of the first."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cache.questions.reader import Reader
from cache.refresh.job import RefreshOptions, RefreshReport, refresh
from cache.store.snapshot import Snapshot, Store
from cache.tables.build import no_progress
from fetchers.registry.client import RegistryClient
from fetchers.registry.options import ClientOptions
from seeds.knowledge import Knowledge
from tests.replay_server import Record, Replay

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
FIRST_DATA, LATER_DATA = "2026-11-20T09:00:05", "2026-11-23T09:00:05"
ENDPOINT = "http://registry.invalid/api/v2"


class Renamed(RegistryClient):
    """Asks one address and says that it is another: the endpoint is part of a snapshot's identity."""

    def __init__(self, url: str, endpoint: str = ENDPOINT, **values: Any) -> None:
        patient: dict[str, Any] = {"backoff_s": 0.0, "backoff_max_s": 0.0, "ids_per_request": 20, **values}
        super().__init__(ClientOptions(base_url=endpoint, **patient), sleep=lambda seconds: None)
        self._named, self._asked = self.options, ClientOptions(base_url=url, **patient)

    def _once(self, question):  # type: ignore[no-untyped-def]
        self.options = self._asked
        try:
            return super()._once(question)
        finally:
            self.options = self._named


def refreshed(
    store: Store, replay: Replay, knowledge: Knowledge, now: datetime = NOW, client: dict[str, Any] | None = None,
    **options: Any,
) -> RefreshReport:  # fmt: skip
    """One refresh from a stand-in; `client` are options of the client, the rest those of the refresh."""
    with Renamed(replay.url, **(client or {})) as asking:
        return refresh(store, asking, knowledge, now, RefreshOptions(**options), no_progress)


def stage(
    shared: Path, store: Store, knowledge: Knowledge, records: Iterable[Record], timestamp: str = FIRST_DATA,
    **options: Any,
) -> RefreshReport:  # fmt: skip
    """One refresh from a registry of these records."""
    with Replay(shared, records, timestamp=timestamp) as replay:
        return refreshed(store, replay, knowledge, **options)


def current(store: Store) -> Snapshot:
    """The snapshot in use, which must be there."""
    found = store.current()
    assert found
    return found


def trials(store: Store) -> list[str]:
    """The ids of the current snapshot, sorted."""
    return [row[0] for row in Reader(current(store)).rows("SELECT nct_id FROM trials ORDER BY nct_id")]
