"""Finds the names of rapalogs in text: which name, of which drug, at which characters.

One Aho-Corasick pass over the folded text finds every spelling of every name; a hit counts as a whole word only,
outside lookalikes (`mammalian target of rapamycin`), and, for an ambiguous brand, with a capital and where a word
of its context stands in the same text. Spans are positions of the folded text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from fetchers.text.folding import fold
from fetchers.text.words import Hit, WordFinder
from seeds.drugs.names import Context, Drug, DrugName, Drugs

_PARTS = re.compile(r"[a-z]+|\d+|[^a-z\d\s-]+")
_MARK = re.compile(r"tm(?![^\W_])")  # `CypherTM`: a trade mark written as letters
_WORD = re.compile(r"[^\W_]")


class NameMatch(NamedTuple):
    """A name found: the drug's id, the name as listed and its kind, and its span in the folded text."""

    drug: str
    name: str
    kind: str
    start: int
    end: int


class _Entry(NamedTuple):
    drug: str
    name: DrugName


_Hit = tuple[int, int, _Entry | None]


class DrugNames:
    """All names compiled once; `find` is a pure function of the text and its context."""

    def __init__(self, drugs: Drugs) -> None:
        self._contexts = {context.id: _context_pattern(context) for context in drugs.contexts}
        self._entries: dict[str, _Entry | None] = {}  # by spelling; None marks a lookalike
        for drug in drugs.drugs:
            self._add(drug)
        lookalikes = (words for each in drugs.lookalikes for words in each.words)
        self._entries |= dict.fromkeys((way for words in lookalikes for way in spellings(words)), None)
        self.spellings = list(self._entries)
        self.abbreviations = tuple(word for drug in drugs.drugs for word in drug.abbreviations)
        self._words = WordFinder(self.spellings)

    def _add(self, drug: Drug) -> None:
        for name in drug.names:
            for spelling in (way for each in (name.name, *name.spellings) for way in spellings(each)):
                self._entries[spelling] = _Entry(drug.id, name)

    def find(
        self, text: str, context: str | None = None, lower: str | None = None, hits: Sequence[Hit] | None = None
    ) -> list[NameMatch]:
        """Every name in `text`, in its order, the longest where several overlap.

        `context` is the text in which an ambiguous brand's companions (stent, coronary ...) are looked for, such
        as the whole record; without it they must stand in `text` itself. `lower` (of a `text` that is
        folded already) spares folding again, `hits` looking for the `spellings`.
        """
        cased = fold(text) if lower is None else text
        folded = cased.lower() if lower is None else lower
        if hits is None:
            hits = self._words.find(folded)
        if not hits:  # most texts name no rapalog
            return []
        whole = sorted(self._whole(folded, hits), key=lambda hit: (hit[0], -hit[1]))
        return list(self._kept(cased, whole, text if context is None else context))

    def _kept(self, cased: str, whole: Iterable[_Hit], context: str) -> Iterator[NameMatch]:
        taken = 0
        for start, end, entry in whole:  # earliest first, and of those that start together the longest
            if start < taken:
                continue
            if entry is None:
                taken = end
            elif not entry.name.needs or (cased[start].isupper() and self._speaks_of(entry.name.needs, context)):
                taken = end
                yield NameMatch(entry.drug, entry.name.name, entry.name.kind, start, end)

    def _speaks_of(self, need: str, context: str) -> bool:
        return self._contexts[need].search(fold(context).lower()) is not None

    def _whole(self, folded: str, hits: Iterable[Hit]) -> Iterator[_Hit]:
        for number, start, end in hits:
            entry = self._entries[self.spellings[number]]
            if start and _WORD.match(folded, start - 1):
                continue
            if entry is not None and entry.name.prefix:
                yield start, _word_end(folded, end), entry
            elif not _WORD.match(folded, end) or _MARK.match(folded, end):
                yield start, end, entry


def spellings(name: str) -> list[str]:
    """A name in lower case with nothing, a hyphen or a blank between its words and where letters meet digits.

    >>> spellings("RAD001")
    ['rad001', 'rad-001', 'rad 001']
    """
    parts = _PARTS.findall(name.lower())
    joints = product(("", "-", " "), repeat=len(parts) - 1)
    return ["".join(map("".join, zip(parts, (*joint, ""), strict=True))) for joint in joints]


def _word_end(folded: str, end: int) -> int:
    while end < len(folded) and _WORD.match(folded, end):
        end += 1
    return end


def _context_pattern(context: Context) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(context.words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")
