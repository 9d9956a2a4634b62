"""Records for the tests of shards, packed in every way that a source may be."""

import gzip
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import orjson
import zstandard

from cache.shards.plan import Target
from cache.shards.shard import Rules, rules_version
from cache.store.places import place
from tests.fetchers.samples import record

DAY = date(2026, 11, 20)
SMALL = 4000  # bytes of JSON in a shard: two or three of these records


def lines(count: int = 12, first: int = 0) -> list[bytes]:
    """JSON lines of small trials."""
    return [orjson.dumps(record(f"NCT{number:08}")) for number in range(first, first + count)]


def packed(folder: Path, way: str, found: list[bytes]) -> Path:
    """The records as one source."""
    folder.mkdir(parents=True, exist_ok=True)
    path, content = folder / f"records.{way}", b"\n".join(found) + b"\n"
    match way:
        case "jsonl":
            path.write_bytes(content)
        case "jsonl.gz":
            path.write_bytes(gzip.compress(content, mtime=0))
        case "jsonl.zst":
            path.write_bytes(zstandard.ZstdCompressor().compress(content))
        case "zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
                for number, line in enumerate(found):
                    method = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
                    target.writestr(f"studies/{number:04}.json", line, method)
        case _:
            path = folder / "single"
            path.mkdir()
            for number, line in enumerate(found):
                (path / f"{number:04}.json").write_bytes(line)
    return path


@cache
def our_version() -> str:
    """The version of our own rules, found once."""
    return rules_version(None)


def target(folder: Path | str, limit: int = SMALL, day: date = DAY) -> Target:
    """Where shards go, by our own rules."""
    return Target(place(str(folder)), Rules(day, None, our_version()), limit)


def content(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
