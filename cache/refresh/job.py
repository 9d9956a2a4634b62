"""The refresh job: from the registry to a snapshot that becomes current only when it is complete and makes sense.

What is new, changed or gone is found by a light crawl (id and last update); only those records are fetched, the
others are copied from the snapshot before. Trials that vanished are asked for one by one before they leave.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from cache.elsewhere.asking import Asked, Sources, Trials, ask_elsewhere
from cache.elsewhere.findings import all_notes
from cache.elsewhere.notes import notes_folder
from cache.elsewhere.tables import asked_when
from cache.exports.feed import write_feed
from cache.refresh.compose import compose, former
from cache.refresh.departures import check_count, departed
from cache.refresh.due import FULL_AFTER_DAYS, full_due_at
from cache.refresh.gatherer import Gatherer
from cache.refresh.guard import check, check_aside
from cache.refresh.rebuild import Draft, Origin, finish, rebuild, renew
from cache.store.folders import disk_errors
from cache.store.leftovers import clear_work, sweep
from cache.store.raw import Member, read_index
from cache.store.retention import Retention, remove_old
from cache.store.snapshot import Snapshot, Store
from cache.store.stated import is_ahead
from cache.tables.build import TellProgress
from cache.tables.changes import change_counts
from cache.tables.collector import seldom_collected
from cache.tables.reuse import same_rules
from fetchers.record.protocol import last_update_date
from fetchers.registry.answers import Study, UnreadableError, Version
from fetchers.registry.client import RegistryClient
from fetchers.registry.crawl import CrawlResult, crawl
from fetchers.registry.handout import CrawlProgress
from fetchers.registry.queries import Query, own_query, rapalog_queries
from seeds.knowledge import Knowledge

OVERLAP = timedelta(days=1)  # last updates have the precision of a day, so the day of the data is read again


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """`full` fetches every record anew; it also happens when the last full one is `full_after_days` old.

    `offline` asks the registry nothing, for a cache that was checked lately; changed rules are applied all the same.
    `query` is an Essie expression of the user's own in place of the names in the seeds. `processes` annotate;
    None for one, and for many records as many as the machine has processors, up to four. `elsewhere` are the sources
    to ask besides.
    """

    full: bool = False
    accept: bool = False
    full_after_days: float = FULL_AFTER_DAYS
    retention: Retention = field(default_factory=Retention)
    offline: bool = False
    query: str = ""
    processes: int | None = None
    elsewhere: Sources = field(default_factory=Sources)


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """How a refresh ended. `kind`: refreshed, rebuilt (rules changed, data not), elsewhere (only what was asked of
    other sources is new) or nothing_new."""

    kind: str
    snapshot: str
    trials: int
    data_timestamp: str
    full: bool = False
    fetched: int = 0
    copied: int = 0
    removed: Mapping[str, str] = field(default_factory=dict)  # id -> how it left
    retired: tuple[str, ...] = ()  # old snapshots that retention removed
    refused: tuple[str, ...] = ()  # expressions that the registry did not answer
    unknown_fields: Mapping[str, int] = field(default_factory=dict)  # path -> records, among those read anew
    missing_sections: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, str] = field(default_factory=dict)  # id of a record that could not be read -> why
    requests: int = 0
    received_bytes: int = 0
    changes: Mapping[str, int] = field(default_factory=dict)  # kind -> rows that this refresh recorded
    asked: tuple[Asked, ...] = ()  # how asking the other sources went


def refresh(
    store: Store, client: RegistryClient, knowledge: Knowledge, now: datetime, options: RefreshOptions,
    progress: TellProgress,
) -> RefreshReport:  # fmt: skip
    """Bring the cache up to date; the caller holds its lock. Any UserError leaves the current snapshot as it was."""
    with seldom_collected():
        return _refresh(store, client, knowledge, now, options, progress)


def _refresh(
    store: Store, client: RegistryClient, knowledge: Knowledge, now: datetime, options: RefreshOptions,
    progress: TellProgress,
) -> RefreshReport:  # fmt: skip
    store.prepare()
    sweep(store)
    before = store.newest_intact()
    queries = own_query(options.query) if options.query else rapalog_queries(knowledge.drugs)
    same_source = before is not None and _same_source(before, client, queries)
    if before and same_source and not options.full and _stands_still(before, client, options):
        return _without_network(store, before, knowledge, now, options, progress, client)
    base = before if same_source and not options.full and not _full_is_due(before, now, options) else None
    return _fetch(store, client, knowledge, now, options, progress, queries, before, base)


def _same_source(before: Snapshot, client: RegistryClient, queries: Sequence[Query]) -> bool:
    manifest = before.manifest
    return manifest.endpoint == client.options.base_url and manifest.queries == expressions(queries)


def expressions(queries: Iterable[Query]) -> list[str]:
    """The queries as the manifest states them."""
    return [f"{query.param}={query.expression}" for query in queries]


def _stands_still(before: Snapshot, client: RegistryClient, options: RefreshOptions) -> bool:
    """Whether the registry has published nothing since; one small conditional request tells."""
    manifest = before.manifest
    known = Version(manifest.api_version, manifest.data_timestamp, manifest.etag)
    if before.manifest.set_aside and not options.offline:
        return False  # what could not be read is asked for again
    return options.offline or client.version(known).data_timestamp == manifest.data_timestamp


def _full_is_due(before: Snapshot | None, now: datetime, options: RefreshOptions) -> bool:
    if before is None:
        return True
    due = full_due_at(before, options.full_after_days)
    return due <= now or is_ahead(due - timedelta(days=options.full_after_days), now)


def _without_network(
    store: Store, before: Snapshot, knowledge: Knowledge, now: datetime, options: RefreshOptions,
    progress: TellProgress, client: RegistryClient,
) -> RefreshReport:  # fmt: skip
    """The data has not moved on: nothing to do, unless the rules have, or other sources tell something."""
    kind, made = "nothing_new", before
    asked = () if options.offline else _asked(store, before.folder, knowledge, now, options, progress)
    if not same_rules(before, knowledge):
        kind, made = "rebuilt", rebuild(store, before, knowledge, now, progress, _checker(options), options.processes)
    elif asked_when(all_notes(notes_folder(store))) != before.manifest.elsewhere:
        kind, made = "elsewhere", renew(store, before, knowledge, now, progress, options.processes)
    elif store.pointed_at() != before.name:
        store.make_current(before)  # what was current is damaged
    clear_work(store)
    retired = tuple(remove_old(store, options.retention, now, {before.name, made.name}))
    return RefreshReport(
        kind, made.name, made.manifest.trial_count, made.manifest.data_timestamp, retired=retired,
        requests=client.requests_count, received_bytes=client.received_bytes, changes=change_counts(before, made),
        asked=asked,
    )  # fmt: skip


def _asked(
    store: Store, folder: Path, knowledge: Knowledge, now: datetime, options: RefreshOptions, progress: TellProgress
) -> tuple[Asked, ...]:
    """Ask the other sources about the trials whose records lie in a folder; one that fails says so in its place."""
    trials = Trials(folder, read_index(folder), knowledge, now)
    return tuple(ask_elsewhere(notes_folder(store), trials, options.elsewhere, progress))


def _checker(options: RefreshOptions) -> Callable[[Snapshot | None, Snapshot], object]:
    return (lambda before, after: None) if options.accept else check


def _fetch(
    store: Store, client: RegistryClient, knowledge: Knowledge, now: datetime, options: RefreshOptions,
    progress: TellProgress, queries: Sequence[Query], before: Snapshot | None, base: Snapshot | None,
) -> RefreshReport:  # fmt: skip
    known = {member.nct_id: member for member in read_index(base.folder)} if base else {}
    mode = "incremental" if base else "full"
    source = {"endpoint": client.options.base_url, "queries": "\n".join(expressions(queries)), "mode": mode}
    anew = base is None and not (before and same_rules(before, knowledge))
    gatherer = Gatherer(store.work, source, knowledge if anew else None, options.processes)
    choose = _chooser(gatherer, known, base)
    with disk_errors("Keeping the records that arrive"), closing(gatherer):
        result = crawl(client, queries, gatherer, choose=choose, report=_reported(progress))
        left = _gone(client, before, result, gatherer, options)
        if not options.accept:
            check_aside(gatherer.aside, len(result.listed))
        known |= former(before, gatherer.aside)
        folder, copied = compose(store, gatherer, known, before, result)
        draft = Draft(folder, gatherer.tables(sorted(result.listed)), copied)
    asked = _asked(store, folder, knowledge, now, options, progress)
    origin = _origin(client, queries, result, left, gatherer.aside, before, now if base is None else None)
    made = finish(draft, origin, knowledge, now, store, progress, before, processes=options.processes)
    _checker(options)(before, made)
    store.make_current(made)
    write_feed(store, made)
    clear_work(store)
    retired = remove_old(store, options.retention, now, {made.name, before.name if before else ""})
    shape = made.manifest.shape
    return RefreshReport(
        "refreshed", made.name, made.manifest.trial_count, made.manifest.data_timestamp, base is None,
        len(result.listed) - len(copied), len(copied), left, tuple(retired), result.refused,
        shape["unknown"], shape["missing"], gatherer.aside, client.requests_count, client.received_bytes,
        change_counts(before, made), asked,
    )  # fmt: skip


def _origin(
    client: RegistryClient, queries: Sequence[Query], result: CrawlResult, left: Mapping[str, str],
    aside: Mapping[str, str], before: Snapshot | None, full_now: datetime | None,
) -> Origin:  # fmt: skip
    gone = {**(before.manifest.removed if before else {}), **left}
    full_at = full_now.isoformat(timespec="seconds") if full_now else before.manifest.full_at if before else ""
    version = result.version
    return Origin(
        client.options.base_url, tuple(expressions(queries)), version.data_timestamp, version.api,
        removed={nct: how for nct, how in sorted(gone.items()) if nct not in result.listed},
        full_at=full_at, refused=result.refused, etag=version.etag, set_aside=aside,
    )  # fmt: skip


def _reported(progress: TellProgress) -> Callable[[CrawlProgress], object]:
    return lambda word: progress(word.stage, word.done, word.total)


def _chooser(
    gatherer: Gatherer, known: Mapping[str, Member], base: Snapshot | None
) -> Callable[[Mapping[str, str]], list[str]]:
    """Which listed trials to fetch: new ones, changed ones, and those updated around the day of the data before."""
    since, aside = "", base.manifest.set_aside if base else {}
    if base:
        since = (date.fromisoformat(base.manifest.data_timestamp[:10]) - OVERLAP).isoformat()

    def choose(listed: Mapping[str, str]) -> list[str]:
        assert gatherer.arrivals
        here = gatherer.arrivals.members
        changed = [
            nct
            for nct, updated in listed.items()
            if nct not in known or known[nct].last_update != updated or updated >= since or nct in aside
        ]
        wanted = [nct for nct in changed if nct not in here]
        gatherer.expect(len(wanted))
        return wanted

    return choose


def _gone(
    client: RegistryClient, before: Snapshot | None, result: CrawlResult, gatherer: Gatherer, options: RefreshOptions
) -> Mapping[str, str]:
    """How each trial of the snapshot before left that is listed no more."""
    members = read_index(before.folder) if before else []
    missing = [member.nct_id for member in members if member.nct_id not in result.listed]
    if not options.accept:
        check_count(missing, len(members))

    def stays(study: Study) -> None:
        try:
            gatherer.add(study)
        except UnreadableError as error:
            gatherer.set_aside(study.nct, str(error))
        result.listed[study.nct] = last_update_date(study.record)

    return departed(client, missing, result.refused, stays)
