"""Whether a measure was reported outside the registry, as far as identifiers and abstracts tell. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from fetchers.articles.article import ArticleNote
from fetchers.articles.kinds import OWN, REPORTS, Judged, is_retracted, judged
from fetchers.articles.merging import PREPRINT, ArticleWork, key_of, works
from fetchers.measures.status import ELSEWHERE_LETTERS, NOT_LOOKED

# states of a measure, as `fetchers.measures.status` has them
YES, ABSTRACT_SILENT, NO_ABSTRACT, ONLY_RETRACTED, NO_ARTICLE, _ = ELSEWHERE_LETTERS


class Linked(NamedTuple):
    """A work and what it is to the trial; `listed` are the kinds under which the trial's record lists it."""

    work: ArticleWork
    judged: Judged
    listed: tuple[str, ...]

    @property
    def is_report(self) -> bool:
        """Whether it is the trial's own and tells results; a retracted one does too."""
        return self.judged.belongs == OWN and self.judged.kind in REPORTS

    @property
    def is_retracted(self) -> bool:
        """Whether article or preprint was retracted."""
        return is_retracted(self.work.note)

    @property
    def has_abstract(self) -> bool:
        """Whether there was an abstract to read."""
        return bool(self.work.note.sha256 or (self.work.preprint and self.work.preprint.sha256))


class Elsewhere(NamedTuple):
    """What stands outside the registry on each measure that is not as all others: its state, and the article."""

    usual: str  # the state of every measure that is not in `reported`
    reported: Mapping[str, str]  # measure -> name of the article that reports it


def linked(
    notes: Iterable[ArticleNote], ids: Collection[str], references: Mapping[str, str], listing: Mapping[str, int]
) -> list[Linked]:
    """The works of a trial whose ids are `ids`; `references` are the kinds of its record's PMIDs, `listing` tells how
    many trials list a PMID as a result or derived."""
    found = []
    for work in works(notes):
        pmid = work.note.pmid
        listed = (references[pmid],) if pmid in references else ()
        found.append(Linked(work, judged(work.whole, ids, listed, listing.get(pmid, 0)), listed))
    return found


def links_of(each: Linked, ids: Collection[str]) -> list[str]:
    """Where the link between an article and a trial can be seen."""
    note, own = each.work.note, set(ids)
    is_worded = any(one.is_worded for one in (note, each.work.preprint) if one)
    found = [f"record_{kind.lower()}" for kind in each.listed]
    found += ["databank"] * bool(own & set(note.databank or ())) + ["abstract"] * is_worded
    return [*(found or ["full_text"]), *["text_mined"] * note.is_mined]


def elsewhere(found: Sequence[Linked], is_complete: bool) -> Elsewhere:
    """What a trial's articles say; where nothing is found, `is_complete` tells that every source was asked."""
    reports = [each for each in found if each.is_report and not each.is_retracted]
    reported: dict[str, str] = {}
    for each in sorted(reports, key=lambda one: (one.work.note.source == PREPRINT, one.work.note.year or 9999)):
        for said, _ in each.work.reported:
            reported.setdefault(said.measure, key_of(each.work.note))
    if reports:
        return Elsewhere(ABSTRACT_SILENT if any(each.has_abstract for each in reports) else NO_ABSTRACT, reported)
    if any(each.is_report for each in found):
        return Elsewhere(ONLY_RETRACTED, {})
    return Elsewhere(NO_ARTICLE if is_complete else NOT_LOOKED, {})
