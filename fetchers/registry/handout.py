"""Full records by id list, each handed over once; one that cannot be read or kept is set aside, with its reason.

A record that spoils a page is found by asking for the page in halves, so that no other one is lost with it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

from fetchers.record.nodes import child, texts
from fetchers.registry.answers import StaleTokenError, Study, TooDeepError, UnreadableError, Version
from fetchers.registry.client import RegistryClient
from seeds.errors import CrawlError

PASSES = 4  # listings of one query, and requests for the same missing records
MOST_ASIDE = 10  # records set aside before any is read: then it is the line that is bad, not a record


class Sink(Protocol):
    """Takes what a crawl brings. `begin` starts anew: whatever came before it is void."""

    def begin(self, version: Version) -> None:
        """A crawl of this data version starts, perhaps not for the first time."""

    def add(self, study: Study) -> None:
        """One record, once per crawl; UnreadableError where it cannot be kept."""

    def set_aside(self, nct_id: str, reason: str) -> None:
        """A record that the registry has, and that can be neither read nor kept."""


class CrawlProgress(NamedTuple):
    """How far a crawl is: `listing` counts queries, `fetching` counts records."""

    stage: str
    done: int
    total: int


class Unreadable(NamedTuple):
    """A record by its id, and why there is none."""

    nct: str
    error: UnreadableError


def fetch(
    client: RegistryClient,
    ids: Collection[str],
    sink: Sink,
    report: Callable[[CrawlProgress], object] = lambda progress: None,
) -> int:
    """Hand over the full record of every id, once; how many were kept.

    CrawlError where one stays missing, UnreadableError where the answers are damaged and not one can be read.
    """
    handout = _Handout(client, sorted(set(ids)), sink, report)
    for _ in range(PASSES):
        handout.ask()
        if not handout.missing:
            return handout.end()
    some = ", ".join(sorted(handout.missing)[:5])
    raise CrawlError(
        f"{client.options.host} lists {len(handout.missing)} trials that it does not hand out ({some}); try later."
    )


class _Handout:
    """What was asked for, and what of it came, is missing, or is set aside."""

    def __init__(
        self, client: RegistryClient, ids: Sequence[str], sink: Sink, report: Callable[[CrawlProgress], object]
    ) -> None:
        self.missing = set(ids)
        self._client, self._sink, self._report = client, sink, report
        self._asked = frozenset(ids)
        self._seen = set[str]()
        self._kept = 0
        self._aside: dict[str, UnreadableError] = {}
        self._tell()

    def ask(self) -> None:
        """One pass over what is missing; ends early at a page whose token grew too old."""
        ids, size = sorted(self.missing), self._client.options.ids_per_request
        try:
            for start in range(0, len(ids), size):
                for each in _records(self._client, ids[start : start + size]):
                    if isinstance(each, Unreadable):
                        self._set_aside(each.nct, each.error)
                    else:
                        self._take(each)
        except StaleTokenError:
            return

    def _take(self, study: Study) -> None:
        answers = _ids_of(study) & self._asked
        if not answers:
            raise CrawlError(f"{self._client.options.host} sends {study.nct}, which was not asked for.")
        self.missing -= answers
        if study.nct in self._seen:
            return
        self._seen.add(study.nct)
        try:
            self._sink.add(study)
            self._kept += 1
        except UnreadableError as error:
            self._set_aside(study.nct, error)
        self._tell()

    def _set_aside(self, nct_id: str, error: UnreadableError) -> None:
        self._aside[nct_id] = error
        self.missing.discard(nct_id)
        if len(self._aside) >= MOST_ASIDE:
            self._doubt()
        self._sink.set_aside(nct_id, str(error))

    def _doubt(self) -> None:
        """Where nothing at all can be read, damaged answers are the line's fault, and not a record's."""
        damaged = [error for error in self._aside.values() if not isinstance(error, TooDeepError)]
        if damaged and not self._kept:
            raise damaged[0]

    def end(self) -> int:
        """How many records were kept."""
        self._doubt()
        return self._kept

    def _tell(self) -> None:
        self._report(CrawlProgress("fetching", len(self._asked) - len(self.missing), len(self._asked)))


def _records(client: RegistryClient, ids: Sequence[str]) -> Iterator[Study | Unreadable]:
    """Records by id, in their order; a page that cannot be read is asked for in halves, down to the record at fault."""
    try:
        for studies in client.studies_by_id(ids):
            yield from sorted(studies, key=lambda study: study.nct)
    except UnreadableError as error:
        if len(ids) == 1:
            yield Unreadable(ids[0], error)
            return
        for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
            yield from _records(client, half)


def _ids_of(study: Study) -> set[str]:
    """The id and the former ids under which a record answers."""
    return {study.nct, *texts(child(study.record, "protocolSection", "identificationModule"), "nctIdAliases")}
