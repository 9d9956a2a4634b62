"""Finds the concepts of the vocabulary (`seeds/concepts`) in a record's outcomes, and in what the trial is about.

The words of a passage are followed through a tree of all terms, so that each is looked at once; blanks and hyphens
count alike, the last word may be a plural, abbreviations must be cased as they are written (small words beside them may
be capitalised), a term within a longer one is part of it, and a trap silences the measure that it names.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from fetchers.measures.abbreviations import long_form
from fetchers.record.texts import Texts
from fetchers.text.tokens import KnownPairs, KnownWords, Tokens, tokens, words_of_each
from seeds.concepts.terms import EVERY, Term, Trap, Vocabulary

JUDGED = ("registered", "posted")
SUBJECT = ("title", "condition")
ABOUT = ("title", "condition", "keyword", "summary", "intervention")  # where words of `record:` company stand
ABOUT_IN_SHORT = ("title", "condition", "keyword")  # where those of `subject:` company do
SHORT = 3  # letters of a term that takes a small s behind capitals alone: CRPs, not TNSS; shorter ones take none


class Mention(NamedTuple):
    """A term in an outcome: of which measure it speaks, where it stands, and whether it has the company it needs."""

    measure: str
    term: Term
    start: int
    end: int
    is_sure: bool
    is_otherwise: bool = False  # an abbreviation that the record defines by words of another thing


class FoundConcepts(NamedTuple):
    """The mentions of each text by its index in `texts.units`, and the concepts that the trial is about."""

    mentions: dict[int, list[Mention]]
    subjects: frozenset[tuple[str, str]]  # measure and concept
    words: Tokens  # of all texts down to the last that was read

    def of(self, texts: Texts, kinds: Collection[str]) -> "FoundConcepts":
        """The mentions in texts of these kinds alone."""
        mentions = {number: each for number, each in self.mentions.items() if texts.units[number].kind in kinds}
        return self._replace(mentions=mentions)


class _Entry(NamedTuple):
    term: Term
    measures: tuple[str, ...]  # of which it speaks
    is_any_case: bool  # whether it may be written in capitals or not


class _Ending:
    """What ends with a word: terms, and the measures that traps silence; `cut` letters of the word are a plural's."""

    __slots__ = ("cut", "is_any_case", "silenced", "terms")

    def __init__(self, cut: int, is_short: bool) -> None:
        self.cut = cut
        self.is_any_case = not (cut and is_short)
        self.terms: list[_Entry] = []
        self.silenced: list[str] = []

    def add(self, entry: _Entry | Trap) -> None:
        if isinstance(entry, Trap):
            self.silenced.append(entry.measure)
        else:
            self.terms.append(entry)
            self.is_any_case = self.is_any_case and entry.is_any_case


_PLURALS = (("s", 1), ("es", 2), ("", 0))  # in the order in which they are tried
_Found = tuple[int, int, _Ending]  # start, end, what ends there
_Place = tuple[int, int, list[_Entry], list[str]]  # start, end, the terms and the measures silenced there


class _Node:
    """Where one has come to in the tree of terms: what ends with a word, and the words that others follow."""

    __slots__ = ("ending", "following")

    def __init__(self) -> None:
        self.ending: dict[str, list[_Ending]] = {}
        self.following: dict[str, _Node] = {}

    def end(self, word: str, entry: _Entry | Trap, length: int) -> None:
        """Let a term of so many letters end with a word, or with its plural."""
        for plural, cut in _PLURALS:
            if not cut or length > SHORT or (length, cut) == (SHORT, 1):
                endings = self.ending.setdefault(word + plural, [])
                ending = next((each for each in endings if each.cut == cut), None)
                if ending is None:
                    ending = _Ending(cut, length <= SHORT)
                    endings.append(ending)
                    endings.sort(key=lambda each: each.cut or len(word))
                ending.add(entry)


class ConceptFinder:
    """All terms and traps by their words; `found` judges one record."""

    def __init__(self, vocabulary: Vocabulary, measures: Collection[str]) -> None:
        """`measures` are those that are sought."""
        self._root = _Node()
        entries: list[_Entry | Trap] = [
            _Entry(term, (measure, *term.also_measures), term.form == "phrase" or term.term == term.term.lower())
            for measure in sorted(measures)
            for term in vocabulary.terms[measure]
        ]
        entries += vocabulary.traps
        written = [each.term if isinstance(each, Trap) else each.term.term.lower() for each in entries]
        for term, words, entry in zip(written, words_of_each(written), entries, strict=True):
            self._add(words, entry, len(term))
        pairs = [
            (first, second)
            for first, node in self._root.following.items()
            for second in (*node.ending, *node.following)
        ]
        self._words, self._pairs = KnownWords(self._root.ending), KnownPairs(pairs)

    def _add(self, words: Sequence[str], entry: _Entry | Trap, length: int) -> None:
        node, (*first, last) = self._root, words
        for word in first:
            if (following := node.following.get(word)) is None:
                following = node.following[word] = _Node()
            node = following
        node.end(last, entry, length)

    def found(self, texts: Texts, kinds: Collection[str] = JUDGED) -> FoundConcepts:
        """What texts of these kinds (outcomes) mention, and what the trial is about."""
        wanted = {*kinds, *SUBJECT}
        end = max((unit.end for unit in texts.units if unit.kind in wanted), default=0)
        words = tokens(texts.lower, 0, end)
        by_unit: dict[int, list[_Place]] = {}
        for place in sorted(self._places(texts.cased, words), key=itemgetter(0)):
            by_unit.setdefault(texts.unit_at(place[0]), []).append(place)
        company = _Company(texts, partial(self._measures_within, words, texts.lower))
        mentions: dict[int, list[Mention]] = {}
        subjects: set[tuple[str, str]] = set()
        for number, places in by_unit.items():
            unit = texts.units[number]
            if unit.kind in SUBJECT:
                subjects.update(
                    (entry.measures[0], entry.term.concept) for _, _, terms in _settled(places) for entry in terms
                )
            elif unit.kind in kinds and unit.twin is None and (settled := _settled(places)):
                mentions[number] = [
                    each for start, end, terms in settled for each in company.mentions(number, start, end, terms)
                ]
        return FoundConcepts(mentions, frozenset(subjects), words)

    def _places(self, cased: str, words: Tokens) -> Iterator[_Place]:
        """Every term and trap among the words, overlapping ones too."""
        for start, stop, ending in self._ends(words):
            terms = ending.terms
            if not ending.is_any_case:
                end = stop - ending.cut
                terms = [each for each in terms if _is_cased(each, cased, start, end, stop)]
            if terms or ending.silenced:
                yield start, stop, terms, ending.silenced

    def _ends(self, words: Tokens) -> list[_Found]:
        """All that the tree knows."""
        root, ends, last = self._root, words.ends, len(words) - 1
        alone = self._words.among(words)
        found = [(start, end, each) for word, start, end in alone for each in root.ending.get(word, ())]
        for at, first, word, start, end in self._pairs.among(words):
            node = root.following.get(first)
            while node:
                if word in node.ending:
                    found += [(start, end, each) for each in node.ending[word]]
                node = node.following.get(word) if at < last else None
                if node:
                    at += 1
                    word, end = words.word(at), ends[at]
        return found

    def _measures_within(self, words: Tokens, lower: str, low: int, high: int) -> set[str]:
        """The measures of which spelled-out terms between two positions speak; `words` are those of earlier texts."""
        is_read = len(words) > 0 and high <= words.ends[-1]
        found = self._ends(words.within(low, high) if is_read else tokens(lower, low, high))
        return {
            measure
            for _, _, ending in found
            for each in ending.terms
            if each.term.form == "phrase"
            for measure in each.measures
        }


def _is_cased(entry: _Entry, cased: str, start: int, end: int, stop: int) -> bool:
    """Whether a term is cased as it must be: its capitals stand as capitals, and a plural behind them is small."""
    written, plural, term = cased[start:end], cased[end:stop], entry.term.term
    if entry.is_any_case and not (plural and len(term) <= SHORT):
        return True
    if plural != plural.lower():
        return False
    if entry.is_any_case:
        return written.isupper()
    found, wanted = written.replace("-", " ").split(), term.replace("-", " ").split()
    return len(found) == len(wanted) and all(
        each == word or (word.islower() and each.lower() == word) for each, word in zip(found, wanted, strict=True)
    )


def _settled(places: list[_Place]) -> list[tuple[int, int, list[_Entry]]]:
    """The terms that are not part of a longer one and that no trap silences, in the order of the text."""
    if len(places) > 1:
        places.sort(key=_reading_order)
    traps = [(start, end, measure) for start, end, _, silenced in places for measure in silenced]
    low = high = -1
    settled = []
    for start, end, terms, _ in places:
        if not terms or (low <= start and end <= high):
            continue
        if end > high:
            low, high = start, end
        if traps and (silent := {measure for at, stop, measure in traps if at <= start and end <= stop}):
            terms = [] if EVERY in silent else [each for each in terms if each.measures[0] not in silent]
        if terms:
            settled.append((start, end, terms))
    return settled


def _reading_order(place: _Place) -> tuple[int, int]:
    return place[0], -place[1]


class _Company:
    """Whether ambiguous terms have the company that they need, in their outcome or anywhere in the record."""

    def __init__(self, texts: Texts, measures_within: Callable[[int, int], set[str]]) -> None:
        """`measures_within`: of which measures the words between two positions speak."""
        self._texts, self._measures_within = texts, measures_within
        self._defined: dict[str, set[str] | None] = {}
        self._accompanied: dict[tuple[int, str], bool] = {}
        self._about: dict[tuple[str, ...], str] = {}

    def mentions(self, number: int, start: int, end: int, entries: Sequence[_Entry]) -> Iterator[Mention]:
        """What stands somewhere in a unit, with what its company and the record's abbreviations say of it."""
        for term, measures, _ in entries:
            has_company = not term.needs or self._has_company(number, term)
            if term.form == "phrase":
                yield from (Mention(measure, term, start, end, has_company) for measure in measures)
                continue
            defined = self._measures_of_abbreviation(self._texts.cased[start:end])
            for measure in measures:
                is_spelled_out = defined is not None and measure in defined
                is_sure = has_company or (is_spelled_out and term.takes_expansion)
                yield Mention(measure, term, start, end, is_sure, defined is not None and not is_spelled_out)

    def _measures_of_abbreviation(self, short: str) -> set[str] | None:
        """Of which measures the words speak by which the record defines an abbreviation, where it does."""
        if short not in self._defined:
            span = long_form(self._texts.cased, short)
            self._defined[short] = self._measures_within(*span) if span else None
        return self._defined[short]

    def _has_company(self, number: int, term: Term) -> bool:
        """Whether a word that a term needs stands in its unit or in what the record is about, or none that it shuns."""
        key = number, term.needs
        if key not in self._accompanied:
            unit = self._texts.units[number]
            words = self._texts.lower[unit.start : unit.end]
            self._accompanied[key] = (
                _has_any(words, term.unit_company)
                or any(word in self._texts_of(ABOUT) for word in term.record_company)
                or any(word in self._texts_of(ABOUT_IN_SHORT) for word in term.subject_company)
                or (bool(term.unwanted_company) and not _has_any(words, term.unwanted_company))
            )
        return self._accompanied[key]

    def _texts_of(self, kinds: tuple[str, ...]) -> str:
        """The record's texts of these kinds."""
        if kinds not in self._about:
            lower, units = self._texts.lower, self._texts.units
            self._about[kinds] = "\n".join(lower[unit.start : unit.end] for unit in units if unit.kind in kinds)
        return self._about[kinds]


def _has_any(lower: str, words: Collection[str]) -> bool:
    return any(word in lower and has_word(lower, word) for word in words)


def has_word(lower: str, word: str) -> bool:
    """Whether a word, or the beginning of one, stands in a text."""
    at = lower.find(word)
    while at >= 0:
        if not at or not lower[at - 1].isalnum():
            return True
        at = lower.find(word, at + 1)
    return False
