"""All that is kept of each trial, read as one: which articles are its own, what they report, what its versions say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from cache.elsewhere.notes import Note, article_notes, history_note_of, read_notes
from fetchers.articles.elsewhere import YES, Elsewhere, Linked, elsewhere, linked
from fetchers.elsewhere.sources import EUROPE_PMC, HISTORY, PUBMED
from fetchers.history.reading import HistoryNote
from fetchers.measures.status import NOT_LOOKED

AS_RESULT = ("RESULT", "DERIVED")  # how a record lists articles of its own
NEVER_ASKED = Elsewhere(NOT_LOOKED, {})
SourceNotes = Mapping[str, Mapping[str, Note]]  # by source and trial


@dataclass(frozen=True, slots=True)
class TrialFindings:
    """All that is kept of one trial: articles with what they are to it, None where they were never asked for."""

    nct_id: str
    ids: tuple[str, ...]
    articles: Sequence[Linked] | None
    said: Elsewhere
    articles_asked: date | None
    history: HistoryNote | None
    history_asked: date | None

    @property
    def reports(self) -> list[Linked]:
        """The trial's own articles that tell results and stand."""
        return [each for each in self.articles or () if each.is_report and not each.is_retracted]


def all_notes(folder: Path) -> SourceNotes:
    """The notes of every source."""
    return {source: read_notes(folder, source) for source in (EUROPE_PMC, PUBMED, HISTORY)}


def findings_of(folder: Path, by_source: SourceNotes) -> Iterator[TrialFindings]:
    """The findings of every trial of the draft that was asked about."""
    publications = pq.read_table(folder / "publications.parquet", columns=["nct_id", "pmid", "kind"]).to_pylist()
    references: dict[str, dict[str, str]] = {}
    for each in sorted(publications, key=lambda row: row["kind"] not in AS_RESULT):
        if each["pmid"]:
            references.setdefault(each["nct_id"], {}).setdefault(each["pmid"], each["kind"] or "BACKGROUND")
    listing = Counter(pmid for own in references.values() for pmid, kind in own.items() if kind in AS_RESULT)
    for trial in pq.read_table(folder / "trials.parquet", columns=["nct_id", "aliases"]).to_pylist():
        nct, ids = trial["nct_id"], (trial["nct_id"], *(trial["aliases"] or ()))
        asked = [by_source[source].get(nct) for source in (EUROPE_PMC, PUBMED)]
        notes = [note for note in asked if note]
        history = by_source[HISTORY].get(nct)
        if notes or history:
            told = [article for note in notes for article in article_notes(note)]
            found = linked(told, ids, references.get(nct, {}), listing) if notes else None
            yield TrialFindings(
                nct, ids, found, NEVER_ASKED if found is None else elsewhere(found, len(notes) == len(asked)),
                _day(max((note.asked_at for note in notes), default="")),
                history_note_of(history) if history else None, _day(history.asked_at if history else ""),
            )  # fmt: skip


def _day(moment: str) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None


def state_of(said: Elsewhere, measure: str) -> str:
    """What was found elsewhere on one measure."""
    return YES if measure in said.reported else said.usual
