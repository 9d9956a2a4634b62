"""A compiled pattern that is tried only where it can begin: the same matches in a fraction of the time.

`re` tries a pattern like `\\b(?:sirolimus|everolimus) levels?` in full at every character. Most patterns can begin
with a few sequences of characters only, mostly at the start of a word (`fetchers.beginnings`). So a small pattern
of these (`S(?=ir)|E(?=ve)`) runs over a copy of the text in which every word begins with a capital, and the pattern
itself is matched at the places that it finds.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import takewhile

from fetchers.beginnings import DEPTH, Beginnings, beginnings

MOST = 400  # beginnings told apart; where there are more, shorter ones are looked for
WIDE = 12  # beginnings of one character; where there are more, almost every word is one and nothing is gained


class Scanner:
    """Finds what `re.compile(pattern)` finds between two positions of a text.

    It is compiled by `prepare`, else when it is first asked: a few records need few of all patterns.
    """

    def __init__(self, pattern: str, known: Beginnings | None = None) -> None:
        """`known` are the pattern's beginnings where they have been read already."""
        self._source, self._known = pattern, known

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)

    @cached_property
    def _places(self) -> "_Places | None":
        return _places_of(beginnings(self._source) if self._known is None else self._known)

    @cached_property
    def match(self) -> Callable[[str, int, int], re.Match[str] | None]:
        """The pattern at one position of a text, up to another."""
        return self._pattern.match

    def prepare(self) -> None:
        """Compile now."""
        _ = self.match, self._places

    def finditer(self, text: str, low: int, high: int) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, as `re.finditer` gives them."""
        if self._places is None:
            yield from self._pattern.finditer(text, low, high)
            return
        for at in self._places(text, low, high):
            if at >= low and (hit := self.match(text, at, high)):
                low = hit.end()
                yield hit

    def search(self, text: str, low: int, high: int) -> re.Match[str] | None:
        """The first match."""
        if self._places is None:
            return self._pattern.search(text, low, high)
        for at in self._places(text, low, high):
            if hit := self.match(text, at, high):
                return hit
        return None

    def before(self, text: str, low: int, before: int, high: int) -> Iterator[re.Match[str]]:
        """Every match within `low:high`, overlapping ones too, that begins before the position `before`.

        Where it is not known where the pattern can begin, only those that do not overlap.
        """
        if self._places is None:
            yield from takewhile(lambda hit: hit.start() < before, self._pattern.finditer(text, low, high))
            return
        for at in self._places(text, low, min(before + DEPTH, high)):
            if at >= before:
                return
            if hit := self.match(text, at, high):
                yield hit


_Places = Callable[[str, int, int], Iterator[int]]  # where a pattern can begin, between two positions of a text


def unions(patterns: Iterable[str]) -> list[Scanner]:
    """Scanners that together find something exactly where one of the patterns does: as few as their beginnings
    allow, and those that may begin anywhere last."""
    together: dict[str, list[tuple[str, Beginnings]]] = {"words": [], "lines": []}
    alone = []
    for pattern in patterns:
        known = beginnings(pattern)
        if group := "words" if _narrow(known) else "lines" if _at_lines(known) else "":
            together[group].append((pattern, known))
        else:
            alone.append(Scanner(pattern, known))
    joined = [_joined(members) for members in together.values() if members]
    return joined + alone


def _joined(members: list[tuple[str, Beginnings]]) -> Scanner:
    common: Beginnings = frozenset().union(*(known for _, known in members))
    return Scanner("|".join(f"(?:{pattern})" for pattern, _ in members), common)


@lru_cache(maxsize=4)
def marked(text: str) -> str:
    """The text with capitals where words begin and a mark for every character outside ASCII, of the same length."""
    return text.encode("ascii", "replace").title().decode("ascii")


def _places_of(known: Beginnings) -> _Places | None:
    if found := _narrow(known):
        starts = re.compile(_any_of(found))
        return lambda text, low, high: map(_START, starts.finditer(marked(text), low, high))
    return _line_starts if _at_lines(known) else None


_START = re.Match.start


def _line_starts(text: str, low: int, high: int) -> Iterator[int]:
    if low == 0 or text[low - 1] == "\n":
        yield low
    while (low := text.find("\n", low, high) + 1) > 0:
        yield low


def _at_lines(known: Beginnings) -> bool:
    return all(each.at_line for each in known)


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
