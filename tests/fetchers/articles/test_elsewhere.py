"""Whether a measure was reported outside the registry."""

from typing import Any

import pytest

from fetchers.articles.article import ArticleNote, ReportedMeasure
from fetchers.articles.elsewhere import elsewhere, linked, links_of

OWN = "NCT00000001"


def note(pmid: str = "1", **values: Any) -> ArticleNote:
    usual: dict[str, Any] = {"pmid": pmid, "registers": [OWN], "sha256": "x", "has_results": True, "year": 2020}
    return ArticleNote("MED", pmid, f"Sirolimus, article number {pmid} of them", **usual | values)


def said(measure: str) -> ReportedMeasure:
    return ReportedMeasure(measure, "result", f"{measure} rose.", "rule", "sure")


@pytest.mark.parametrize(
    ("notes", "is_complete", "usual", "reported"),
    [
        ([note(reported=[said("lipids")])], True, "abstract_silent", {"lipids": "PMID:1"}),
        ([note("2", reported=[said("lipids")], year=2021), note(reported=[said("lipids")])], True, "abstract_silent",
         {"lipids": "PMID:1"}),
        ([note(sha256="")], True, "no_abstract", {}),
        ([note(types=["retracted publication"], reported=[said("lipids")])], True, "retracted", {}),
        ([note(types=["review"], reported=[said("lipids")])], True, "no_article", {}),
        ([note(types=["clinical trial protocol"])], True, "no_article", {}),
        ([], True, "no_article", {}),
        ([], False, "not_looked", {}),
    ],
)  # fmt: skip
def test_what_was_found(
    notes: list[ArticleNote], is_complete: bool, usual: str, reported: dict[str, str]
) -> None:  # fmt: skip
    found = elsewhere(linked(notes, [OWN], {}, {}), is_complete)
    assert (found.usual, found.reported) == (usual, reported)


def test_links_say_where_they_are_seen() -> None:
    (one,) = linked([note(databank=[OWN], is_worded=True, is_mined=True)], [OWN], {"1": "DERIVED"}, {"1": 1})
    assert links_of(one, [OWN]) == ["record_derived", "databank", "abstract", "text_mined"]
    (bare,) = linked([note(registers=[])], [OWN], {}, {})
    assert links_of(bare, [OWN]) == ["full_text"]
