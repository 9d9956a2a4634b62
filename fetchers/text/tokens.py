"""A text as words and signs, with where each stands: what stands between them (blanks, hyphens) parts words alike.

Whole texts are read at once: each character becomes a byte that says its kind, and words begin and end where the kind
changes. A word's letters become a number, its key, so that of all words together it is told which may be among some
known ones (`KnownWords`); only those few are ever cut out of the text.
"""

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from fetchers.text.scan import one_byte

_WORD, _SIGN = re.compile(r"[^\W_]"), re.compile(r"[^\w\s-]")
_EXAMPLES = "-", "a", "?"  # a character of each kind
IN_WORD, IN_SIGN = 1, 2
KEY_BITS = 18  # so that few other words share a known one's key, and a table of all keys stays small
LONGEST_BEGINNING = 4  # letters by which beginnings of words are told apart
_LETTERS = 8  # letters, each a byte, that one number holds: the first of a word, and the last
_OF_LENGTH = np.array([(1 << 8 * length) - 1 for length in range(_LETTERS + 1)], np.uint64)  # keeps so many letters
_BY_FIRST, _BY_SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd, and far from regular
_TO_KEY = np.uint64(64 - KEY_BITS)
_KEYS = 1 << KEY_BITS
WordKeys = npt.NDArray[np.intp]
WordNumbers = npt.NDArray[np.uint64]
Token = tuple[str, int, int]  # a word or sign, its start and end
TokenPair = tuple[int, str, str, int, int]  # the number of the second word, both words, start and end of both together


class Tokens:
    """Words and signs of a passage in their order, and where they begin and end in the whole text."""

    __slots__ = ("ends", "heads", "keys", "starts", "text")

    def __init__(self, text: str, starts: memoryview, ends: memoryview, heads: WordNumbers, keys: WordKeys) -> None:
        self.text, self.starts, self.ends, self.heads, self.keys = text, starts, ends, heads, keys

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, at: int) -> str:
        """One of them; IndexError beyond the last."""
        return self.text[self.starts[at] : self.ends[at]]

    @property
    def words(self) -> list[str]:
        """All of them."""
        return [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def within(self, low: int, high: int) -> "Tokens":
        """Those that begin between two positions."""
        part = slice(bisect_left(self.starts, low), bisect_left(self.starts, high))
        return Tokens(self.text, self.starts[part], self.ends[part], self.heads[part], self.keys[part])


def tokens(text: str, low: int, high: int) -> Tokens:
    """The words and signs between two positions.

    >>> tokens("Il-6 (pg/ml)", 0, 12).words
    ['Il', '6', '(', 'pg', '/', 'ml', ')']
    """
    low = min(low, len(text))
    kinds = np.frombuffer(text[low:high].encode("latin-1", "rapatrials.kinds").translate(_KINDS), np.uint8)
    is_new = np.ones(kinds.size, np.bool_)
    np.logical_or(kinds[1:] != kinds[:-1], kinds[1:] == IN_SIGN, out=is_new[1:])
    begins = np.flatnonzero(is_new)
    stops = np.append(begins[1:], kinds.size)
    is_read = kinds[begins] != 0
    starts, ends = begins[is_read], stops[is_read]
    heads, keys = _keys(one_byte(text)[low:high], starts, ends)
    return Tokens(text, memoryview(starts + low), memoryview(ends + low), heads, keys)


def words_of_each(passages: Sequence[str]) -> Iterator[list[str]]:
    """The words and signs of many short passages, read all at once.

    >>> list(words_of_each(["il-6", "c. difficile"]))
    [['il', '6'], ['c', '.', 'difficile']]
    """
    text = "\n".join(passages)
    read = tokens(text, 0, len(text))
    words, first, end = read.words, 0, 0
    for passage in passages:
        end += len(passage) + 1
        last = bisect_left(read.starts, end, first)
        yield words[first:last]
        first = last


def _keys(letters: bytes, starts: WordKeys, ends: WordKeys) -> tuple[WordNumbers, WordKeys]:
    """The first letters of each word as a number, and its key, made of its first letters and its last."""
    padded = letters + bytes(_LETTERS)
    from_each = np.ndarray(len(letters) + 1, "<u8", padded, strides=(1,))  # the letters from every position on
    kept = _OF_LENGTH[np.minimum(ends - starts, _LETTERS)]
    heads = from_each[starts] & kept
    tails = from_each[np.maximum(ends - _LETTERS, starts)] & kept
    return heads, _key(heads, tails)


def _key(first: WordNumbers, second: WordNumbers) -> WordKeys:
    """A number of few bits for two of many."""
    return ((first * _BY_FIRST + second * _BY_SECOND) >> _TO_KEY).astype(np.intp)


class KnownWords:
    """Tells which words of a text may be known by themselves: all that are, and a few others."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        """`beginnings`: words that begin so are known as well."""
        self._words, self._beginnings = np.zeros(_KEYS, np.bool_), np.zeros(_KEYS, np.bool_)
        self._words[_all_of(words).keys] = True
        self._letters, begun = _OF_LENGTH[0], _all_of(beginnings)
        if len(begun):
            self._letters = _OF_LENGTH[min(LONGEST_BEGINNING, *map(len, begun.words))]
            self._beginnings[self._begun(begun)] = True

    def among(self, read: Tokens) -> list[Token]:
        """These words, in their order."""
        found = self._words[read.keys]
        if self._letters:
            found |= self._beginnings[self._begun(read)]
        at = np.flatnonzero(found)
        starts, ends = np.asarray(read.starts)[at].tolist(), np.asarray(read.ends)[at].tolist()
        return [(read.text[start:end], start, end) for start, end in zip(starts, ends, strict=True)]

    def _begun(self, read: Tokens) -> WordKeys:
        return _key(read.heads & self._letters, _OF_LENGTH[:1])


class KnownPairs:
    """Tells where two words that follow each other may be a known pair: wherever they are, and at a few others."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = np.zeros(_KEYS, np.bool_)
        self._pairs[_pairs(_all_of(word for pair in pairs for word in pair))[::2]] = True

    def among(self, read: Tokens) -> Iterator[TokenPair]:
        """These pairs, in their order."""
        text, at = read.text, np.flatnonzero(self._pairs[_pairs(read)])
        starts, ends = np.asarray(read.starts), np.asarray(read.ends)
        spans = (each.tolist() for each in (at + 1, starts[at], ends[at], starts[at + 1], ends[at + 1]))
        for second, start, first_end, second_start, end in zip(*spans, strict=True):
            yield second, text[start:first_end], text[second_start:end], start, end


def _all_of(words: Iterable[str]) -> Tokens:
    text = " ".join(words)
    return tokens(text, 0, len(text))


def _pairs(read: Tokens) -> WordKeys:
    """A key for each word but the last, with the one that follows."""
    keys = read.keys.astype(np.uint64)
    return _key(keys[:-1], keys[1:])


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
