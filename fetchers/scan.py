"""Patterns that run as machine code: PCRE2 finds what `re` finds in a fraction of the time.

PCRE2 counts in bytes, so a text is searched in a form in which every character is one byte (`one_byte`): the
positions are those of the text. Letters outside ASCII become letters of ASCII there, so that `\\w` knows them.
What PCRE2 cannot hold or finish is left to `re`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import pcre2

from fetchers.beginnings import look_ahead

Span = tuple[int, int]
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SIGNS = {"≥": "\x80", "≤": "\x81", "•": "\x82", "™": "\x83"}  # not in Latin-1, but in patterns
_GREEK = {"α": "A", "β": "B", "γ": "G", "δ": "D", "ε": "E"}  # capitals, which a text in lower case has not
_OTHER_LETTER, _OTHER_SIGN = "X", "\x9f"
_TO_END, _TO_Z = re.compile(r"(?<!\\)((?:\\\\)*)\\Z"), r"\1\\z"  # PCRE2's \Z also stands before a last line break


class Scanner:
    """Finds what `re.compile(pattern)` finds between two positions of a text.

    It is compiled when it is first asked, or by `prepare`.
    """

    def __init__(self, pattern: str) -> None:
        self._source = pattern

    @cached_property
    def _slow(self) -> re.Pattern[str]:
        return re.compile(self._source)

    @cached_property
    def _quick(self) -> "pcre2.Pattern | None":
        return _compiled(self._source)

    def prepare(self) -> None:
        """Compile now."""
        _ = self._quick or self._slow

    def search(self, text: str, low: int, high: int) -> Span | None:
        """The first match."""
        if self._quick and low <= high:
            try:
                hit = self._quick.search(one_byte(text), low, high)
                return hit.span() if hit else None
            except pcre2.LibraryError:  # too deep or too long for it
                pass
        found = self._slow.search(text, low, high)
        return found.span() if found else None

    def match(self, text: str, low: int, high: int) -> bool:
        """Whether the pattern matches right at `low`."""
        if self._quick and low <= high:
            try:
                return self._quick.match(one_byte(text), low, high) is not None
            except pcre2.LibraryError:
                pass
        return self._slow.match(text, low, high) is not None

    def finditer(self, text: str, low: int, high: int) -> Iterator[Span]:
        """All matches that do not overlap; after an empty one the search goes on a character further."""
        while hit := self.search(text, low, high):
            yield hit
            low = hit[1] if hit[1] > hit[0] else hit[1] + 1

    def before(self, text: str, low: int, before: int, high: int) -> Iterator[Span]:
        """The match at every place within `low:high` where one begins before the position `before`."""
        while low < before and (hit := self.search(text, low, high)) and hit[0] < before:
            yield hit
            low = hit[0] + 1


def union(patterns: Iterable[str]) -> list[Scanner]:
    """Scanners that together find something exactly where one of the patterns does: one, where PCRE2 can hold it."""
    patterns = list(patterns)
    if not patterns:
        return []
    together = Scanner("|".join(f"(?:{pattern})" for pattern in patterns))
    half = len(patterns) // 2
    return [together] if together._quick or not half else union(patterns[:half]) + union(patterns[half:])


@lru_cache(maxsize=8)
def one_byte(text: str) -> bytes:
    """A text with one byte for each of its characters."""
    return (text if text.isascii() else _FOREIGN.sub(_byte, text)).encode("latin-1")


def _byte(character: re.Match[str]) -> str:
    return _plain(character[0])


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """The character of Latin-1 that stands for one outside ASCII: a letter's base, a known sign's own."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isalpha():
        base = unicodedata.normalize("NFKD", sign)[0]
        return base if base.isascii() and base.isalpha() else _GREEK.get(base, _OTHER_LETTER)
    return sign if "\xa0" <= sign <= "\xff" else _OTHER_SIGN


def _compiled(source: str) -> "pcre2.Pattern | None":
    """The pattern for a text of single bytes; none where PCRE2 cannot hold it or it names signs that have no byte.

    PCRE2's own search for where a match can begin is off: in its compiler to machine code it misses matches
    (10.45 to 10.47, issue 874 of PCRE2). A look ahead at the first character does most of its work.
    """
    if _OTHER_SIGN in (plain := _FOREIGN.sub(_byte, source)):
        return None
    try:
        return pcre2.compile(f"(*NO_START_OPT){look_ahead(plain)}(?:{_TO_END.sub(_TO_Z, plain)})".encode("latin-1"))
    except (pcre2.LibraryError, MemoryError):  # too large, or a system that lets no program make machine code
        return None
