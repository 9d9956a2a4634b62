"""Coded values and what people say for them: no word means two things, and the codes are the registry's."""

from seeds.strict import read_csv
from seeds.tables.coded_values import PATH as FILE
from seeds.tables.coded_values import CodedValue, coded_values, letters_and_digits, said_for

ENUMERATIONS = {
    "phase": "Phase", "status": "Status", "study_type": "StudyType", "sponsor_class": "AgencyClass", "sex": "Sex",
}  # fmt: skip


def test_no_word_stands_for_two_values() -> None:
    rows = list(read_csv(FILE, CodedValue))
    words = [
        (each.dimension, letters_and_digits(word))
        for each in rows
        for word in (each.value, *filter(None, each.said.split("|")))
    ]
    assert len(words) == len(set(words))
    assert said_for()["phase"]["iii"] == "PHASE3"


def test_the_codes_are_those_of_the_registry() -> None:
    rows = [line.split(",") for line in FILE.with_name("registry_enumerations.csv").read_text().splitlines()]
    for dimension, name in ENUMERATIONS.items():
        assert set(coded_values()[dimension]) == {value for found, value in rows if found == name}, dimension
