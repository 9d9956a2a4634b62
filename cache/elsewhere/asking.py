"""Asks the sources about the trials that are due, trial by trial; one that fails leaves the others and the snapshot be.

A trial is due where it was never asked about, where its record changed since, where the rules changed by which answers
are read, and, for articles, after a set age.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from cache.elsewhere.budget import Budget, Meter
from cache.elsewhere.notes import Note, NoteWriter
from cache.store.raw import Member, read_lines
from cache.tables.annotators import compiled
from cache.tables.build import TellProgress
from cache.tables.reuse import code_version
from fetchers.annotate import Annotator
from fetchers.articles.article import Article
from fetchers.articles.reading import TrialReader, references_of
from fetchers.elsewhere.literature import TRIALS_A_QUESTION, EuropePmc, PubMed
from fetchers.elsewhere.record_history import RecordHistory
from fetchers.elsewhere.sources import EUROPE_PMC, HISTORY, PUBMED, SOURCE_SERVERS
from fetchers.history.reading import history_note
from fetchers.history.versions import RecordVersion, steps_of, wanted_versions
from fetchers.record.nodes import Node
from fetchers.registry.server import Client
from seeds.errors import AnswerError, BlockedError, UnreachableError
from seeds.knowledge import Knowledge

FAILURES_IN_A_ROW = 3  # trials whose answers cannot be read: then it is the source that fails, not the trial
AskSome = Callable[..., None]  # of records, their members, and the writer of notes


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources to ask, None for those that are not; articles older than `max_age_days` are asked about again.

    `requests_a_day` bounds each source, None for its own usual bound.
    """

    europe_pmc: EuropePmc | None = None
    pubmed: PubMed | None = None
    history: RecordHistory | None = None
    max_age_days: float = 30.0
    requests_a_day: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How asking a source went: trials that were due, trials done, requests, and in a sentence why it ended early."""

    source: str
    due: int
    done: int
    requests: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Trials:
    """The trials to ask about: a folder with raw file, its members, and the day and rules by which they are read."""

    folder: Path
    members: Sequence[Member]
    knowledge: Knowledge
    now: datetime

    @property
    def rules(self) -> str:
        """What an answer is read by."""
        return f"{self.knowledge.version} {code_version()}"


def ask_elsewhere(notes: Path, trials: Trials, sources: Sources, progress: TellProgress) -> list[Asked]:
    """Ask every source in turn; what it says is kept at once."""
    run = _Run(notes, trials, sources, progress)
    return [*run.europe_pmc(), *run.pubmed(), *run.history()]


class _Run:
    """One round of asking."""

    def __init__(self, notes: Path, trials: Trials, sources: Sources, progress: TellProgress) -> None:
        self._folder, self._trials, self._sources, self._progress = notes, trials, sources, progress
        self._budget = Budget(notes, trials.now)

    @property
    def _annotator(self) -> Annotator:
        return compiled(self._trials.knowledge, few=True)

    def europe_pmc(self) -> Iterator[Asked]:
        """Articles that name a trial anywhere, and those that its record lists."""
        if source := self._sources.europe_pmc:

            def ask(records: Sequence[Node], members: Sequence[Member], writer: NoteWriter) -> None:
                for record, member in zip(records, members, strict=True):
                    reader = TrialReader(self._annotator, record)
                    found = source.articles(reader.ids, list(references_of(record)))
                    writer.add(self._note(member, _articles(reader, found)))

            yield self._ask(EUROPE_PMC, source.client, ask, 1)

    def pubmed(self) -> Iterator[Asked]:
        """Articles whose databank field names a trial; many trials in one question."""
        if source := self._sources.pubmed:

            def ask(records: Sequence[Node], members: Sequence[Member], writer: NoteWriter) -> None:
                readers = [TrialReader(self._annotator, record) for record in records]
                found = source.articles([each for reader in readers for each in reader.ids])
                for reader, member in zip(readers, members, strict=True):
                    own = [each for each in found if set(each.databank or ()) & set(reader.ids)]
                    writer.add(self._note(member, _articles(reader, own)))

            yield self._ask(PUBMED, source.client, ask, TRIALS_A_QUESTION)

    def history(self) -> Iterator[Asked]:
        """The versions of a record; those that were fetched before are not fetched again."""
        if source := self._sources.history:

            def ask(records: Sequence[Node], members: Sequence[Member], writer: NoteWriter) -> None:
                for record, member in zip(records, members, strict=True):
                    known = writer.notes.get(member.nct_id)
                    writer.add(self._note(member, self._history(source, record, member, known)))

            yield self._ask(HISTORY, source.client, ask, 1)

    def _history(self, source: RecordHistory, record: Node, member: Member, known: Note | None) -> dict[str, Any]:
        """What is kept of a trial's versions; where only the rules changed, what is there is read again."""
        kept = known.kept if known else {}
        if known and known.last_update == member.last_update and "versions" in kept:
            listed = [RecordVersion(*each) for each in kept["versions"]]
        else:
            listed = source.versions(member.nct_id) or []
        modules = {int(number): module for number, module in kept.get("outcomes", {}).items()}
        for number in wanted_versions(steps_of(listed)):
            if number not in modules and (module := source.outcomes(member.nct_id, number)) is not None:
                modules[number] = module
        note = asdict(history_note(self._annotator, record, listed, modules)) if listed else None
        outcomes = {str(number): module for number, module in modules.items()}
        return {"versions": [list(each) for each in listed], "outcomes": outcomes, "history": note}

    def _note(self, member: Member, kept: dict[str, Any]) -> Note:
        now = self._trials.now.isoformat(timespec="seconds")
        return Note(member.nct_id, now, member.last_update, self._trials.rules, kept)

    def _is_due(self, source: str, member: Member, note: Note | None) -> bool:
        if note is None or note.last_update != member.last_update or note.rules != self._trials.rules:
            return True
        age = self._trials.now - datetime.fromisoformat(note.asked_at)
        return source != HISTORY and age > timedelta(days=self._sources.max_age_days)

    def _ask(self, source: str, client: Client, ask: AskSome, at_once: int) -> Asked:
        """Ask about the due trials, so many at once, until all are done or the day's requests are."""
        most = self._sources.requests_a_day or SOURCE_SERVERS[source].requests_a_day
        writer = NoteWriter(self._folder, source)
        due = [each for each in self._trials.members if self._is_due(source, each, writer.notes.get(each.nct_id))]
        with closing(writer), Meter(self._budget, source, client, most) as meter:
            groups = [due[start : start + at_once] for start in range(0, len(due), at_once)]
            done, trouble = self._in_turn(source, groups, partial(ask, writer=writer), meter, len(due))
        self._progress(f"asking {source}", len(due), len(due))
        return Asked(source, len(due), done, meter.sent, f"{source}: {trouble}" if trouble else "")

    def _in_turn(
        self, source: str, groups: Iterable[Sequence[Member]], ask: AskSome, meter: Meter, due: int
    ) -> tuple[int, str]:
        """How many trials were done, and in a sentence why the others were not."""
        done, failures, trouble = 0, 0, ""
        for members in groups:
            self._progress(f"asking {source}", done, due)
            if meter.is_used_up:
                return done, f"the day's {meter.most} requests are used up; the rest is asked about another day."
            try:
                ask([orjson.loads(line) for line in read_lines(self._trials.folder, members)], members)
                done, failures = done + len(members), 0
            except (BlockedError, UnreachableError) as error:
                return done, str(error)
            except AnswerError as error:
                failures, trouble = failures + 1, str(error)
                if failures == FAILURES_IN_A_ROW:
                    break
            meter.note()
        return done, trouble


def _articles(reader: TrialReader, found: Sequence[Article]) -> dict[str, Any]:
    return {"articles": [asdict(reader.note(each)) for each in found]}
