"""What a crawl brings, kept as it comes; and where every record is to be annotated, that begins while more come."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cache.refresh.arrivals import Arrivals
from cache.store.folders import fresh_folder
from cache.tables.annotators import DERIVED, Annotators, processes_for
from cache.tables.build import Built, TableBuilder, data_day
from fetchers.record.protocol import last_update_date
from fetchers.registry.answers import Study, Version
from seeds.knowledge import Knowledge


class Ready(NamedTuple):
    """Complete tables in a folder, and what is in them."""

    folder: Path
    built: Built

    def move_to(self, draft: Path) -> Built:
        """Make them the tables of a draft."""
        for name in DERIVED:
            (self.folder / f"{name}.parquet").replace(draft / f"{name}.parquet")
        return self.built


class _Ahead:
    """Tables made of the records as they arrive. Tables are sorted by id: they are ready only if the records were."""

    def __init__(self, folder: Path, annotators: Annotators) -> None:
        self.folder = fresh_folder(folder)
        self.ids: list[str] = []
        self._annotators = annotators
        self._builder = TableBuilder(self.folder, annotators)

    def add(self, nct_id: str, line: bytes) -> None:
        self.ids.append(nct_id)
        self._builder.add(line)

    def finish(self) -> Built:
        with self._annotators, self._builder:
            pass
        return self._builder.built

    def drop(self) -> None:
        self._builder.abandon()
        with self._annotators:
            pass


class Gatherer:
    """The crawl's sink: keeps records of one data version, over restarts of the crawl and of the program.

    `knowledge` is given where every record is to be annotated, whatever was there before.
    """

    def __init__(
        self, work: Path, source: Mapping[str, str], knowledge: Knowledge | None = None, processes: int | None = None
    ) -> None:
        self._work, self._source = work, source
        self._knowledge, self._processes = knowledge, processes
        self._ahead: _Ahead | None = None
        self._day = ""
        self.aside: dict[str, str] = {}  # id of a record that could not be read or kept -> why
        self.arrivals: Arrivals | None = None

    def begin(self, version: Version) -> None:
        """Open what an earlier run left of this version, or start anew."""
        self.close()
        self._day, self.aside = version.data_timestamp, {}
        self.arrivals = Arrivals(self._work / "arrived", {**self._source, "data_timestamp": version.data_timestamp})

    def expect(self, count: int) -> None:
        """So many records are about to come; many are annotated by other processes meanwhile."""
        assert self.arrivals
        processes = processes_for(count, self._processes)
        if self._knowledge and processes > 1 and not self.arrivals.members:
            self._ahead = _Ahead(self._work / "ahead", Annotators(self._knowledge, data_day(self._day), processes))

    def add(self, study: Study) -> None:
        """Keep one record."""
        assert self.arrivals
        line = study.line
        self.arrivals.add(study.nct, line, last_update_date(study.record))
        if self._ahead:
            self._ahead.add(study.nct, line)

    def set_aside(self, nct_id: str, reason: str) -> None:
        """Go on without one record; the next refresh asks for it again."""
        self.aside[nct_id] = reason

    def tables(self, ids: Sequence[str]) -> Ready | None:
        """The tables of exactly these trials, if they came in this order and were annotated as they came."""
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            return None
        if ahead.ids != ids:  # a trial came late, or left in the end
            ahead.drop()
            return None
        return Ready(ahead.folder, ahead.finish())

    def close(self) -> None:
        """Let go of the files; what arrived stays for the next run."""
        if self._ahead:
            self._ahead.drop()
            self._ahead = None
        if self.arrivals:
            self.arrivals.close()
