"""Patterns that run as machine code: PCRE2 finds what `re` finds in a fraction of the time.

PCRE2 counts in bytes, so a text is searched in a form in which every character is one byte (`one_byte`): the
positions are those of the text. Letters outside ASCII become letters of ASCII there, so that `\\w` knows them.
What PCRE2 cannot hold is left to `re`.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import pcre2

STEP_LIMIT = 1_000_000  # steps of one search; over thousands of records at hand none needs a fiftieth of it
Bounds = tuple[int, int]
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
        self._is_compiled = False
        self._quick: Any = None
        self._patient: Any = None

    def _compile(self) -> None:
        self._is_compiled = True
        self._quick = _compiled(self._source)

    def prepare(self) -> None:
        """Compile now."""
        self._compile()
        if self._quick is None:
            self._compile_patiently()

    def _compile_patiently(self) -> None:
        """For what the machine code cannot finish on the little stack it has, and where there is none."""
        self._patient = _compiled(self._source, jit=False) or re.compile(self._source)

    @property
    def fits(self) -> bool:
        """Whether PCRE2 can hold the pattern."""
        if not self._is_compiled:
            self._compile()
        return self._quick is not None

    def search(self, text: str, low: int, high: int) -> Bounds | None:
        """The first match; none where looking for it takes more than LIMIT steps, as only a text made for it would."""
        low, high = max(low, 0), min(high, len(text))
        if low > high:
            return None
        if not self._is_compiled:
            self._compile()
        if self._quick is not None:
            try:
                hit = self._quick.search(one_byte(text), low, high)
                return hit.span() if hit else None
            except pcre2.LibraryError:
                pass
        return self._patiently(text, low, high)

    def _patiently(self, text: str, low: int, high: int) -> Bounds | None:
        if self._patient is None:
            self._compile_patiently()
        subject = text if isinstance(self._patient, re.Pattern) else one_byte(text)
        try:
            hit = self._patient.search(subject, low, high)
        except pcre2.LibraryError:
            return None
        return hit.span() if hit else None

    def match(self, text: str, low: int, high: int) -> bool:
        """Whether the first match is right at `low`."""
        hit = self.search(text, low, high)
        return hit is not None and hit[0] == low

    def finditer(self, text: str, low: int, high: int) -> Iterator[Bounds]:
        """All matches that do not overlap; after an empty one the search goes on a character further."""
        while hit := self.search(text, low, high):
            yield hit
            low = hit[1] if hit[1] > hit[0] else hit[1] + 1

    def before(self, text: str, low: int, before: int, high: int) -> Iterator[Bounds]:
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
    return [together] if together.fits or not half else union(patterns[:half]) + union(patterns[half:])


@lru_cache(maxsize=128)  # the texts of some tens of records, which are searched step by step
def one_byte(text: str) -> bytes:
    """A text with one byte for each of its characters."""
    return text.encode("latin-1", "rapatrials.plain").translate(_PLAIN_LATIN)


def _foreign(trouble: UnicodeError) -> tuple[str, int]:
    """What stands for the characters that Latin-1 lacks."""
    assert isinstance(trouble, UnicodeEncodeError)
    return "".join(map(_plain, trouble.object[trouble.start : trouble.end])), trouble.end


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """The character of Latin-1 that stands for one outside ASCII: a letter's base, a known sign's own."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isalpha():
        base = unicodedata.normalize("NFKD", sign)[0]
        return base if base.isascii() and base.isalpha() else _GREEK.get(base, _OTHER_LETTER)
    return sign if "\xa0" <= sign <= "\xff" else _OTHER_SIGN


# Latin-1 within itself: accents go, and what is neither letter nor known sign is one sign; the bytes that stand for
# signs from outside stay.
_PLAIN_LATIN = b"".join(
    bytes([each]) if each < 0x80 or chr(each) in _SIGNS.values() else _plain(chr(each)).encode("latin-1")
    for each in range(256)
)
codecs.register_error("rapatrials.plain", _foreign)


def _compiled(source: str, jit: bool = True) -> "pcre2.Pattern | None":
    """The pattern for a text of single bytes; none where PCRE2 cannot hold it or it names signs that have no byte.

    PCRE2's own search for where a match can begin is off: in its compiler to machine code it misses matches
    (10.45 to 10.47, issue 874 of PCRE2).
    """
    if _OTHER_SIGN in (plain := one_byte(source).decode("latin-1")):
        return None
    told = f"(*LIMIT_MATCH={STEP_LIMIT})(*NO_START_OPT)(?:{_TO_END.sub(_TO_Z, plain)})"
    try:
        return pcre2.compile(told.encode("latin-1"), jit=jit)
    except (pcre2.LibraryError, MemoryError):  # too large, or a system that lets no program make machine code
        return None
