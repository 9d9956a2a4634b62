"""Where cues of context stand in a text, found in one pass over its words: those of `seeds/judge/cues.csv` in outcomes,
those of `seeds/described/cues.csv` in prose.

A cue is a list of words, beginnings of words (`correlat*`), phrases and signs; a hyphen parts words as a blank does.
Which cues a set of words holds is one number, a bit for each cue, so that a passage's cues are those of its words
together. In prose a line of a cue may hold a pattern beside its words; it runs only where one of them stands.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_

from fetchers.text.tokens import KnownPairs, KnownWords, Tokens
from seeds.described.prose import ProseCue

REMEMBERED_WORDS = 1 << 16  # whose cues are remembered
PLACES = ("sentence", "heading", "ahead", "before", "after")
SMALL_WORDS = frozenset((
    "of", "in", "for", "with", "and", "or", "to", "by", "on", "at", "from", "as", "the", "a", "any", "no", "due", "is",
    "was", "are", "were", "will", "than", "after", "before", "during", "until", "between", "per", "using", "that",
    "who", "level", "levels", "score", "scores", "rate", "rates", "response", "responses", "status", "related", "free",
    ",", ";", ":", "(", ")", "/", "-",
))  # fmt: skip
_LONGEST_SMALL_WORD = max(map(len, SMALL_WORDS))
_LAST_SIGN = re.compile(r"(?:[a-z]+|[,;:()/-])\Z")
_FIRST_SIGN = re.compile(r"\s*([a-z]+|[,;:()/-])")


class CueMarks:
    """The words of one text that are cues: where they stand, and of which cues they are."""

    __slots__ = ("_ends", "_masks", "_starts")

    def __init__(self, starts: list[int], ends: list[int], masks: list[int]) -> None:
        self._starts, self._ends, self._masks = starts, ends, masks

    def within(self, low: int, high: int) -> int:
        """The cues that stand wholly between two positions."""
        first, last = bisect_left(self._starts, low), bisect_left(self._starts, high)
        mask = 0
        for at in range(first, last):
            if self._ends[at] <= high:
                mask |= self._masks[at]
        return mask


class _Masks(dict[str, int]):
    """The cues of every word seen so far."""

    def __init__(self, known: dict[str, int], stems: dict[str, int]) -> None:
        super().__init__()
        self._known, self._stems = known, stems
        self._lengths = sorted({len(stem) for stem in stems})

    def __missing__(self, word: str) -> int:
        """Those of a new word: of the beginnings that it has."""
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        begun = [self._stems.get(word[:end], 0) for end in self._lengths]
        self[word] = mask = reduce(or_, begun, self._known.get(word, 0))
        return mask


class CueFinder:
    """All cues by their words."""

    def __init__(self, cues: Mapping[str, Sequence[str]]) -> None:
        """`cues`: words, beginnings of words (`*`), phrases and signs by name."""
        self._names = tuple(cues)
        self._bits = {name: 1 << at for at, name in enumerate(cues)}
        self._phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], int]]] = {}  # the others by the first two
        whole: dict[str, int] = {}
        stems: dict[str, int] = {}
        for name, words in cues.items():
            bit = self._bits[name]
            for first, *others in (word.split(" ") for word in words):
                if others:
                    self._phrases.setdefault((first, others[0]), []).append((tuple(others[1:]), bit))
                else:
                    is_stem = len(first) > 1 and first.endswith("*")
                    kind, key = (stems, first[:-1]) if is_stem else (whole, first)
                    kind[key] = kind.get(key, 0) | bit
        self._masks = _Masks(whole, stems)
        self._known, self._pairs = KnownWords(whole, beginnings=stems), KnownPairs(self._phrases)
        self.features = lru_cache(maxsize=1 << 14)(self._named)

    def bit(self, name: str) -> int:
        """The number of one cue."""
        return self._bits[name]

    def mask_of(self, word: str) -> int:
        """The cues of which a word is by itself."""
        return self._masks[word]

    def _named(self, where: str, mask: int) -> tuple[str, ...]:
        """The features of cues that stand somewhere: `before: not`."""
        return tuple(f"{where}: {name}" for at, name in enumerate(self._names) if mask >> at & 1)

    def read(self, read: Tokens) -> CueMarks:
        """The cues among the words of a lower-case text."""
        masks = self._masks
        found = [(start, end, mask) for word, start, end in self._known.among(read) if (mask := masks[word])]
        if self._phrases:
            found += self._phrases_of(read)
            found.sort()
        return CueMarks([each[0] for each in found], [each[1] for each in found], [each[2] for each in found])

    def _phrases_of(self, read: Tokens) -> Iterator[tuple[int, int, int]]:
        """Start, end and cue of each phrase."""
        for at, first, second, start, _ in self._pairs.among(read):
            for others, bit in self._phrases.get((first, second), ()):
                last = at + len(others)
                if last < len(read) and all(read.word(at + ahead) == word for ahead, word in enumerate(others, 1)):
                    yield start, read.ends[last], bit


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
        return ProseMarks(self, lower, words, self._finder.read(words))

    def mask_of(self, word: str) -> int:
        """The lines of cues of which a word is."""
        return self._finder.mask_of(word)

    def within(self, place: str, mask: int, lower: str, low: int, high: int) -> list[str]:
        """The features of a place, by the lines whose words stand between two positions of the text."""
        sure, open_rows = self._rows(place, mask & self._wanted[place])
        if not open_rows:
            return sure
        words = lower[low:high]
        return [*sure, *(name for name, pattern in open_rows if pattern.search(words))]

    def _rows_of(self, place: str, mask: int) -> tuple[list[str], list[tuple[str, re.Pattern[str]]]]:
        """The features that hold, and those that hold where a pattern does."""
        rows = [(f"{place}: {self._names[at]}", self._patterns[at]) for at in _bits(mask)]
        sure = [name for name, pattern in rows if pattern is None]
        return sure, [(name, pattern) for name, pattern in rows if pattern and name not in sure]


class ProseMarks:
    """Where the words of cues stand in a stretch of text."""

    __slots__ = ("_cues", "_ends", "_lower", "_marks", "_starts")

    def __init__(self, cues: ProseCues, lower: str, words: Tokens, marks: CueMarks) -> None:
        self._cues, self._lower, self._marks = cues, lower, marks
        self._starts, self._ends = words.starts, words.ends

    def features(self, place: str, low: int, high: int) -> list[str]:
        """The cues between two positions, which may cut a word: what is left of it counts as a word."""
        mask = self._marks.within(low, high)
        for cut in (low, high):
            at = bisect_left(self._starts, cut) - 1
            if at >= 0 and cut < self._ends[at]:
                start, end = max(self._starts[at], low), min(self._ends[at], high)
                if start < end:
                    mask |= self._cues.mask_of(self._lower[start:end])
        return self._cues.within(place, mask, self._lower, low, high) if mask else []


def right_beside(before: str, after: str) -> list[str]:
    """The small word or sign right before a mention, and the one right after it: `right before: until`."""
    found = []
    before = before.rstrip()
    if (hit := _LAST_SIGN.search(before, len(before) - _LONGEST_SMALL_WORD - 1)) and hit.group() in SMALL_WORDS:
        found.append(f"right before: {hit.group()}")
    if (hit := _FIRST_SIGN.match(after)) and hit.group(1) in SMALL_WORDS:
        found.append(f"right after: {hit.group(1)}")
    if not before:
        found.append("right before: nothing")
    if not after or after.isspace():
        found.append("right after: nothing")
    return found


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
