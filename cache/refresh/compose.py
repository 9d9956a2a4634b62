"""The raw file of a new snapshot: what arrived, and what stands as in the snapshot before."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from cache.refresh.gatherer import Gatherer
from cache.refresh.rebuild import new_draft
from cache.store.raw import RAW, Member, merge_raw, read_index
from cache.store.snapshot import Snapshot, Store
from fetchers.registry.crawl import CrawlResult
from seeds.errors import CrawlError


def former(before: Snapshot | None, aside: Collection[str]) -> dict[str, Member]:
    """What the snapshot before holds of the trials whose record could not be read: it stands until it can."""
    members = read_index(before.folder) if before and aside else []
    return {member.nct_id: member for member in members if member.nct_id in aside}


def compose(
    store: Store, gatherer: Gatherer, known: Mapping[str, Member], before: Snapshot | None, result: CrawlResult
) -> tuple[Path, frozenset[str]]:
    """A draft folder with the raw file of all listed trials, sorted; gives it and which were copied from `before`."""
    arrivals = gatherer.arrivals
    assert arrivals
    for nct in gatherer.aside.keys() - known.keys():
        result.listed.pop(nct, None)
    arrived = [arrivals.members[nct] for nct in result.listed if nct in arrivals.members]
    copied = [known[nct] for nct in result.listed if nct not in arrivals.members and nct in known]
    if lost := [nct for nct in result.listed if nct not in arrivals.members and nct not in known]:
        raise CrawlError(f"{len(lost)} listed trials did not arrive, the first is {lost[0]}; run the refresh again.")
    draft = new_draft(store, "draft")
    parts: list[tuple[Path, Iterable[Member]]] = [(arrivals.path, arrived)]
    merge_raw([*parts, (before.folder / RAW, copied)] if before and copied else parts, draft)
    return draft, frozenset(member.nct_id for member in copied)
