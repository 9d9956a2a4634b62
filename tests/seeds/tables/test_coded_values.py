"""Coded values and what people say for them: no word means two things, and the records hold no other code."""

from seeds.strict import read_csv
from seeds.tables.coded_values import PATH as FILE
from seeds.tables.coded_values import CodedValue, coded_values, letters_and_digits, said_for


def test_no_word_stands_for_two_values() -> None:
    rows = list(read_csv(FILE, CodedValue))
    words = [
        (each.dimension, letters_and_digits(word))
        for each in rows
        for word in (each.value, *filter(None, each.said.split("|")))
    ]
    assert len(words) == len(set(words))
    assert said_for()["phase"]["iii"] == "PHASE3"


def test_the_records_hold_no_other_code(rapalog_records: list[dict]) -> None:
    found: dict[str, set[str]] = {"phase": set(), "status": set(), "study_type": set(), "sponsor_class": set()}
    for record in rapalog_records:
        section = record["protocolSection"]
        found["phase"] |= set(section["designModule"].get("phases", ()))
        found["status"].add(section["statusModule"]["overallStatus"])
        found["study_type"].add(section["designModule"]["studyType"])
        found["sponsor_class"].add(section["sponsorCollaboratorsModule"]["leadSponsor"]["class"])
    for dimension, values in found.items():
        assert values <= set(coded_values()[dimension]), dimension
