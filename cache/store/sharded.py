"""A folder of tables in shards, open to read: what `rapatrials annotate` writes, here or elsewhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

from cache.store.places import Place, place, place_errors
from cache.store.snapshot import LAYOUT, MANIFEST, Manifest
from seeds.errors import SnapshotError

SHARDS = "shards"  # the folder of their folders
TOGETHER_FOLDER = "together"  # the folder of the folders in which tables of all shards are one file each
SEARCH_TABLE = "search_words"
FILES = "files"  # the source of such tables, as a manifest names it


@dataclass(frozen=True, slots=True)
class ShardedTables:
    """Tables whose rows lie in several files each; `repeated` are ids of trials that stand in several records.

    `together` says, by table, in which folder one file holds the rows of all shards; a table that it does not name, as
    in what was written before there were such files, is read from the shards.
    """

    place: Place
    manifest: Manifest
    shards: tuple[str, ...]
    repeated: tuple[str, ...] = ()
    together: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.place.name

    @property
    def folder(self) -> str:
        """The path or URL that opens it again."""
        return self.place.url

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, by path or URL."""
        if table in self.together:
            return [(self.place / TOGETHER_FOLDER / self.together[table] / f"{table}.parquet").url]
        return [(self.place / SHARDS / shard / f"{table}.parquet").url for shard in self.shards]

    def check(self, *names: str) -> None:
        """Files are named by what they hold and never written again; one that is gone is told by who reads it."""


def write_manifest(
    target: Place, shards: Mapping[str, Mapping[str, int]], ids: Iterable[str], facts: Mapping[str, Any],
    together: Mapping[str, str],
) -> ShardedTables:  # fmt: skip
    """Name the finished shards (rows by table, by shard) and what was brought together as the content, in one step."""
    rows: Counter[str] = Counter()
    for counts in shards.values():
        rows.update(counts)
    held = Counter(ids)
    repeated = sorted(nct_id for nct_id, times in held.items() if times > 1)
    manifest = Manifest(
        endpoint="", queries=[], created_at="", trial_count=rows["trials"], row_counts=dict(sorted(rows.items())),
        files={}, source=FILES, **facts,
    )  # fmt: skip
    stated = {"manifest": asdict(manifest), "shards": sorted(shards), "repeated": repeated, "together": together}
    (target / MANIFEST).write(orjson.dumps(stated, option=orjson.OPT_INDENT_2))
    return ShardedTables(target, manifest, tuple(sorted(shards)), tuple(repeated), together)


def open_tables(url: str) -> ShardedTables:
    """A folder of sharded tables by path or URL; SnapshotError says what is wrong with it."""
    folder = place(url)
    with place_errors("Opening tables", url):
        content = (folder / MANIFEST).read()
    if content is None:
        raise SnapshotError(f"{url}: holds no finished tables ({MANIFEST} is missing). Run `rapatrials annotate`.")
    try:
        found = orjson.loads(content)
        manifest = Manifest(**found["manifest"])
        told = tuple(found["shards"]), tuple(found["repeated"]), dict(found.get("together", {}))
        opened = ShardedTables(folder, manifest, *told)
    except (ValueError, TypeError, KeyError) as error:
        raise SnapshotError(f"{url}: {MANIFEST} is none of `rapatrials annotate` ({error}). Run it again.") from error
    if manifest.layout != LAYOUT or not opened.shards:
        raise SnapshotError(f"{url}: has no tables of layout {LAYOUT}. Run `rapatrials annotate` again.")
    return opened
