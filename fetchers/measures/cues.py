"""Where the cues of context (`seeds/judge/cues.csv`) stand in a text, found in one pass over its words.

A cue is a list of words, beginnings of words (`correlat*`), phrases and signs; a hyphen parts words as a blank does.
Which cues a set of words holds is one number, a bit for each cue, so that a passage's cues are those of its words
together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_

from fetchers.text.tokens import Tokens


class CueMarks:
    """The words of one text that are cues: where they stand, and of which cues they are."""

    __slots__ = ("_ends", "_masks", "_starts")

    def __init__(self, starts: list[int], ends: list[int], masks: list[int]) -> None:
        self._starts, self._ends, self._masks = starts, ends, masks

    def within(self, low: int, high: int) -> int:
        """The cues between two positions."""
        first, last = bisect_left(self._starts, low), bisect_right(self._ends, high)
        return reduce(or_, self._masks[first:last], 0)


class CueFinder:
    """All cues by their words."""

    def __init__(self, cues: Mapping[str, Sequence[str]]) -> None:
        """`cues`: words, beginnings of words (`*`), phrases and signs by name."""
        self._names = tuple(cues)
        self._bits = {name: 1 << at for at, name in enumerate(cues)}
        self._whole: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for name, words in cues.items():
            for word in words:
                self._add(word, self._bits[name])
        self._of_word = lru_cache(maxsize=1 << 16)(self._of_new_word)
        self.features = lru_cache(maxsize=1 << 14)(self._named)

    def _add(self, word: str, bit: int) -> None:
        first, *others = word.split(" ")
        if others:
            self._phrases.setdefault(first, []).append((tuple(others), bit))
        elif first.endswith("*"):
            self._stems[first[:-1]] = self._stems.get(first[:-1], 0) | bit
        else:
            self._whole[first] = self._whole.get(first, 0) | bit

    def _of_new_word(self, word: str) -> int:
        begun = (self._stems.get(word[:end], 0) for end in range(1, len(word) + 1))
        return reduce(or_, begun, self._whole.get(word, 0))

    def bit(self, name: str) -> int:
        """The number of one cue."""
        return self._bits[name]

    def _named(self, where: str, mask: int) -> tuple[str, ...]:
        """The features of cues that stand somewhere: `before: not`."""
        return tuple(f"{where}: {name}" for at, name in enumerate(self._names) if mask >> at & 1)

    def read(self, read: Tokens) -> CueMarks:
        """The cues among the words of a lower-case text."""
        words, starts, ends = read
        found: list[tuple[int, int, int]] = []
        for at, word in enumerate(words):
            if mask := self._of_word(word):
                found.append((starts[at], ends[at], mask))
            if word in self._phrases:
                found += ((starts[at], ends[end], bit) for end, bit in self._phrases_at(words, at))
        return CueMarks([each[0] for each in found], [each[1] for each in found], [each[2] for each in found])

    def _phrases_at(self, words: Sequence[str], at: int) -> Iterable[tuple[int, int]]:
        """The last word of each phrase that begins here, and the phrase's cue."""
        for others, bit in self._phrases[words[at]]:
            end = at + len(others)
            if tuple(words[at + 1 : end + 1]) == others:
                yield end, bit
