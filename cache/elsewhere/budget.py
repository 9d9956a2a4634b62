"""How many requests each source was sent today, so that no day of refreshes asks too much of anybody."""

from datetime import datetime
from pathlib import Path
from typing import Self

import orjson

from cache.store.folders import disk_errors, replace_file
from fetchers.registry.server import Client

FILE = "requests.json"
SAVE_EVERY = 20  # requests between two writings of the day's count


class Budget:
    """The requests of the day (UTC) by source; another day begins anew."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._path, self._day = folder / FILE, now.date().isoformat()
        self._sent = self._read()

    def _read(self) -> dict[str, int]:
        try:
            found = orjson.loads(self._path.read_bytes())
            sent = found["sent"] if found["day"] == self._day else {}
            return {str(name): int(count) for name, count in sent.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def left(self, source: str, most: int) -> int:
        """How many requests a source may be sent yet."""
        return max(0, most - self._sent.get(source, 0))

    def spend(self, source: str, count: int) -> None:
        """So many requests were sent."""
        if not count:
            return
        self._sent[source] = self._sent.get(source, 0) + count
        with disk_errors("Counting requests"):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, orjson.dumps({"day": self._day, "sent": self._sent}))


class Meter:
    """Counts what a client sends to a source against the day's bound, from entering on; leaving writes the count."""

    def __init__(self, budget: Budget, source: str, client: Client, most: int) -> None:
        self.most = most
        self._budget, self._source, self._client = budget, source, client
        self._began = self._counted = client.requests_count

    @property
    def sent(self) -> int:
        """The requests so far."""
        return self._client.requests_count - self._began

    @property
    def is_used_up(self) -> bool:
        """Whether the day's requests are."""
        return not self._budget.left(self._source, self.most - self._uncounted)

    @property
    def _uncounted(self) -> int:
        return self._client.requests_count - self._counted

    def note(self) -> None:
        """Write the count where enough came together."""
        if self._uncounted >= SAVE_EVERY:
            self._write()

    def _write(self) -> None:
        self._budget.spend(self._source, self._uncounted)
        self._counted = self._client.requests_count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
