"""One work out of what several services tell of it: by PMID, PMC id and DOI, by `preprint of`, else by title. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fetchers.articles.article import ArticleNote, ReportedMeasure
from fetchers.articles.kinds import RETRACTED_TITLE

_WORD = re.compile(r"\w+")
SHORT_TITLE = 5  # words: a shorter title ("Reply", "A letter") joins nothing
PREPRINT = "PPR"


@dataclass(frozen=True, slots=True)
class ArticleWork:
    """One article with all that was told of it; `preprint` is its preprint's note where there is one besides.

    `joined` says how article and preprint were brought together: `link`, `title` or empty.
    """

    note: ArticleNote
    preprint: ArticleNote | None = None
    joined: str = ""

    @property
    def whole(self) -> ArticleNote:
        """The article's note with the ids that its preprint gives as its own."""
        more = self.preprint.registers if self.preprint else []
        return replace(self.note, registers=list(dict.fromkeys([*self.note.registers, *more])))

    @property
    def reported(self) -> list[tuple[ReportedMeasure, bool]]:
        """What the abstracts report, and whether only a preprint does; one claim a measure."""
        found = {each.measure: (each, self.note.source == PREPRINT) for each in reversed(self.note.reported)}
        for each in self.preprint.reported if self.preprint else ():
            found.setdefault(each.measure, (each, True))
        return [found[measure] for measure in sorted(found)]


def key_of(note: ArticleNote) -> str:
    """How an article is named: by the first of PMID, PMC id, preprint id, DOI that it has."""
    if note.pmid:
        return f"PMID:{note.pmid}"
    return note.pmcid or (note.id if note.source == PREPRINT else "") or (f"doi:{note.doi}" if note.doi else note.id)


def works(notes: Iterable[ArticleNote]) -> list[ArticleWork]:
    """The works that these notes are of, in the order of their names."""
    merged = _same_articles(notes)
    preprints = [each for each in merged if each.source == PREPRINT]
    articles = [each for each in merged if each.source != PREPRINT]
    found = {key_of(each): ArticleWork(each) for each in articles}
    for preprint in preprints:
        article, how = _article_of(preprint, articles)
        if article is None:
            found[key_of(preprint)] = ArticleWork(preprint)
        elif found[key_of(article)].preprint is None:
            found[key_of(article)] = ArticleWork(article, preprint, how)
    return [found[key] for key in sorted(found)]


def _ids(note: ArticleNote) -> set[str]:
    ids = {f"pmid {note.pmid}", f"pmc {note.pmcid}", f"doi {note.doi.lower()}", f"{note.source} {note.id}"}
    return ids - {"pmid ", "pmc ", "doi "}


def _same_articles(notes: Iterable[ArticleNote]) -> list[ArticleNote]:
    """Notes that share an id, made one; a note may join two that were apart so far."""
    groups: list[tuple[set[str], list[ArticleNote]]] = []
    for note in notes:
        ids, members = _ids(note), [note]
        apart = []
        for known, group in groups:
            if known & ids:
                ids |= known
                members = [*group, *members]
            else:
                apart.append((known, group))
        groups = [*apart, (ids, members)]
    return [_merged(members) for _, members in groups]


def _merged(notes: Sequence[ArticleNote]) -> ArticleNote:
    """All that these notes of one article tell; words of the first that has them, PubMed's before others'."""
    order = sorted(notes, key=lambda note: (note.source != "MED", note.databank is None))
    first = order[0]

    def told(name: str) -> Any:
        return next((value for each in order if (value := getattr(each, name))), getattr(first, name))

    def all_of(name: str) -> list[Any]:
        return list(dict.fromkeys(value for each in order for value in getattr(each, name)))

    databank = next((each.databank for each in order if each.databank is not None), None)
    registers, names = _whose_ids(databank, all_of("registers"), all_of("names"))
    return replace(
        first, **{name: told(name) for name in first.named}, types=all_of("types"), databank=databank,
        corrections=[list(each) for each in dict.fromkeys(tuple(one) for note in order for one in note.corrections)],
        registers=registers, names=names, possible=all_of("possible"),
        is_mined=any(each.is_mined for each in order), is_worded=any(each.is_worded for each in order),
        agrees=any(each.agrees for each in order),
        has_results=any(each.has_results for each in order), plans=all(each.plans for each in order),
        sha256=told("sha256"), reported=told("reported"),
    )  # fmt: skip


def _whose_ids(databank: Sequence[str] | None, registers: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """The ids that are the article's own, and those only named: PubMed's field outranks what wording seems to say."""
    own = [each for each in registers if each in databank] if databank else registers
    return own, list(dict.fromkeys(each for each in [*names, *registers] if each not in own))


def _article_of(preprint: ArticleNote, articles: Sequence[ArticleNote]) -> tuple[ArticleNote | None, str]:
    """The article that a preprint became: by a stated link, else by the same title."""
    linked = {(each[1], each[2]) for each in preprint.corrections if each[0].startswith("preprint")}
    for article in articles:
        back = {(each[1], each[2]) for each in article.corrections if each[0].startswith("preprint")}
        if (article.source, article.id) in linked or (preprint.source, preprint.id) in back:
            return article, "link"
    title = _title_words(preprint.title)
    if len(title) >= SHORT_TITLE:
        for article in articles:
            if _title_words(article.title) == title:
                return article, "title"
    return None, ""


def _title_words(title: str) -> list[str]:
    return _WORD.findall(RETRACTED_TITLE.sub("", title).lower())
