"""Whose dose it is: clause by clause, among several drugs."""

import re
from typing import NamedTuple

import pytest

from fetchers.drugs.owners import OTHER, named_drugs, owners
from fetchers.regimen.reading import find_words
from fetchers.text.folding import fold


class Name(NamedTuple):
    drug: str
    start: int
    end: int


def owned(text: str, topic: str | None = None) -> list[tuple[str, set[str]]]:
    """Each word of a regimen in `text` with the drugs it belongs to; "siro" names the rapalog."""
    cased = fold(text)
    rapalogs = [Name("S", hit.start(), hit.end()) for hit in re.finditer("(?i)sirolimus(?<!tacrolimus)", text)]
    words = find_words(cased.lower())
    whose = owners(cased, named_drugs(cased, rapalogs), words, topic)
    return [(text[word.start : word.end], set(drugs)) for word, drugs in zip(words, whose, strict=True)]


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("Tacrolimus 0.1 mg/kg twice daily, sirolimus 2 mg once daily", ["2 mg", "once daily"]),
        ("150 mg of oral erlotinib and 5mg of oral sirolimus", ["5mg", "oral"]),
        ("Bevacizumab 10mg/kg IV, every 2 weeks sirolimus 10 mg by mouth daily", ["10 mg", "by mouth", "daily"]),
        ("10 mg sirolimus by mouth, days 1-28 10 mg/kg IV bevacizumab", ["10 mg", "by mouth", "days 1-28"]),
        ("3 - 8 ng/mL sirolimus and 3 - 5 ng/mL tacrolimus", ["3 - 8 ng/mL"]),
        ("Sirolimus was started. The dose was 2 mg. Tacrolimus was given at 3 mg.", ["2 mg"]),
        ("Sirolimus and imatinib orally once daily", ["orally", "once daily"]),
        ("6 mg of sirolimus after beginning treatment with Tarceva followed by 2mg/day", ["6 mg", "2mg", "/day"]),
        ("Sirolimus (SRL) was added. SRL 4 mg daily; MMF 1000 mg bid", ["4 mg", "daily"]),
    ],
)  # fmt: skip
def test_words_belong_to_their_drug(text: str, mine: list[str]) -> None:
    assert [words for words, drugs in owned(text) if drugs >= {"S"}] == mine


def test_a_text_without_a_drug_is_about_its_topic() -> None:
    assert owned("10 mg daily", "S") == [("10 mg", {"S"}), ("daily", {"S"})]
    assert owned("10 mg daily") == [("10 mg", set()), ("daily", set())]
    assert owned("10 mg daily", OTHER)[0][1] == {OTHER}
