"""Which sentences of an abstract tell results."""

import pytest

from fetchers.articles.article import Section
from fetchers.articles.results import Sentence, has_figure, part_of, sentences_of, subject_of, tells_result


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Stomatitis affected 44% of participants.", "result"),
        ("Stomatitis affected 44% of participants.", ""),
        ("Lipids did not differ between the arms.", "result"),
        ("Memory improved.", "conclusion"),
        ("The primary endpoint was met in 45%.", "result"),
        ("The ratio of LC3-II to LC3-I increased 1.4-fold.", "result"),
        ("DNA methylation age was 4.1 years lower than predicted.", ""),
    ],
)
def test_a_number_or_a_comparison_makes_a_result(words: str, part: str) -> None:
    assert tells_result(Sentence(words, part))


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Stomatitis affected 44% in earlier work.", "aim"),
        ("Of 80 people, 40 had their memory tested.", "method"),
        ("We will assess stomatitis in 40 people.", ""),
        ("Assessments at baseline and week 12 included memory test scores in 40.", ""),
        ("The primary endpoint was overall survival at 24 months.", ""),
        ("We enrolled 48 people with headache.", ""),
        ("Memory was tested at weeks 4 and 12 on everolimus 10 mg daily.", "result"),
        ("Everolimus may improve memory.", "conclusion"),
        ("No data on p62, LC3-II or 4E-BP1 were collected.", "result"),
        ("The EQ-5D and SF-36 were completed.", "result"),
        ("Lipids did not differ.", ""),
    ],
)
def test_aims_methods_plans_and_times_make_none(words: str, part: str) -> None:
    assert not tells_result(Sentence(words, part))


@pytest.mark.parametrize("words", ["rose by 20 mg/dL", "P<0.001", "1.3 per person-year", "5 of 20 biopsies", "<1%"])
def test_numbers_that_are_findings(words: str) -> None:
    assert has_figure(words)


def test_parts_are_told_by_headings_and_not_where_these_say_both() -> None:
    told = [part_of(each) for each in ("results", "conclusions", "design, setting", "objective", "methods and results")]
    assert told == ["result", "conclusion", "method", "aim", ""]


def test_sentences_come_in_order_with_their_part() -> None:
    sections = (
        Section("results", "One rose by 4%. p16 fell. Two fell, e.g. by 3 mg/L. Four fell in leukocytes. mTOR held."),
        Section("", "Three."),
    )
    assert [tuple(each) for each in sentences_of(sections)] == [
        ("One rose by 4%.", "result"), ("p16 fell.", "result"), ("Two fell, e.g. by 3 mg/L.", "result"),
        ("Four fell in leukocytes.", "result"), ("mTOR held.", "result"), ("Three.", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("The composite cognitive score changed by 0.1 SD with sirolimus.", "The composite cognitive score"),
        ("Infections were recorded as adverse events in 40%.", ""),  # what they are follows
        ("Mean lean mass by DXA, +2 kg", ""),
    ],
)
def test_the_subject_of_a_sentence_is_what_stands_before_its_verb(words: str, subject: str) -> None:
    assert subject_of(words) == subject
