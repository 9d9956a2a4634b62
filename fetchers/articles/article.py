"""One article as a service tells it, and what is kept of it: no more than is needed (docs/articles.md)."""

import html
import re
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|p|br|h[1-6]|span|a)\b[^<>]*>|</?jats:[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


class Section(NamedTuple):
    """A part of an abstract: its heading in lower case (empty where there is none) and its words."""

    heading: str
    words: str


class Correction(NamedTuple):
    """A link from one article to another: its type in lower case (`erratum in`), and the other's source and id."""

    kind: str
    source: str
    id: str


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What names an article: `source` is Europe PMC's (MED, PMC, PPR ...), `doi` in lower case, `year` None where none
    is told."""

    source: str
    id: str
    title: str
    year: int | None = None
    journal: str = ""
    pmid: str = ""
    pmcid: str = ""
    doi: str = ""

    @property
    def named(self) -> dict[str, Any]:
        """These fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(ArticleRecord)}


@dataclass(frozen=True, slots=True)
class Article(ArticleRecord):
    """An article as one service tells it; `types` are in lower case.

    `databank` are the registry ids of PubMed's own field, None where the service does not tell that field. `is_mined`
    tells that text mining found some trial's id in the article.
    """

    types: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    corrections: tuple[Correction, ...] = ()
    databank: tuple[str, ...] | None = None
    is_mined: bool = False

    @property
    def abstract(self) -> str:
        """The abstract's words without headings."""
        return " ".join(section.words for section in self.sections)


@dataclass(frozen=True, slots=True)
class ReportedMeasure:
    """A measure that an abstract reports: the heading of its section, and the sentence (at most 300 characters)."""

    measure: str
    section: str
    sentence: str
    rule: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ArticleNote(ArticleRecord):
    """What is kept of an article for one trial; the abstract itself is not.

    `registers` are ids that title, abstract or databank give as the article's own, `names` those only named, `possible`
    strings that may be a misprinted id. `is_worded` tells whether title or abstract name the trial, `agrees` whether
    they speak of two of its drug, its condition and its number of participants, `has_results` whether they tell
    results, `plans` whether they announce any. `sha256` is that of the abstract, empty without one.
    """

    types: list[str] = field(default_factory=list)
    corrections: list[list[str]] = field(default_factory=list)
    databank: list[str] | None = None
    registers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    is_mined: bool = False
    is_worded: bool = False
    agrees: bool = False
    has_results: bool = False
    plans: bool = False
    sha256: str = ""
    reported: list[ReportedMeasure] = field(default_factory=list)


def plain(words: str) -> str:
    """Words without the tags that abstracts and titles are known to hold; a bare `<` stays."""
    return _BLANKS.sub(" ", html.unescape(_TAG.sub("", words))).strip()
