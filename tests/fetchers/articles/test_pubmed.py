"""PubMed's answers: numbers as strings, the databank field and never the reference list, entities refused."""

from pathlib import Path

import orjson
import pytest

from fetchers.articles.pubmed import articles_of, count_of, fault_of, ids_of, root_of

XML = b"""<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">17</PMID><Article>
<Journal><Title>J Test</Title><JournalIssue><PubDate>
<MedlineDate>2004 Nov-Dec</MedlineDate></PubDate></JournalIssue></Journal>
<ArticleTitle>On <i>mTOR</i></ArticleTitle><ELocationID EIdType="doi">10.5/ABC</ELocationID>
<Abstract><AbstractText Label="RESULTS">p16<sup>INK4a</sup> fell.</AbstractText>
<CopyrightInformation>X</CopyrightInformation></Abstract>
<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>
<AccessionNumber> nct01234567 </AccessionNumber><AccessionNumber/></AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType>Letter</PublicationType></PublicationTypeList></Article>
<CommentsCorrectionsList>
<CommentsCorrections RefType="RetractionIn"><PMID>18</PMID></CommentsCorrections></CommentsCorrectionsList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC9</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>NCT07654321</Citation></Reference></ReferenceList></PubmedData></PubmedArticle>
<PubmedBookArticle/></PubmedArticleSet>"""


def test_an_article_is_read_with_its_databank_field_alone() -> None:
    (found,) = articles_of(root_of(XML))
    assert found.databank == ("NCT01234567",)
    assert (found.pmid, found.pmcid, found.doi, found.year, found.title) == ("17", "PMC9", "10.5/abc", 2004, "On mTOR")
    assert [tuple(each) for each in found.sections] == [("results", "p16INK4a fell.")]
    assert [tuple(each) for each in found.corrections] == [("retraction in", "MED", "18")]


@pytest.mark.parametrize("content", [b"", b"<html></html>", XML[:400], b"<ERROR>busy</ERROR>", XML + b"<"])
def test_what_is_no_set_of_articles_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\Asends "):
        root_of(content)


def test_declared_entities_are_refused_unread() -> None:
    with pytest.raises(ValueError, match="entities"):
        root_of(b'<!DOCTYPE a [<!ENTITY b "bb">]><PubmedArticleSet>&b;</PubmedArticleSet>')


def test_searches_count_in_strings_and_errors_are_told_without_the_askers_address() -> None:
    body = {"esearchresult": {"count": "3", "idlist": ["1", "x", 2, "3"]}}
    assert (count_of(body), ids_of(body), fault_of(body)) == (3, ["1", "3"], "")
    told = fault_of({"error": "API rate limit exceeded", "api-key": "192.0.2.1", "count": "4"})
    assert told == "asks for fewer requests"
    assert fault_of({"error": "x"}) == "refuses the question"
    assert fault_of([]).startswith("sends something else") and fault_of({}).startswith("sends something else")


@pytest.mark.records
def test_every_recorded_answer_is_read(shared: Path) -> None:
    folder = shared / "elsewhere" / "samples" / "pubmed"
    for path in folder.glob("[0-9]*.xml"):
        (found,) = articles_of(root_of(path.read_bytes()))
        assert found.title and found.sections and found.year
    (citing,) = articles_of(root_of((folder / "false_link_in_reference_list_25364329.xml").read_bytes()))
    assert citing.databank == ()
    bodies = [orjson.loads(path.read_bytes()) for path in folder.glob("esearch*.json")]
    assert sorted(fault_of(body) for body in bodies) == ["", "", "", "asks for fewer requests"]
