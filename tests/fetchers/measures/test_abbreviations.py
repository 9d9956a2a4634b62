"""Abbreviations are read with the words that define them, by the letters of both."""

import pytest

from fetchers.measures.abbreviations import long_form
from fetchers.record.texts import Texts


@pytest.mark.parametrize(
    ("words", "short", "long"),
    [
        ("Change in intima-media thickness (IMT)", "IMT", "intima-media thickness"),
        ("The six-minute walk test (6MWT) is done", "6MWT", ""),
        ("Health-related quality of life (HRQoL, by SF-36)", "HRQoL", "Health-related quality of life"),
        ("Overall survival (OS); response", "OS", "Overall survival"),
        ("OS (OS-5): overall survival (OS)", "OS", "overall survival"),
        ("Number of patients (XYZ)", "XYZ", ""),
        ("(OS) at the beginning", "OS", ""),
        ("blood pressure (mean)", "mean", ""),
    ],
)
def test_the_long_form_is_found_by_the_letters(words: str, short: str, long: str) -> None:
    texts = Texts({"protocolSection": {"descriptionModule": {"briefSummary": words}}})
    span = long_form(texts.cased, short)
    assert (texts.cased[slice(*span)].strip() if span else "") == long


def test_a_long_form_stays_within_its_text() -> None:
    listed = [{"measure": "Overall"}, {"measure": "survival (OS)"}]
    texts = Texts({"protocolSection": {"outcomesModule": {"primaryOutcomes": listed}}})
    assert long_form(texts.cased, "OS") is None
