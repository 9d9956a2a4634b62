"""Which cues of `seeds/described/cues.csv` stand in stretches of a trial's prose.

The words of a sentence and of what stands ahead are looked up once, a bit for each line of cues; a pattern runs only
where one of its words stands.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from fetchers.measures.cues import CueFinder, CueMarks
from fetchers.text.tokens import Tokens
from seeds.described.prose import ProseCue

_FIRST, _LAST = re.compile(r"[^\W_]+"), re.compile(r"[^\W_]+\Z")
LONGEST_WORD = 60  # characters of a word that an end of a stretch may cut
PLACES = ("sentence", "heading", "ahead", "before", "after")


class ProseCues:
    """The cues made ready once: all of them, or those alone that a weight speaks of in their place."""

    def __init__(self, cues: Collection[ProseCue], weights: Collection[str] | None = None) -> None:
        self._finder = CueFinder({str(at): cue.words.split("|") for at, cue in enumerate(cues)})
        self._patterns = [re.compile(cue.pattern) if cue.pattern else None for cue in cues]
        self._names = [cue.name for cue in cues]
        weighed = None if weights is None else {name.rpartition(" & ")[2] for name in weights}
        self._wanted = {
            place: sum(1 << at for at, cue in enumerate(cues) if weighed is None or f"{place}: {cue.name}" in weighed)
            for place in PLACES
        }
        self._rows = lru_cache(maxsize=1 << 14)(self._rows_of)

    def read(self, lower: str, words: Tokens) -> "ProseMarks":
        """The cues among these words of a lower-case text."""
        return ProseMarks(self, lower, self._finder.read(words))

    def mask_of(self, word: str) -> int:
        """The lines of cues of which a word is."""
        return self._finder.mask_of(word)

    def within(self, place: str, mask: int, lower: str, low: int, high: int) -> dict[str, float]:
        """The features of a place, by the lines whose words stand between two positions of the text."""
        sure, open_rows = self._rows(place, mask & self._wanted[place])
        found = dict.fromkeys(sure, 1.0)
        if open_rows:
            words = lower[low:high]
            found |= {name: 1.0 for name, pattern in open_rows if pattern.search(words)}
        return found

    def _rows_of(self, place: str, mask: int) -> tuple[list[str], list[tuple[str, re.Pattern[str]]]]:
        """The features that hold, and those that hold where a pattern does."""
        rows = [(f"{place}: {self._names[at]}", self._patterns[at]) for at in _bits(mask)]
        sure = [name for name, pattern in rows if pattern is None]
        return sure, [(name, pattern) for name, pattern in rows if pattern and name not in sure]


class ProseMarks:
    """Where the words of cues stand in a stretch of text."""

    __slots__ = ("_cues", "_lower", "_marks")

    def __init__(self, cues: ProseCues, lower: str, marks: CueMarks) -> None:
        self._cues, self._lower, self._marks = cues, lower, marks

    def features(self, place: str, low: int, high: int) -> dict[str, float]:
        """The cues between two positions, which may cut a word: what is left of it counts as a word."""
        lower, mask = self._lower, self._marks.within(low, high)
        if low and lower[low - 1 : low].isalnum() and (hit := _FIRST.match(lower, low, high)):
            mask |= self._cues.mask_of(hit.group())
        if lower[high : high + 1].isalnum() and (hit := _LAST.search(lower[max(low, high - LONGEST_WORD) : high])):
            mask |= self._cues.mask_of(hit.group())
        return self._cues.within(place, mask, lower, low, high) if mask else {}


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
