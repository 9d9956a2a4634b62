"""How the matches of a pattern can begin, read off the parsed pattern.

A beginning is up to three characters, in lower case, and whether a word's edge must stand before it. Where a part
of the pattern matches too many characters to list, the beginning ends; an empty one means that nothing is known.
Whatever is not understood counts as unknown, so that no beginning is ever missed.
"""

import re
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

DEPTH = 3  # characters of a beginning
MOST = 1200  # beginnings of one pattern; where it has more, they are taken as they are and grow no longer
FOREIGN = "?"  # stands for every character outside ASCII
_DIGITS, _BLANKS = "0123456789" + FOREIGN, " \t\n\r\f\v\x1c\x1d\x1e\x1f" + FOREIGN
_CLASSES = {codes.CATEGORY_DIGIT: _DIGITS, codes.CATEGORY_SPACE: _BLANKS}
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_NO_WIDTH = (codes.ASSERT, codes.ASSERT_NOT, codes.AT)


class Beginning(NamedTuple):
    """The first characters of a match; `grows`: more may be added; `at_word`, `at_line`: what stands before them."""

    words: str = ""
    grows: bool = True
    at_word: bool = False
    at_line: bool = False


Beginnings = frozenset[Beginning]
UNKNOWN: Beginnings = frozenset([Beginning(grows=False)])
_NOTHING, _WORD, _LINE = Beginning(), Beginning(at_word=True), Beginning(at_line=True)
_AFTER_NO_OTHER = (-1, [(codes.NOT_LITERAL, ord("\n"))])  # (?<![^\n])


def beginnings(pattern: str) -> Beginnings:
    """How a match can begin; an empty beginning among them where that may be anything."""
    parsed = parser.parse(pattern)
    plain = parsed.state.flags == re.UNICODE and parsed.state.groups == 1
    return _sequence(parsed, frozenset([_NOTHING])) if plain else UNKNOWN


def _sequence(parsed: Iterable[tuple[Any, Any]], before: Beginnings) -> Beginnings:
    """How matches can begin that begin as `before` and go on with this sequence of parsed elements."""
    for code, value in parsed:
        growing = frozenset([each for each in before if each[1]])
        if not growing:
            break
        before = (before - growing) | _element(code, value, growing)
        if len(before) > MOST:
            before = frozenset(each._replace(grows=False) for each in before)
    return before


def _element(code: Any, value: Any, before: Beginnings) -> Beginnings:
    if code in _NO_WIDTH:
        edge = _edge(code, value)
        return frozenset(edge if edge and each == _NOTHING else each for each in before)
    if code is codes.BRANCH:
        return frozenset().union(*(_sequence(each, before) for each in value[1]))
    if code is codes.SUBPATTERN and not (value[1] or value[2]):
        return _sequence(value[3], before)
    if code is codes.ATOMIC_GROUP:
        return _sequence(value, before)
    if code in _REPEATS:
        least, most, inner = value
        return _repeated(least, most, inner, before)
    characters = _characters(code, value)
    return frozenset([_grown(*each, character) for each in before for character in characters])


def _edge(code: Any, value: Any) -> Beginning | None:
    if (code, value) == (codes.AT, codes.AT_BOUNDARY):
        return _WORD
    return _LINE if code is codes.ASSERT_NOT and (value[0], list(value[1])) == _AFTER_NO_OTHER else None


def _repeated(least: int, most: int, inner: Any, before: Beginnings) -> Beginnings:
    for _ in range(min(least, DEPTH)):
        before = _sequence(inner, before)
    found = before
    for _ in range(min(most - least, DEPTH)):
        before = _sequence(inner, before)
        found |= before
    return found


def _grown(words: str, _: bool, at_word: bool, at_line: bool, character: str) -> Beginning:
    words += character
    return Beginning(words, character != "" and len(words) < DEPTH, at_word, at_line)


def _characters(code: Any, value: Any) -> Iterable[str]:
    """The characters that a parsed element matches, in lower case; an empty string where they are too many to list."""
    if code is codes.LITERAL:
        return [_plain(value)]
    if code is not codes.IN or value[0][0] is codes.NEGATE:
        return [""]
    found: set[str] = set()
    for kind, one in value:
        if kind is codes.LITERAL:
            found.add(_plain(one))
        elif kind is codes.RANGE:
            found.update(_plain(number) for number in (*range(one[0], min(one[1], 127) + 1), one[1]))
        else:
            found.update(_CLASSES.get(one, [""]))
    return [""] if "" in found else found


def _plain(number: int) -> str:
    return chr(number).lower() if number < 128 else FOREIGN
