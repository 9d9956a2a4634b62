"""Pulls every trial that the queries select, exactly: the result adds up, or the crawl fails and says so.

First the ids: each query is listed lightly (id and last update only) and held against the registry's own count.
Then the records, by id lists, each handed over once. The data version is read before and after; where it moved
on meanwhile, everything is done again. Nothing but ids is kept, so memory does not grow with the records.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fetchers.record.protocol import last_update_date
from fetchers.registry.answers import RefusedError, StaleTokenError, Version
from fetchers.registry.client import RegistryClient
from fetchers.registry.handout import PASSES, CrawlProgress, Sink, fetch
from fetchers.registry.queries import Query
from seeds.errors import CrawlError

ROUNDS = 3  # whole crawls, while the data moves on
LIGHT_FIELDS = "NCTId|LastUpdatePostDate"


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What a crawl brought: the data version, every selected id with its last update, how many came in full.

    `refused` are the expressions of optional queries that the registry did not accept, and so did not answer.
    """

    version: Version
    listed: dict[str, str]
    fetched_count: int
    rounds: int
    refused: tuple[str, ...] = ()


class Listing(NamedTuple):
    """Id to last update post date, sorted by id; and the expressions of optional queries that were refused."""

    updated: dict[str, str]
    refused: tuple[str, ...]


Choice = Callable[[Mapping[str, str]], Iterable[str]]


def crawl(
    client: RegistryClient,
    queries: Sequence[Query],
    sink: Sink,
    *,
    choose: Choice | None = None,
    report: Callable[[CrawlProgress], object] = lambda progress: None,
) -> CrawlResult:
    """List what the queries select and fetch it in full into `sink`; the ids and the version in the result.

    `choose` picks from the listing (id to last update post date) which records to fetch; all by default.
    CrawlError where ids stay missing or doubled, or the data moves on in every one of a few rounds.
    """
    before = client.version()
    for number in range(1, ROUNDS + 1):
        sink.begin(before)
        trouble: CrawlError | RefusedError | None = None
        listing, fetched = Listing({}, ()), 0
        try:
            listing = list_trials(client, queries, report)
            chosen = choose(listing.updated) if choose else listing.updated
            fetched = fetch(client, list(chosen), sink, report)
        except (CrawlError, RefusedError) as error:
            trouble = error
        after = client.version()
        if after.data_timestamp == before.data_timestamp:
            if trouble:
                raise trouble
            return CrawlResult(after, listing.updated, fetched, number, listing.refused)
        before = after
    raise CrawlError(
        f"{client.options.host} published new data during each of {ROUNDS} crawls; try again in an hour, "
        "when it has settled."
    )


def list_trials(
    client: RegistryClient,
    queries: Sequence[Query],
    report: Callable[[CrawlProgress], object] = lambda progress: None,
) -> Listing:
    """Every trial that any query selects, each query held against the registry's own count."""
    found: dict[str, str] = {}
    refused = []
    for number, query in enumerate(queries):
        report(CrawlProgress("listing", number, len(queries)))
        try:
            found |= _list(client, query)
        except RefusedError:
            if not query.optional:
                raise
            refused.append(query.expression)
    report(CrawlProgress("listing", len(queries), len(queries)))
    return Listing(dict(sorted(found.items())), tuple(refused))


def _list(client: RegistryClient, query: Query) -> dict[str, str]:
    """One query's ids, as many as the registry counts; a query that it refuses is asked in halves."""
    found: dict[str, str] = {}
    total = -1
    for _ in range(PASSES):
        try:
            total, ids = _pass(client, query)
        except StaleTokenError:
            continue  # from the first page
        except RefusedError:
            if halves := query.halves():  # whatever it says: how much it takes and in which words it refuses may change
                return _list(client, halves[0]) | _list(client, halves[1])
            raise
        if len(ids) == total:
            return ids
        # a page left some out or told some twice; the next pass fills the gap
        found |= ids
        if len(found) == total:
            return found
    told = f"counts {total} trials but lists {len(found)}" if total >= 0 else "lets no listing come to its end"
    raise CrawlError(f"{client.options.host} {told} for {query.expression[:120]}, in {PASSES} passes; try again later.")


def _pass(client: RegistryClient, query: Query) -> tuple[int, dict[str, str]]:
    """The registry's count and the ids of one listing."""
    total, received = 0, 0
    ids: dict[str, str] = {}
    for number, page in enumerate(client.pages({**query.params, "fields": LIGHT_FIELDS})):
        if number == 0:
            if page.total_count is None:
                raise CrawlError(f"{client.options.host} does not count its results, so none can be trusted.")
            total = page.total_count
        received += len(page.studies)
        if received > 2 * total + client.options.page_size:
            raise CrawlError(f"{client.options.host} counts {total} trials and lists more than {received}.")
        ids |= {study.nct: last_update_date(study.record) for study in page.studies}
    return total, ids
