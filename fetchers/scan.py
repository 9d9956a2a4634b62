"""A compiled pattern that is tried only where it can begin: the same matches in a fraction of the time.

`re` tries a pattern like `\\b(?:sirolimus|everolimus) levels?` in full at every character. Most patterns can begin
with a few sequences of characters only, mostly at the start of a word (`fetchers.beginnings`). So a small pattern
of these (`S(?=ir)|E(?=ve)`) runs over a copy of the text in which every word begins with a capital, and the pattern
itself is matched at the places that it finds.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from fetchers.beginnings import DEPTH, Beginnings, beginnings

MOST = 400  # beginnings told apart; where there are more, shorter ones are looked for
WIDE = 12  # beginnings of one character; where there are more, almost every word is one and nothing is gained


class Scanner:
    """Finds what `re.compile(pattern)` finds between two positions of a text."""

    __slots__ = ("_pattern", "_starts", "match")

    def __init__(self, pattern: str, known: Beginnings | None = None) -> None:
        """Compile; `known` are the pattern's beginnings where they have been read already."""
        found = _narrow(beginnings(pattern) if known is None else known)
        self._pattern = re.compile(pattern)
        self._starts = re.compile(_any_of(found)) if found else None
        self.match = self._pattern.match

    def finditer(self, text: str, low: int, high: int) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, as `re.finditer` gives them."""
        if self._starts is None:
            yield from self._pattern.finditer(text, low, high)
            return
        for start in self._starts.finditer(marked(text), low, high):
            at = start.start()
            if at >= low and (hit := self.match(text, at, high)):
                low = hit.end()
                yield hit

    def search(self, text: str, low: int, high: int) -> re.Match[str] | None:
        """The first match."""
        if self._starts is None:
            return self._pattern.search(text, low, high)
        for start in self._starts.finditer(marked(text), low, high):
            if hit := self.match(text, start.start(), high):
                return hit
        return None

    def begins(self, text: str, low: int, before: int, high: int) -> bool:
        """Whether a match within `low:high` begins before the position `before`."""
        if self._starts is None:
            hit = self._pattern.search(text, low, high)
            return hit is not None and hit.start() < before
        for start in self._starts.finditer(marked(text), low, min(before + DEPTH, high)):
            at = start.start()
            if at >= before:
                return False
            if self.match(text, at, high):
                return True
        return False


def unions(patterns: Iterable[str]) -> list[Scanner]:
    """Scanners that together find something exactly where one of the patterns does: one for all whose beginnings
    are known, and one for each of the others."""
    together: list[str] = []
    common: Beginnings = frozenset()
    alone = []
    for pattern in patterns:
        known = beginnings(pattern)
        if _narrow(known):
            together.append(f"(?:{pattern})")
            common |= known
        else:
            alone.append(Scanner(pattern, known))
    return ([Scanner("|".join(together), common)] if together else []) + alone


@lru_cache(maxsize=4)
def marked(text: str) -> str:
    """The text with capitals where words begin and a mark for every character outside ASCII, of the same length."""
    return text.encode("ascii", "replace").title().decode("ascii")


def _narrow(known: Beginnings) -> set[tuple[str, bool]]:
    """The beginnings to look for, with whether a word begins there; none where matches may begin almost anywhere."""
    for length in range(DEPTH, 0, -1):
        cut = {(each.words[:length], each.at_word) for each in known}
        if len(cut) <= MOST:
            is_wide = ("", False) in cut or ("", True) in cut or sum(len(words) == 1 for words, _ in cut) > WIDE
            return set() if is_wide else cut
    return set()


def _any_of(found: Iterable[tuple[str, bool]]) -> str:
    """The beginnings as they stand in a marked text; behind the first character as a look ahead."""
    words: set[str] = set()
    for beginning, at_word in found:
        capital = beginning.title()
        words |= {capital} if at_word else {capital, beginning[0] + capital[1:]}
    return "|".join(f"{re.escape(head)}(?={_tree(rests)})" for head, rests in _by_head(words))


def _tree(words: set[str]) -> str:
    """A pattern for what begins with any of these words, their common beginnings taken together."""
    return "" if "" in words else "|".join(f"{re.escape(head)}(?:{_tree(rests)})" for head, rests in _by_head(words))


def _by_head(words: set[str]) -> list[tuple[str, set[str]]]:
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[0], set()).add(word[1:])
    return sorted(heads.items())
