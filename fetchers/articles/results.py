"""Which sentences of an abstract tell results: by section, numbers and comparisons, not by what was planned or done."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fetchers.articles.article import Section
from fetchers.text.sentences import sentence_around
from seeds.articles.cues import article_cues

AIM_PART, METHOD_PART, RESULT_PART, CONCLUSION_PART, UNTOLD_PART = "aim", "method", "result", "conclusion", ""
# where a sentence ends that seems to go on: "in 12%. p16INK4a fell", "in leukocytes. mTOR", "8 mg/L. The"
_END_IN_ABSTRACT = re.compile(
    r"(?<=[\d%)])\.\s+(?=[a-z])|(?<=\w{3})\.\s+(?=[a-z]+\d|[a-z][A-Z])|(?<=/[A-Z])\.\s+(?=[A-Z])"
)
# not part of a name (`4E-BP1`, `EQ-5D`)
_NUMBER = re.compile(r"(?<![\w.,/-])[<>=≤≥±+-]?\d[\d,]*(?:[.·]\d+)?(?:%|-fold\b|-point\b|(?![\w-]|[.,·]\d))", re.ASCII)

SHORT_SUBJECT = 3  # words: a shorter one ("Infections") means what the rest of its sentence says


class Sentence(NamedTuple):
    """A sentence of an abstract, and the part of the abstract that it stands in (AIM_PART ...)."""

    words: str
    part: str


def part_of(heading: str) -> str:
    """Which part of an abstract a heading opens; `methods and results` tells nothing."""
    found = [part for part, pattern in article_cues().headings if pattern.search(heading)]
    return UNTOLD_PART if set(found) >= {RESULT_PART, METHOD_PART} else found[0] if found else UNTOLD_PART


def sentences_of(sections: Sequence[Section]) -> Iterator[Sentence]:
    """The sentences of an abstract in its order."""
    for section in sections:
        part, at, words = part_of(section.heading), 0, section.words
        while at < len(words):
            _, end = sentence_around(words, at, len(words), at)
            end = max(_early_end(words, at, end), at + 1)
            if told := words[at:end].strip():
                yield Sentence(told, part)
            at = end


def _early_end(words: str, start: int, end: int) -> int:
    """Where a sentence ends that seems to go on."""
    found = _END_IN_ABSTRACT.search(words, start, end)
    return found.end() if found else end


def tells_result(sentence: Sentence) -> bool:
    """Whether a sentence reports something: a number, in results a comparison too; never an aim or a plan.

    Times and doses are numbers only beside a comparison ("4.1 years younger").
    Where no heading tells the part, a sentence that counts those enrolled needs a comparison besides.
    """
    words, cues = sentence.words, article_cues().words
    if sentence.part in (AIM_PART, METHOD_PART) or cues["planned"].search(words):
        return False
    is_compared = bool(cues["compared"].search(words))
    if sentence.part == UNTOLD_PART and cues["enrolled"].search(words) and not is_compared:
        return False
    if has_figure(words) or (is_compared and _NUMBER.search(words)):
        return True
    return sentence.part in (RESULT_PART, CONCLUSION_PART) and is_compared and not cues["outlook"].search(words)


def has_figure(words: str) -> bool:
    """Whether a sentence holds a number beyond times and doses."""
    cues = article_cues().words
    return bool(_NUMBER.search(cues["dose"].sub(" ", cues["time"].sub(" ", words))))


def subject_of(words: str) -> str:
    """The words of a sentence before its verb, where they are enough to name an outcome as registered titles do."""
    verb = article_cues().words["verb"].search(words)
    subject = words[: verb.start()].strip() if verb else ""
    return subject if len(subject.split()) >= SHORT_SUBJECT else ""
