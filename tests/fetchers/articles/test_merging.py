"""One work out of what several services tell."""

from typing import Any

from fetchers.articles.article import ArticleNote, ReportedMeasure
from fetchers.articles.merging import key_of, works

TITLE = "Everolimus for tuberous sclerosis in five words."


def note(source: str = "MED", number: str = "1", title: str = TITLE, **values: Any) -> ArticleNote:
    return ArticleNote(source, number, title, **values)


def said(measure: str) -> ReportedMeasure:
    return ReportedMeasure(measure, "result", f"{measure} rose.", "rule", "sure")


def test_doi_in_any_case_pmid_and_pmc_id_join_records_of_one_article() -> None:
    notes = [
        note(number="1", pmid="1", doi="10.5/a"),
        note("PMC", "PMC9", title=TITLE.upper(), doi="10.5/A", pmcid="PMC9"),
        note(number="2", pmid="2", pmcid="PMC9"),
    ]
    (work,) = works(notes)
    assert (work.note.pmid, work.note.pmcid, work.note.title) == ("1", "PMC9", TITLE)
    assert len(works([notes[0], note(number="3", pmid="3")])) == 2


def test_the_databank_field_outranks_wording() -> None:
    europe = note(pmid="1", registers=["NCT00000001", "NCT00000002"])
    pubmed = note(pmid="1", databank=["NCT00000002"], registers=["NCT00000002"])
    (work,) = works([europe, pubmed])
    assert (work.note.registers, work.note.names) == (["NCT00000002"], ["NCT00000001"])


def test_an_empty_databank_field_says_nothing() -> None:
    (work,) = works([note(pmid="1", registers=["NCT00000001"]), note(pmid="1", databank=[])])
    assert work.note.registers == ["NCT00000001"]


def test_a_preprint_is_joined_by_link_from_either_side_or_by_title() -> None:
    article = note(number="1", pmid="1")
    linked = note("PPR", "PPR1", title="Another title", corrections=[["preprint of", "MED", "1"]])
    back = note(number="1", pmid="1", corrections=[["preprint in", "PPR", "PPR1"]])
    assert [each.joined for each in works([article, linked])] == ["link"]
    assert [each.joined for each in works([back, note("PPR", "PPR1", title="Another title")])] == ["link"]
    assert [each.joined for each in works([article, note("PPR", "PPR1", title=TITLE.upper())])] == ["title"]
    assert len(works([note(title="A letter", pmid="1"), note("PPR", "PPR1", title="A letter")])) == 2


def test_what_only_the_preprint_reports_is_told_apart() -> None:
    article = note(pmid="1", reported=[said("frailty")])
    preprint = note("PPR", "PPR1", reported=[said("frailty"), said("lipids")])
    (work,) = works([article, preprint])
    assert [(each.measure, is_preprint) for each, is_preprint in work.reported] == [
        ("frailty", False),
        ("lipids", True),
    ]


def test_articles_are_named_by_the_first_id_that_they_have() -> None:
    names = [key_of(note(pmid="1")), key_of(note("PMC", "PMC9", pmcid="PMC9", doi="x")), key_of(note("PPR", "PPR1"))]
    assert [*names, key_of(note("AGR", "7", doi="10.5/a"))] == ["PMID:1", "PMC9", "PPR1", "doi:10.5/a"]
