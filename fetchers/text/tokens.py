"""A text as words and signs, with where each stands: what stands between them (blanks, hyphens) parts words alike.

Whole texts are read at once: each character becomes a byte that says its kind, and words begin and end where the kind
changes.
"""

import codecs
import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

import numpy as np

_WORD, _SIGN = re.compile(r"[^\W_]"), re.compile(r"[^\w\s-]")
_EXAMPLES = "-", "a", "?"  # a character of each kind
IN_WORD, IN_SIGN = 1, 2


class Tokens(NamedTuple):
    """Words and signs of a passage in their order, and where they begin and end in the whole text."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def within(self, low: int, high: int) -> "Tokens":
        """Those that begin between two positions."""
        part = slice(bisect_left(self.starts, low), bisect_left(self.starts, high))
        return Tokens(self.words[part], self.starts[part], self.ends[part])


def tokens(text: str, low: int, high: int) -> Tokens:
    """The words and signs between two positions.

    >>> tokens("Il-6 (pg/ml)", 0, 12).words
    ['Il', '6', '(', 'pg', '/', 'ml', ')']
    """
    low = min(low, len(text))
    kinds = np.frombuffer(text[low:high].encode("latin-1", "rapatrials.kinds").translate(_KINDS), np.uint8)
    if not kinds.size:
        return Tokens([], [], [])
    is_new = np.empty(kinds.size, np.bool_)
    is_new[0] = True
    np.logical_or(kinds[1:] != kinds[:-1], kinds[1:] == IN_SIGN, out=is_new[1:])
    begins = np.flatnonzero(is_new)
    stops = np.append(begins[1:], kinds.size)
    is_read = kinds[begins] != 0
    starts = (begins[is_read] + low).tolist()
    ends = (stops[is_read] + low).tolist()
    return Tokens([text[start:end] for start, end in zip(starts, ends)], starts, ends)  # noqa: B905


def _kind(sign: str) -> int:
    return IN_WORD if _WORD.match(sign) else IN_SIGN if _SIGN.match(sign) else 0


@lru_cache(maxsize=4096)
def _example(sign: str) -> str:
    return _EXAMPLES[_kind(sign)]


def _foreign(trouble: UnicodeError) -> tuple[str, int]:
    """Characters of the same kinds for those that Latin-1 lacks."""
    assert isinstance(trouble, UnicodeEncodeError)
    return "".join(map(_example, trouble.object[trouble.start : trouble.end])), trouble.end


_KINDS = bytes(_kind(chr(each)) for each in range(256))  # by the character's number in Latin-1
codecs.register_error("rapatrials.kinds", _foreign)
