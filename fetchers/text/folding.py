"""One folding of registry text for labels, names, adverse-event terms and search.

What looks alike reads alike: compatibility forms of Unicode (ligatures, full-width letters, super- and subscripts),
accents and other combining marks, invisible characters, HTML's entities, markdown's escapes and emphasis, runs of
blanks, and the look-alikes of `seeds/text/look_alikes.toml` (Cyrillic and Greek letters, typographic signs). Folding
may lengthen or shorten a text; `Places` leads from a folded position back to the text as it stands, so that evidence
quotes it exactly.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache

from seeds.text.look_alikes import look_alikes

_ENTITY = re.compile(r"&(?:amp;)*(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_FOREIGN = re.compile(r"[^\0-\x7f]+")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]?")  # "\<" of markdown; a backslash elsewhere is a blank
_BLANKS = re.compile(r" (?<=\S ) +")  # within a line; what a line begins with shows where a list's items stand
_WRAP = re.compile(r"\n(?<=[a-z,]\n)(?=[a-z]{2})")  # a line that only goes on; the length stays
_POWER = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]")


def fold(words: str) -> str:
    """The text as rules, names and searches read it, in its own case.

    >>> fold("Lipid proﬁle, СD4⁺, 5–10 µg")
    'Lipid profile, CD4+, 5-10 ug'
    """
    if "&" in words:
        words = _ENTITY.sub(_of_entity, words)
    if not words.isascii():
        words = _FOREIGN.sub(_of_foreign, words)
    if "\\" in words:
        words = _ESCAPE.sub(_of_escape, words)
    if "_" in words:
        words = words.replace("_", " ")  # "_Frailty_", "phospho_S6"
    if "  " in words:
        words = _BLANKS.sub(" ", words)
    return _WRAP.sub(" ", words) if "\n" in words else words


def search_form(words: str) -> str:
    """The text as a search compares it: folded, without case, every run of blanks one blank."""
    return " ".join(fold(words).casefold().split())


Move = tuple[int, int, int, int]  # start and end after a step of folding, start and end before it


class Places:
    """Leads from spans of a folded text to those of the text as it stands."""

    __slots__ = ("_steps",)

    def __init__(self, words: str) -> None:
        """`words` is the text as it stands."""
        self._steps: list[list[Move]] = []
        for sign, pattern, replace, parts in _STEPS:
            if sign not in words or (pattern is _FOREIGN and words.isascii()):
                continue
            if moves := list(_moves(pattern, parts, words)):
                self._steps.append(moves)
            words = pattern.sub(replace, words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span, in the text as it stands, of folded `start:end`; of a ligature or an entity always the whole."""
        for moves in reversed(self._steps):
            low = _before(moves, start)
            start, end = low, max(low, _end_before(moves, end)) if end > start else low
        return start, end


def _moves(pattern: re.Pattern[str], parts: "Parts", words: str) -> Iterator[Move]:
    """Where a step replaces something by more or fewer characters; `parts` gives what stands for each character of a
    hit, or for all of them together."""
    ahead = 0
    for hit in pattern.finditer(words):
        given = parts(hit)
        start = hit.start()
        length = (hit.end() - start) // len(given) if len(given) > 1 else hit.end() - start
        for plain in given:
            if len(plain) != length:
                yield start + ahead, start + ahead + len(plain), start, start + length
                ahead += len(plain) - length
            start += length


def _before(moves: list[Move], position: int) -> int:
    number = bisect_right(moves, position, key=lambda move: move[0]) - 1
    if number < 0:
        return position
    _, stop, start, end = moves[number]
    return start if position < stop else end + position - stop


def _end_before(moves: list[Move], position: int) -> int:
    """A span's end: after what was left out there, such as the accent of its last letter."""
    number = bisect_right(moves, position, key=lambda move: move[0]) - 1
    if number >= 0 and moves[number][0] == position < moves[number][1]:
        number -= 1  # something begins there
    if number < 0:
        return position
    _, stop, _, end = moves[number]
    return end if position <= stop else end + position - stop


def _of_entity(hit: re.Match[str]) -> str:
    """The character that an entity stands for, however often it was escaped; an unknown one stays."""
    known = html.unescape("&" + hit.group().replace("&", "").replace("amp;", ""))
    return "&" if hit.group().endswith("amp;") else hit.group() if len(known) > 2 else known


def _of_escape(hit: re.Match[str]) -> str:
    return hit.group()[1:] or " "


def _of_foreign(hit: re.Match[str]) -> str:
    return "".join(_around(hit))


def _around(hit: re.Match[str]) -> list[str]:
    """What stands for each character of a run outside ASCII."""
    words, start, end = hit.string, hit.start(), hit.end()
    return _plain(hit.group(), words[start - 1 : start], words[end : end + 1])


@lru_cache(maxsize=8192)
def _plain(run: str, before: str, after: str) -> list[str]:
    """The same of a run between two characters of ASCII, on which some depend."""
    beside = look_alikes().beside_latin
    found: list[str] = []
    for number, sign in enumerate(run):
        around = (before + "".join(found))[-1:], (run + after)[number + 1 : number + 2]
        is_beside = sign in beside and any(map(_is_latin, around))
        found.append(beside[sign] if is_beside else _of_sign(sign))
    if before.isdigit():
        found[0] = _joint(run, found[0]) + found[0]
    return found


def _joint(run: str, plain: str) -> str:
    """What parts a number from its power or fraction: "10⁹" is not 109, nor "1½" 11/2."""
    if _POWER.match(run):
        return "^"
    return " " if "/" in plain[1:] else ""


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


@lru_cache(maxsize=8192)
def _of_sign(sign: str) -> str:
    """What stands for one character: as the table says, else its compatibility form without marks."""
    if (listed := look_alikes().everywhere.get(sign)) is not None:
        return listed
    if sign.isascii():
        return sign
    if unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return ""
    parts = unicodedata.normalize("NFKD", sign)
    if parts == sign:
        return sign
    if unicodedata.combining(parts[-1]) and not parts[0].isalpha():
        return " " if parts[0].isspace() else sign  # "≠" is no "=" with an accent
    return "".join(map(_of_sign, parts))


Parts = Callable[[re.Match[str]], list[str]]
_Step = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str], Parts]
_STEPS: tuple[_Step, ...] = (  # of `fold`, for `Places`, each led by a sign that must be there
    ("&", _ENTITY, _of_entity, lambda hit: [_of_entity(hit)]),
    ("", _FOREIGN, _of_foreign, _around),
    ("\\", _ESCAPE, _of_escape, lambda hit: [_of_escape(hit)]),
    ("_", re.compile("_"), " ", lambda _: [" "]),
    ("  ", _BLANKS, " ", lambda _: [" "]),
)
