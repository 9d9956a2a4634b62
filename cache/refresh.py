"""The refresh job: from the registry to a snapshot that becomes current only when it is complete and makes sense.

What is new, changed or gone is found by a light crawl (id and last update); only those records are fetched, the
others are copied from the snapshot before. Trials that vanished are asked for one by one before they leave.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from cache.arrivals import Arrivals
from cache.build import Progress
from cache.folders import disk_errors
from cache.guard import check_losses
from cache.raw import RAW, Member, read_index, write_sorted
from cache.rebuild import Origin, finish, new_draft, rebuild
from cache.retention import Retention, remove_old
from cache.snapshot import Snapshot, Store
from fetchers.answers import Study, Version
from fetchers.client import RegistryClient
from fetchers.crawl import CrawlResult, crawl
from fetchers.crawl import Progress as CrawlProgress
from fetchers.query import Query, rapalog_queries
from fetchers.record.protocol import last_update_date
from seeds.errors import CrawlError, SnapshotError
from seeds.knowledge import Knowledge

OVERLAP = timedelta(days=1)  # last updates have the precision of a day, so the day of the data is read again


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """`full` fetches every record anew; it also happens when the last full one is `full_after_days` old."""

    full: bool = False
    accept: bool = False
    full_after_days: float = 7.0
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """How a refresh ended. `kind`: refreshed, rebuilt (rules changed, data not) or nothing_new."""

    kind: str
    snapshot: str
    trials: int
    data_timestamp: str
    full: bool = False
    fetched: int = 0
    copied: int = 0
    removed: tuple[str, ...] = ()
    requests: int = 0
    received_bytes: int = 0


def refresh(
    store: Store, client: RegistryClient, knowledge: Knowledge, now: datetime, options: RefreshOptions,
    progress: Progress,
) -> RefreshReport:  # fmt: skip
    """Bring the cache up to date; the caller holds its lock. Any UserError leaves the current snapshot as it was."""
    store.prepare()
    before = _usable(store)
    queries = rapalog_queries(knowledge.drugs)
    same_source = before is not None and _same_source(before, client, queries)
    if before and same_source and not options.full:
        version = client.version()
        if version.data_timestamp == before.manifest.data_timestamp:
            return _without_network(store, before, knowledge, now, progress)
    base = before if same_source and not options.full and not _full_is_due(before, now, options) else None
    return _fetch(store, client, knowledge, now, options, progress, queries, before, base)


def _usable(store: Store) -> Snapshot | None:
    try:
        return store.current()
    except SnapshotError:
        return None  # a damaged cache is what a refresh mends


def _same_source(before: Snapshot, client: RegistryClient, queries: Sequence[Query]) -> bool:
    manifest = before.manifest
    return manifest.endpoint == client.options.base_url and manifest.queries == expressions(queries)


def expressions(queries: Iterable[Query]) -> list[str]:
    """The queries as the manifest states them."""
    return [f"{query.param}={query.expression}" for query in queries]


def _full_is_due(before: Snapshot | None, now: datetime, options: RefreshOptions) -> bool:
    if before is None or not before.manifest.full_at:
        return True
    return now - datetime.fromisoformat(before.manifest.full_at) >= timedelta(days=options.full_after_days)


def _without_network(
    store: Store, before: Snapshot, knowledge: Knowledge, now: datetime, progress: Progress
) -> RefreshReport:
    """The data has not moved on: nothing to do, unless the rules have."""
    manifest = before.manifest
    if manifest.seeds_version == knowledge.version:
        return RefreshReport("nothing_new", before.name, manifest.trial_count, manifest.data_timestamp)
    made = rebuild(store, before, knowledge, now, progress)
    return RefreshReport("rebuilt", made.name, made.manifest.trial_count, manifest.data_timestamp)


class _Gatherer:
    """The crawl's sink: keeps records of one data version, over restarts of the crawl and of the program."""

    def __init__(self, folder: Path, source: Mapping[str, str]) -> None:
        self._folder, self._source = folder, source
        self.arrivals: Arrivals | None = None

    def begin(self, version: Version) -> None:
        """Open what an earlier run left of this version, or start anew."""
        self.close()
        self.arrivals = Arrivals(self._folder, {**self._source, "data_timestamp": version.data_timestamp})

    def add(self, study: Study) -> None:
        """Keep one record."""
        assert self.arrivals
        self.arrivals.add(study.nct, study.line, last_update_date(study.record))

    def close(self) -> None:
        """Let go of the files; what arrived stays for the next run."""
        if self.arrivals:
            self.arrivals.close()


def _fetch(
    store: Store, client: RegistryClient, knowledge: Knowledge, now: datetime, options: RefreshOptions,
    progress: Progress, queries: Sequence[Query], before: Snapshot | None, base: Snapshot | None,
) -> RefreshReport:  # fmt: skip
    known = {member.nct_id: member for member in read_index(base.folder)} if base else {}
    mode = "incremental" if base else "full"
    source = {"endpoint": client.options.base_url, "queries": "\n".join(expressions(queries)), "mode": mode}
    gatherer = _Gatherer(store.root / "work" / "arrived", source)
    choose = _chooser(gatherer, known, base)
    with disk_errors("Keeping the records that arrive"), closing(gatherer):
        result = crawl(client, queries, gatherer, choose=choose, report=_reported(progress))
        removed = _gone(client, before, result)
        draft, copied = _compose(store, gatherer, known, base, result)
    origin = Origin(
        client.options.base_url, tuple(expressions(queries)), result.version.data_timestamp, result.version.api,
        removed=tuple(sorted({*removed, *(before.manifest.removed if before else ())} - set(result.listed))),
        full_at=now.isoformat(timespec="seconds") if base is None else base.manifest.full_at,
    )  # fmt: skip
    made = finish(draft, origin, knowledge, now, store, progress, before)
    if before and not options.accept:
        check_losses(before, made)
    store.make_current(made)
    shutil.rmtree(store.root / "work", ignore_errors=True)
    remove_old(store, options.retention, now)
    return RefreshReport(
        "refreshed", made.name, made.manifest.trial_count, made.manifest.data_timestamp, base is None,
        len(result.listed) - copied, copied, removed, client.requests_count, client.received_bytes,
    )  # fmt: skip


def _reported(progress: Progress) -> Callable[[CrawlProgress], object]:
    return lambda word: progress(word.stage, word.done, word.total)


def _chooser(
    gatherer: _Gatherer, known: Mapping[str, Member], base: Snapshot | None
) -> Callable[[Mapping[str, str]], list[str]]:
    """Which listed trials to fetch: new ones, changed ones, and those updated around the day of the data before."""
    since = ""
    if base:
        since = (date.fromisoformat(base.manifest.data_timestamp[:10]) - OVERLAP).isoformat()

    def choose(listed: Mapping[str, str]) -> list[str]:
        assert gatherer.arrivals
        here = gatherer.arrivals.members
        changed = [
            nct
            for nct, updated in listed.items()
            if nct not in known or known[nct].last_update != updated or updated >= since
        ]
        return [nct for nct in changed if nct not in here]

    return choose


def _gone(client: RegistryClient, before: Snapshot | None, result: CrawlResult) -> tuple[str, ...]:
    """Trials of the snapshot before that are listed no more; each is asked for, so that none leaves by a slip.

    A trial that the registry still has left because the query no longer selects it: its record changed.
    """
    if before is None:
        return ()
    missing = [member.nct_id for member in read_index(before.folder) if member.nct_id not in result.listed]
    for nct in missing:
        client.study(nct)  # an error here fails the refresh: a registry that does not answer proves nothing
    return tuple(missing)


def _compose(
    store: Store, gatherer: _Gatherer, known: Mapping[str, Member], base: Snapshot | None, result: CrawlResult
) -> tuple[Path, int]:
    """A draft folder with the raw file of all listed trials, sorted; gives it and how many were copied."""
    arrivals = gatherer.arrivals
    assert arrivals
    unchanged = [known[nct] for nct in result.listed if nct not in arrivals.members and nct in known]
    if base:
        arrivals.copy(base.folder / RAW, unchanged)
    if lost := [nct for nct in result.listed if nct not in arrivals.members]:
        raise CrawlError(f"{len(lost)} listed trials did not arrive, the first is {lost[0]}; run the refresh again.")
    draft = new_draft(store, "draft")
    write_sorted(arrivals.path, (arrivals.members[nct] for nct in result.listed), draft)
    return draft, len(unchanged)
