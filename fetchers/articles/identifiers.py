"""Trial ids in an article's title and abstract, and how they stand there: as the article's own, or named in passing."""

import re
from typing import NamedTuple

from fetchers.text.sentences import sentence_around
from seeds.articles.cues import article_cues

NCT_ID = re.compile(r"(?<![A-Za-z0-9])NCT(\d{8})(?!\d)", re.IGNORECASE | re.ASCII)
# misprints that were seen: a blank or colon after the letters, seven digits, the letter O, the digits alone
_MISPRINT = re.compile(
    r"(?<![A-Za-z0-9])NCT(?:[\s:#.-]{1,3}\d{8}|[\s:#.-]{0,3}\d{7}|[\s:#.-]{0,3}O\d{7})(?!\d)", re.ASCII
)
_DIGITS = re.compile(r"clinicaltrials\.gov\W+(?:\w+\W+){0,3}(\d{8})(?!\d)", re.IGNORECASE | re.ASCII)


class NamedIds(NamedTuple):
    """Ids that a text registers, ids that it only names, and strings that may be a misprinted id."""

    registered: tuple[str, ...]
    named: tuple[str, ...]
    possible: tuple[str, ...]


def ids_in(words: str) -> NamedIds:
    """The trial ids of a title or an abstract."""
    registered: dict[str, None] = {}
    named: dict[str, None] = {}
    for hit in NCT_ID.finditer(words):
        start, _ = sentence_around(words, 0, len(words), hit.start())
        is_own = _stands_as_own(words[start : hit.start()])
        (registered if is_own else named)[f"NCT{hit[1]}"] = None
    return NamedIds(tuple(registered), tuple(each for each in named if each not in registered), tuple(_possible(words)))


def _stands_as_own(before: str) -> bool:
    """By the words of its sentence before an id; where they say nothing, it is the article's own."""
    cues = article_cues().words
    if cues["of another trial"].search(before):
        return False
    return bool(cues["registered"].search(before)) or not cues["named in passing"].search(before)


def _possible(words: str) -> list[str]:
    found = [" ".join(hit[0].split()) for hit in _MISPRINT.finditer(words)]
    bare = [hit[1] for hit in _DIGITS.finditer(words)]
    return list(dict.fromkeys([*found, *(each for each in bare if not any(each in one for one in found))]))
