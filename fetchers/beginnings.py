"""With which characters the matches of a pattern can begin, read off the parsed pattern.

Whatever is not understood counts as unknown, so that no beginning is ever missed.
"""

import string
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LATIN_1 = 256  # characters
_NO_WIDTH = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_CATEGORIES = {
    codes.CATEGORY_DIGIT: string.digits,
    codes.CATEGORY_SPACE: string.whitespace,
    codes.CATEGORY_WORD: string.ascii_letters + string.digits + "_",
}


_First = set[tuple[str, bool]]  # characters, with whether a word's edge must stand before them


class _UnknownError(Exception):
    """Raised where a match can begin with characters too many to list, or with none."""


def look_ahead(pattern: str) -> str:
    """A pattern of no width that fails quickly where no match can begin; empty where that is not known.

    `pattern` is in Latin-1. Its matches may begin with small letters where it has capitals, and the other way round.
    """
    try:
        found, may_be_empty = _first(parser.parse(pattern), at_word=False)
    except _UnknownError:
        return ""
    anywhere = {each for each, at_word in found if not at_word}
    opening = {each for each, at_word in found if at_word} - anywhere
    ways = [rf"{edge}(?=[{_escaped(some)}])" for edge, some in ((r"\b", opening), ("", anywhere)) if some]
    return "" if may_be_empty else f"(?:{'|'.join(ways)})"


def _escaped(characters: set[str]) -> str:
    both = {
        case
        for each in characters
        for case in (each, each.lower(), each.upper())
        if len(case) == 1 and ord(case) < LATIN_1
    }
    return "".join(rf"\x{ord(each):02x}" for each in sorted(both))


def _first(parsed: Iterable[tuple[Any, Any]], at_word: bool) -> tuple[_First, bool]:
    """The first characters of a sequence of parsed elements, and whether it may match nothing."""
    found: _First = set()
    for code, value in parsed:
        if code in _NO_WIDTH:
            at_word = at_word or (code, value) == (codes.AT, codes.AT_BOUNDARY)
            continue
        more, may_be_empty = _element(code, value, at_word)
        found |= more
        if not may_be_empty:
            return found, False
    return found, True


def _element(code: Any, value: Any, at_word: bool) -> tuple[_First, bool]:
    if code is codes.LITERAL and value < LATIN_1:
        return {(chr(value), at_word)}, False
    if code is codes.IN:
        return {(character, at_word) for each in value for character in _listed(*each)}, False
    if code is codes.BRANCH:
        branches = [_first(branch, at_word) for branch in value[1]]
        return set().union(*(found for found, _ in branches)), any(empty for _, empty in branches)
    if code is codes.SUBPATTERN:
        return _first(value[3], at_word)
    if code is codes.ATOMIC_GROUP:
        return _first(value, at_word)
    if code in _REPEATS:
        found, may_be_empty = _first(value[2], at_word)
        return found, may_be_empty or value[0] == 0
    raise _UnknownError


def _listed(code: Any, value: Any) -> Iterable[str]:
    """The characters of one item of a class like `[a-z,\\d]`."""
    if code is codes.LITERAL and value < LATIN_1:
        return chr(value)
    if code is codes.RANGE and value[1] < LATIN_1:
        return map(chr, range(value[0], value[1] + 1))
    if code is codes.CATEGORY and value in _CATEGORIES:
        return _CATEGORIES[value]
    raise _UnknownError
