"""A text as words and signs, with where each stands: what stands between them (blanks, hyphens) parts words alike."""

import re
from itertools import accumulate
from typing import NamedTuple

_TOKEN = re.compile(r"([^\W_]+|[^\w\s-])")


class Tokens(NamedTuple):
    """Words and signs of a passage in their order, and where they begin and end in the whole text."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokens(text: str, low: int, high: int) -> Tokens:
    """The words and signs between two positions.

    >>> tokens("Il-6 (pg/ml)", 0, 12).words
    ['Il', '6', '(', 'pg', '/', 'ml', ')']
    """
    parts = _TOKEN.split(text[low:high])
    places = list(accumulate(map(len, parts), initial=low))
    return Tokens(parts[1::2], places[1:-1:2], places[2::2])
