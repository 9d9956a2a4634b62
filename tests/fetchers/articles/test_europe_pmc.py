"""Europe PMC's answers: every form of paging, errors under 200, abstracts with a bare `<`, recorded answers."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.articles.article import Section
from fetchers.articles.europe_pmc import article_of, is_page, page_of, refusal_of

RESULT = {
    "id": "29768149", "source": "MED", "pmid": "29768149", "doi": "10.1056/NEJMoa1715274", "pubYear": "2018",
    "title": "Effects of <i>rapamycin</i> &lt;i&gt;in vivo&lt;/i&gt;.",
    "abstractText": "<h4>Background</h4>In infants (&lt;1 year or <1 year.<h4>Results </h4>LDL fell by 3 g/cm<sup>2"
                    "</sup>.",
    "pubTypeList": {"pubType": ["Journal Article", "Randomized Controlled Trial"]},
    "commentCorrectionList": {"commentCorrection": [
        {"source": "MED", "id": "1", "type": "Erratum in"},
        {"source": "PPR", "id": "PPR1", "type": "Preprint in",
         "note": "Link created based on a title-first author match"},
    ]},
    "tmAccessionTypeList": {"accessionType": ["nct"]},
}  # fmt: skip


def page(results: object, **more: object) -> dict[str, Any]:
    return {"resultList": {"result": results}, **more}


def test_an_article_is_read_without_markup_and_without_guessed_links() -> None:
    found = article_of(RESULT)
    assert (found.pmid, found.doi, found.year, found.is_mined) == ("29768149", "10.1056/nejmoa1715274", 2018, True)
    assert found.title == "Effects of rapamycin in vivo."
    assert found.sections == (
        Section("background", "In infants (<1 year or <1 year."), Section("results", "LDL fell by 3 g/cm2."),
    )  # fmt: skip
    assert [each.kind for each in found.corrections] == ["erratum in"]
    assert found.types == ("journal article", "randomized controlled trial")
    assert found.databank is None


def test_what_is_missing_or_foreign_reads_as_missing() -> None:
    found = article_of({"id": "X", "source": "PPR", "pubYear": 2018, "title": None, "pubTypeList": [], "doi": 3})
    assert (found.year, found.title, found.types, found.sections, found.pmid) == (None, "", (), (), "")


@pytest.mark.parametrize(
    "following", [{}, {"nextCursorMark": None}, {"nextCursorMark": "sent"}, {"nextCursorMark": ""}]
)
def test_every_form_in_which_paging_ends_ends_it(following: dict[str, object]) -> None:
    assert page_of(page([RESULT], **following), "sent").next_mark is None


def test_paging_goes_on_by_another_mark_and_ends_on_an_empty_page() -> None:
    assert page_of(page([RESULT], nextCursorMark="on"), "sent").next_mark == "on"
    assert page_of(page([], nextCursorMark="on"), "sent").next_mark is None


def test_a_single_result_may_come_as_an_object() -> None:
    assert [each.id for each in page_of(page(RESULT), "*").articles] == ["29768149"]


def test_errors_under_200_are_refusals_and_all_else_is_no_page() -> None:
    assert refusal_of({"errCode": 404, "errMsg": "Query string\x1b is empty"}) == "Query string is empty"
    assert is_page({"errCode": 404}) and is_page(page([]))
    assert not is_page({"version": "6.9"}) and not is_page([]) and not is_page(page([])["resultList"])


@pytest.mark.records
def test_every_recorded_answer_is_read(shared: Path) -> None:
    read = 0
    for path in sorted((shared / "elsewhere" / "samples" / "europepmc").glob("*.json")):
        body = orjson.loads(path.read_bytes())
        results = (body.get("resultList") or {}).get("result") or body.get("result") or []
        for result in results if isinstance(results, list) else [results]:
            found = article_of(result)
            assert found.id and "<" not in found.title
            assert not any("<h4" in each.words or "</" in each.words for each in found.sections)
            read += 1
    assert read > 70
