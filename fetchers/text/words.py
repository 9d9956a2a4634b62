"""Thousands of words looked for in one pass over a text (Aho-Corasick)."""

from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from fetchers.text.scan import one_byte

_BLANKS = bytes.maketrans(b"\t\n\r", b"   ")  # words may stand over a line's end
Hit = tuple[int, int, int]  # a word's number, and where it stands: start and end


class WordFinder:
    """Words in lower case; the automaton is built when the first text comes."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._automaton: BytesAhoCorasick | None = None

    def prepare(self) -> BytesAhoCorasick:
        """Build the automaton now.

        It is the small one among its kinds: a larger one is faster only while nothing else needs the processor's
        nearest memory.
        """
        if self._automaton is None:
            words = [one_byte(word) for word in self._words]
            self._automaton = BytesAhoCorasick(words, implementation=Implementation.ContiguousNFA)
        return self._automaton

    def find(self, lower: str) -> list[Hit]:
        """The words in a lower-case text, overlapping ones too, in the order of their ends."""
        return self.prepare().find_matches_as_indexes(one_byte(lower).translate(_BLANKS), overlapping=True)
