"""Reads PubMed's answers: ids from `esearch` (JSON), articles from `efetch` (XML)."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as Tree

from fetchers.articles.article import Article, Correction, Section
from fetchers.record.nodes import child, text, texts

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_YEAR = re.compile(r"\b(\d{4})\b", re.ASCII)


def count_of(body: Any) -> int | None:
    """How many articles a search found; None where the answer is none of a search. The number comes as a string."""
    count = text(child(body, "esearchresult"), "count") if isinstance(body, dict) else ""
    return int(count) if count.isdecimal() else None


def fault_of(body: Any) -> str:
    """What an answer in place of a search's complains of, without its words: they hold the asker's address."""
    if isinstance(body, dict) and "error" in body:
        return "asks for fewer requests" if "rate limit" in str(body["error"]).lower() else "refuses the question"
    return "sends something else than the answer to a search" if count_of(body) is None else ""


def ids_of(body: Any) -> list[str]:
    """The PMIDs of an answer to a search."""
    return [each for each in texts(child(body, "esearchresult"), "idlist") if each.isdecimal()]


def root_of(content: bytes) -> Tree.Element:
    """The root of an `efetch` answer; ValueError where it is no set of articles.

    What declares entities is refused unread: PubMed declares none, and they can be made to swell.
    """
    if b"<!ENTITY" in content:
        raise ValueError("sends XML with entities of its own")
    try:
        root = Tree.fromstring(content)  # noqa: S314  without entities there is nothing to expand or to fetch
    except (Tree.ParseError, LookupError, ValueError) as error:
        raise ValueError("sends XML that breaks off or is damaged") from error
    if root.tag not in ("PubmedArticleSet", "PubmedArticle"):
        raise ValueError("sends something else than articles")
    return root


def articles_of(root: Tree.Element) -> list[Article]:
    """The articles of a set; books are left out."""
    return [found for each in root.iter("PubmedArticle") if (found := _article(each))]


def _article(node: Tree.Element) -> Article | None:
    citation = node.find("MedlineCitation")
    pmid = _words(citation.find("PMID")) if citation is not None else ""
    article = citation.find("Article") if citation is not None else None
    if article is None or not pmid.isdecimal() or citation is None:
        return None
    ids = {each.get("IdType", ""): _words(each) for each in node.iterfind("PubmedData/ArticleIdList/ArticleId")}
    return Article(
        source="MED",
        id=pmid,
        title=_words(article.find("ArticleTitle")),
        year=_year(article),
        journal=_words(article.find("Journal/Title")),
        pmid=pmid,
        pmcid=ids.get("pmc", ""),
        doi=(ids.get("doi") or _location(article)).lower(),
        types=tuple(_words(each).lower() for each in article.iterfind("PublicationTypeList/PublicationType")),
        sections=tuple(_sections(article)),
        corrections=tuple(_corrections(citation)),
        databank=tuple(dict.fromkeys(_databank(article))),
    )


def _words(node: Tree.Element | None) -> str:
    """All text below a node, inline marks left out."""
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def _year(article: Tree.Element) -> int | None:
    date = article.find("Journal/JournalIssue/PubDate")
    found = _YEAR.search(_words(date.find("Year")) or _words(date.find("MedlineDate"))) if date is not None else None
    return int(found[1]) if found else None


def _location(article: Tree.Element) -> str:
    return next((_words(each) for each in article.iterfind("ELocationID") if each.get("EIdType") == "doi"), "")


def _sections(article: Tree.Element) -> Iterator[Section]:
    for each in article.iterfind("Abstract/AbstractText"):
        if words := _words(each):
            yield Section(each.get("Label", "").strip(":. ").lower(), words)


def _databank(article: Tree.Element) -> Iterator[str]:
    """Registry ids of the field that PubMed searches as `[si]`; never from the reference list beside it."""
    for number in article.iterfind("DataBankList/DataBank/AccessionNumberList/AccessionNumber"):
        if words := _words(number).upper():
            yield words


def _corrections(citation: Tree.Element) -> Iterator[Correction]:
    """Links by PubMed's types (`ErratumIn`), as Europe PMC writes them (`erratum in`)."""
    for each in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = _CAMEL.sub(" ", each.get("RefType", "")).lower()
        yield Correction(kind, "MED", _words(each.find("PMID")))
