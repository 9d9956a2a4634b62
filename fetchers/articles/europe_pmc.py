"""Reads Europe PMC's answers (REST, `resultType=core`, JSON); a field that is missing or foreign reads as missing."""

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from fetchers.articles.article import Article, Correction, Section, plain
from fetchers.record.nodes import Node, child, items, objects, text, texts

_HEADING = re.compile(r"<h\d[^<>]*>(.*?)</h\d\s*>", re.IGNORECASE | re.DOTALL)
GUESSED = "title-first author match"  # Europe PMC's own note on links that it guessed


class ResultPage(NamedTuple):
    """One page of a search: its articles, and the mark of the next (None on the last)."""

    articles: list[Article]
    next_mark: str | None


def refusal_of(body: Any) -> str:
    """What an answer with status 200 complains of, in its own words; empty where it does not."""
    if not isinstance(body, dict) or not ("errCode" in body or "errMsg" in body):
        return ""
    return "".join(each for each in str(body.get("errMsg") or body["errCode"]) if each.isprintable())[:200]


def is_page(body: Any) -> bool:
    """Whether an answer is a list of results or a refusal: all else is damaged."""
    return bool(refusal_of(body)) or (isinstance(body, dict) and isinstance(body.get("resultList"), dict))


def page_of(body: Node, mark: str) -> ResultPage:
    """The page that an answer holds; `mark` is the one that was sent for it.

    Paging ends in three ways that were all seen: no next mark, null, or the one that was sent; an empty page ends it
    too.
    """
    found = child(body, "resultList").get("result")
    results = found if isinstance(found, list) else [found]
    articles = [article_of(each) for each in results if isinstance(each, dict) and text(each, "id")]
    following = text(body, "nextCursorMark")
    return ResultPage(articles, following if articles and following not in ("", mark) else None)


def article_of(result: Node) -> Article:
    """One result of a search."""
    year = text(result, "pubYear")
    return Article(
        source=text(result, "source") or "MED",
        id=text(result, "id"),
        title=plain(html.unescape(text(result, "title"))),
        year=int(year) if re.fullmatch(r"\d{4}", year, re.ASCII) else None,
        journal=_journal(result),
        pmid=text(result, "pmid") or (text(result, "id") if text(result, "source") == "MED" else ""),
        pmcid=text(result, "pmcid"),
        doi=text(result, "doi").strip().lower(),
        types=tuple(dict.fromkeys(_types(result))),
        sections=tuple(_sections(text(result, "abstractText"))),
        corrections=tuple(_corrections(result)),
        is_mined="nct" in texts(child(result, "tmAccessionTypeList"), "accessionType"),
    )


def _journal(result: Node) -> str:
    return (
        text(child(result, "journalInfo", "journal"), "title")
        or text(child(result, "bookOrReportDetails"), "publisher")
        or text(result, "journalTitle")
    )


def _types(result: Node) -> Iterator[str]:
    """Kinds of publication in lower case; short results have one string in place of the list."""
    listed = texts(child(result, "pubTypeList"), "pubType") or text(result, "pubType").split(";")
    yield from (each.strip().lower() for each in listed if each.strip())


def _sections(abstract: str) -> Iterator[Section]:
    """An abstract by its `<h4>` headings, which stand glued to the text."""
    parts = _HEADING.split(abstract)
    for heading, words in zip(["", *parts[1::2]], parts[::2], strict=True):
        if told := plain(words):
            yield Section(plain(heading).strip(":. ").lower(), told)


def _corrections(result: Node) -> Iterator[Correction]:
    """Links to errata, retractions and preprints, without those that Europe PMC guessed from title and author."""
    for each in objects(child(result, "commentCorrectionList"), "commentCorrection"):
        if GUESSED not in text(each, "note") and items({"id": [each.get("id")]}, "id") != [None]:
            yield Correction(text(each, "type").lower(), text(each, "source"), text(each, "id"))
