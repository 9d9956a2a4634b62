import pytest

from cache.questions.explain import explained
from cache.questions.reader import Reader
from seeds.errors import OptionError


def test_evidence_stands_with_its_place(sample_reader: Reader) -> None:
    (told,) = explained(sample_reader, "NCT00000001", "trough_level")["measures"]
    assert told["status"] == "reported"
    posted = next(each for each in told["evidence"] if each["level"] == "posted")
    assert posted["path"] == "resultsSection.outcomeMeasuresModule.outcomeMeasures[0].title"
    assert "Sirolimus trough level"[posted["start"] : posted["end"]] == posted["words"]


def test_all_measures_that_are_not_absent(sample_reader: Reader) -> None:
    told = explained(sample_reader, "NCT00000001", None)["measures"]
    assert {each["measure"] for each in told} == {"trough_level", "stomatitis"}


@pytest.mark.parametrize(("trial", "measure"), [("NCT00000009", None), ("NCT00000001", "phospho_s7")])
def test_what_is_unknown_is_one_sentence(sample_reader: Reader, trial: str, measure: str | None) -> None:
    with pytest.raises(OptionError, match="not in this snapshot|is unknown"):
        explained(sample_reader, trial, measure)
