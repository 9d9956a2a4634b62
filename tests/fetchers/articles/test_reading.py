"""What an article says of one trial."""

import pytest

from fetchers.annotate import Annotator
from fetchers.articles.article import Article, ArticleNote, Section
from fetchers.articles.reading import LONGEST_SENTENCE, TrialReader, references_of
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import record

TRIAL = record(
    conditionsModule={"conditions": ["Tuberous Sclerosis Complex"]}, designModule={"enrollmentInfo": {"count": 117}}
)


@pytest.fixture(scope="module")
def reader() -> TrialReader:
    return TrialReader(Annotator(load_knowledge(), few=True), TRIAL)


def read(reader: TrialReader, *sections: tuple[str, str], title: str = "Sirolimus in ageing") -> ArticleNote:
    return reader.note(Article("MED", "1", title, pmid="1", sections=tuple(Section(*each) for each in sections)))


def test_results_are_reported_and_plans_mentions_and_denials_are_not(reader: TrialReader) -> None:
    found = read(
        reader,
        ("background", "Earlier work tied sirolimus to frailty in 40% of mice."),
        ("methods", "Assessments at week 4 included memory test scores."),
        ("results", "The sirolimus trough level was 7.3 ng/mL. Tacrolimus trough levels averaged 8.2 ng/mL. "
                    "We did not measure phosphorylated ribosomal protein S6. Grip strength improved by 2.1 kg."),
    )  # fmt: skip
    assert {each.measure for each in found.reported} == {"trough_level", "physical_function"}
    assert [each.sentence for each in found.reported if each.measure == "physical_function"] == [
        "Grip strength improved by 2.1 kg."
    ]
    assert (found.has_results, found.plans) == (True, False)


def test_another_drugs_level_alone_is_nothing(reader: TrialReader) -> None:
    assert read(reader, ("results", "Tacrolimus trough levels averaged 8.2 ng/mL.")).reported == []


def test_the_abstract_is_not_kept(reader: TrialReader) -> None:
    long = "Grip strength, " + "measured by a dynamometer as usual, " * 20 + "improved by 2.1 kg."
    found = read(reader, ("results", f"Nothing to see here at all, 5%. {long}"))
    (said,) = found.reported
    assert len(said.sentence) <= LONGEST_SENTENCE and "Nothing to see" not in str(found)
    assert len(found.sha256) == 64
    assert read(reader).sha256 == ""


def test_two_of_drug_condition_and_size_must_agree(reader: TrialReader) -> None:
    assert read(reader, title="Sirolimus in tuberous sclerosis").agrees
    assert read(reader, ("methods", "We enrolled 117 people."), title="Rapamycin").agrees
    assert read(reader, ("methods", "We enrolled 117 people."), title="On tuberous sclerosis").agrees
    assert not read(reader, title="Sirolimus in melanoma").agrees
    assert not read(reader, title="Aspirin in tuberous sclerosis").agrees


def test_references_are_the_records_pmids_with_the_kind_that_says_most() -> None:
    listed = [
        {"pmid": "1", "type": "BACKGROUND"}, {"pmid": "1", "type": "RESULT"}, {"pmid": "2"}, {"pmid": "x"},
        {"type": "RESULT"},
    ]  # fmt: skip
    assert references_of({"protocolSection": {"referencesModule": {"references": listed}}}) == {
        "1": "RESULT", "2": "BACKGROUND",
    }  # fmt: skip
