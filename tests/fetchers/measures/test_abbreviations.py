"""Abbreviations are read with the words that define them, by the letters of both."""

import pytest

from fetchers.measures.abbreviations import spelled_out
from fetchers.record.texts import Texts


@pytest.mark.parametrize(
    ("words", "short", "long"),
    [
        ("Change in intima-media thickness (IMT)", "IMT", "intima-media thickness"),
        ("The six-minute walk test (6MWT) is done", "", ""),
        ("Health-related quality of life (HRQoL, by SF-36)", "HRQoL", "Health-related quality of life"),
        ("Overall survival (OS); response", "OS", "Overall survival"),
        ("Number of patients (XYZ)", "", ""),
        ("(OS) at the beginning", "", ""),
        ("blood pressure (mean)", "", ""),
    ],
)
def test_the_long_form_is_found_by_the_letters(words: str, short: str, long: str) -> None:
    texts = Texts({"protocolSection": {"descriptionModule": {"briefSummary": words}}})
    found = {each: texts.cased[slice(*span)].strip() for each, span in spelled_out(texts).items()}
    assert found == ({short: long} if short else {})


def test_a_long_form_stays_within_its_text() -> None:
    listed = [{"measure": "Overall"}, {"measure": "survival (OS)"}]
    texts = Texts({"protocolSection": {"outcomesModule": {"primaryOutcomes": listed}}})
    assert spelled_out(texts) == {}
