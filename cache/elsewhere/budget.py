"""How many requests each source was sent today, so that no day of refreshes asks too much of anybody."""

from datetime import datetime
from pathlib import Path

import orjson

from cache.store.folders import disk_errors, replace_file

FILE = "requests.json"


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
