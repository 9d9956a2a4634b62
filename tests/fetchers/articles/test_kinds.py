"""What kind of article it is, and whose."""

from typing import Any

import pytest

from fetchers.articles.article import ArticleNote
from fetchers.articles.kinds import form_of, is_retracted, judged

IDS = ("NCT00000001", "NCT00000009")
OTHERS = ["NCT00000002"]
TRIAL = ["journal article", "randomized controlled trial"]


def note(title: str = "Everolimus in TSC", **values: Any) -> ArticleNote:
    return ArticleNote("MED", "1", title, **{"types": ["journal article"], "has_results": True} | values)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, "results"),
        ({"types": ["letter"], "has_results": False}, "results"),
        ({"types": ["journal article", "clinical trial protocol"]}, "protocol"),
        ({"title": "Everolimus in TSC: study protocol"}, "protocol"),
        ({"plans": True, "has_results": False}, "protocol"),
        ({"plans": True}, "results"),
        ({"types": ["review", "journal article"]}, "review"),
        ({"title": "Secondary analysis of everolimus in TSC"}, "secondary_analysis"),
        ({"title": "Five-year follow-up of everolimus in TSC"}, "follow_up"),
        ({"title": "Correction to: Everolimus in TSC"}, "erratum"),
        ({"types": ["retraction of publication"]}, "retraction_notice"),
        ({"title": "Retraction: Everolimus in TSC"}, "retraction_notice"),
        ({"title": "RETRACTED: Everolimus in TSC"}, "results"),
    ],
)
def test_the_kind_that_an_article_states(values: dict[str, Any], kind: str) -> None:
    assert form_of(note(**values)) == kind


@pytest.mark.parametrize(
    ("values", "listed", "listing", "expected"),
    [
        ({"registers": ["NCT00000001"]}, (), 0, ("results", "own")),
        ({"registers": ["NCT00000009"]}, (), 0, ("results", "own")),  # by an id that was merged into it
        ({"registers": OTHERS, "names": ["NCT00000001"]}, (), 0, ("other_trial", "other")),
        ({"names": ["NCT00000001"]}, (), 0, ("other_trial", "other")),
        ({"registers": OTHERS}, ("RESULT",), 1, ("pooled", "shared")),
        ({}, ("DERIVED",), 1, ("results", "own")),
        ({}, ("RESULT",), 2, ("pooled", "shared")),
        ({}, ("BACKGROUND",), 0, ("other_trial", "other")),
        ({"registers": ["NCT00000001", *OTHERS, "NCT00000003"]}, (), 0, ("pooled", "shared")),
        ({"registers": ["NCT00000001"], "title": "Pooled analysis of everolimus"}, (), 0, ("pooled", "shared")),
        ({"types": ["meta-analysis", "review"]}, ("RESULT",), 1, ("review", "other")),
        ({"registers": ["NCT00000001"], "types": ["review"]}, (), 0, ("review", "other")),
        ({"types": TRIAL, "agrees": True}, (), 0, ("results", "own")),
        ({"types": TRIAL}, (), 0, ("unclear", "unclear")),
        ({"agrees": True}, (), 0, ("unclear", "unclear")),
    ],
)
def test_whose_an_article_is(
    values: dict[str, Any], listed: tuple[str, ...], listing: int, expected: tuple[str, str]
) -> None:
    found = judged(note(**values), IDS, listed, listing)
    assert (found.kind, found.belongs) == expected
    assert found.reason


def test_a_retraction_is_told_by_type_link_or_title() -> None:
    assert is_retracted(note(types=["retracted publication"]))
    assert is_retracted(note(corrections=[["retraction in", "MED", "2"]]))
    assert is_retracted(note("RETRACTED: Everolimus in TSC"))
    assert not is_retracted(note("Retraction: Everolimus in TSC"))
