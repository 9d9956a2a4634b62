"""Notes of other places on made-up trials: one with an article and a dropped measure, one with a silent abstract."""

from dataclasses import asdict

from cache.elsewhere.notes import Note, NoteWriter, notes_folder
from cache.store.snapshot import Store
from fetchers.articles.article import ArticleNote, ReportedMeasure
from fetchers.history.reading import HistoryChange, HistoryNote

LOOKED, SILENT, UNKNOWN = "NCT00000001", "NCT00000002", "NCT00000003"
FRAILTY = ReportedMeasure("frailty", "result", "The frailty index fell by 0.03.", "concept:frailty_index", "sure")
DROPPED = HistoryChange(
    "dropped", "before_results", 1, 1, "2020-02-02", True, "secondary", "LDL cholesterol", "Week 8", measures=["lipids"]
)


def own_article(nct: str, pmid: str, reported: list[ReportedMeasure]) -> ArticleNote:
    """An article that registers the trial."""
    return ArticleNote(
        "MED", pmid, f"Sirolimus in ageing, article {pmid}", 2022, "Journal", pmid, types=["journal article"],
        registers=[nct], is_worded=True, has_results=True, sha256="00", reported=reported,
    )  # fmt: skip


def write_notes(store: Store) -> None:
    """Notes of all sources into a cache."""
    history = HistoryNote(2, "2020-01-01", [DROPPED], ["lipids"], [])
    kept = {
        "europe_pmc": {
            LOOKED: {"articles": [asdict(own_article(LOOKED, "1", [FRAILTY]))]},
            SILENT: {"articles": [asdict(own_article(SILENT, "2", []))]},
        },
        "pubmed": {LOOKED: {"articles": []}, SILENT: {"articles": []}},
        "history": {LOOKED: {"versions": [], "outcomes": {}, "history": asdict(history)}},
    }
    for source, notes in kept.items():
        writer = NoteWriter(notes_folder(store), source)
        for nct, each in notes.items():
            writer.add(Note(nct, "2026-11-18T05:00:00+00:00", "2021-05-04", "rules", each))
        writer.close()
