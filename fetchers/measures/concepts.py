"""Finds the concepts of the vocabulary (`seeds/concepts`) in a record's outcomes, and in what the trial is about.

The words of a passage are followed through a tree of all terms, so that each is looked at once; blanks and hyphens
count alike, the last word may be a plural, abbreviations must be cased as they are written, a term within a longer one
is part of it, and a trap silences the measure that it names.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from fetchers.measures.abbreviations import LongForm, spelled_out
from fetchers.record.texts import Texts
from fetchers.text.tokens import Tokens, tokens
from seeds.concepts.terms import EVERY, Term, Trap, Vocabulary

JUDGED = ("registered", "posted")
SUBJECT = ("title", "condition")
ABOUT = ("title", "condition", "keyword", "summary", "intervention")  # where words of `record:` company stand
SHORTEST_PLURAL = 4  # letters of a term that may take a plural


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


_Place = tuple[int, int, list["_Entry"]]  # start, end, what stands there


class _Entry(NamedTuple):
    measure: str  # of a trap: the one that it silences
    term: Term | Trap
    is_any_case: bool  # whether it may be written in capitals or not


_End = tuple[int, int, list[_Entry]]  # end without a plural, end, and what ends there


class _Node:
    """Where one has come to in the tree of terms: what ends here, and the words that may follow."""

    __slots__ = ("ending", "following")

    def __init__(self) -> None:
        self.ending: list[_Entry] = []
        self.following: dict[str, _Node] = {}

    def beginnings(self) -> frozenset[str]:
        """The words that may follow, plurals of last words too."""
        last = (word for word, node in self.following.items() if node.ending)
        return frozenset(self.following) | {plural for word in last for plural in _plurals(word)}


class ConceptFinder:
    """All terms and traps by their words; `found` judges one record."""

    def __init__(self, vocabulary: Vocabulary, measures: Collection[str]) -> None:
        """`measures` are those that are sought."""
        self._root = _Node()
        for measure in sorted(measures):
            for term in vocabulary.terms[measure]:
                self._add(
                    term.term.lower(), _Entry(measure, term, term.form == "phrase" or term.term == term.term.lower())
                )
        for trap in vocabulary.traps:
            self._add(trap.term, _Entry(trap.measure, trap, True))
        following = self._root.following
        self._alone = {form for word, node in following.items() if node.ending for form in (word, *_plurals(word))}
        self._pairs = {word: node.beginnings() for word, node in following.items() if node.following}

    def _add(self, words: str, entry: _Entry) -> None:
        node = self._root
        for word in tokens(words, 0, len(words)).words:
            node = node.following.setdefault(word, _Node())
        node.ending.append(entry)

    def found(self, texts: Texts, kinds: Collection[str] = JUDGED) -> FoundConcepts:
        """What texts of these kinds (outcomes) mention, and what the trial is about."""
        wanted = {*kinds, *SUBJECT}
        end = max((unit.end for unit in texts.units if unit.kind in wanted), default=0)
        words = tokens(texts.lower, 0, end)
        by_unit: dict[int, list[_Place]] = {}
        for place in self._places(texts.cased, words):
            by_unit.setdefault(texts.unit_at(place[0]), []).append(place)
        company = _Company(texts, partial(self._measures_within, words, texts.lower))
        mentions: dict[int, list[Mention]] = {}
        subjects: set[tuple[str, str]] = set()
        for number, places in by_unit.items():
            unit = texts.units[number]
            if unit.kind in SUBJECT:
                subjects.update(
                    (entry.measure, entry.term.concept)
                    for _, _, entries in _settled(places)
                    for entry in entries
                    if isinstance(entry.term, Term)
                )
            elif unit.kind in kinds and unit.twin is None and (settled := list(_settled(places))):
                mentions[number] = [each for place in settled for each in company.mentions(number, *place)]
        return FoundConcepts(mentions, frozenset(subjects), words)

    def _places(self, cased: str, words: Tokens) -> list[_Place]:
        """Every term and trap among the words, overlapping ones too."""
        found: list[_Place] = []
        for start, end, stop, ending in self._ends(words):
            if fitting := [
                each for each in ending if each.is_any_case or _is_cased(each.term, cased, start, end, stop)
            ]:
                found.append((start, stop, fitting))
        return found

    def _ends(self, words: Tokens) -> list[tuple[int, int, int, list[_Entry]]]:
        """Start, end without a plural, and end of all that the tree knows."""
        every, starts, ends = [*words.words, "\0"], words.starts, words.ends
        alone, pairs, found = self._alone, self._pairs, []
        for first, word in enumerate(words.words):
            if word not in alone and (word not in pairs or every[first + 1] not in pairs[word]):
                continue
            following, at = self._root.following, first
            while following:
                word = every[at]
                if word[-1] == "s":
                    found += [(starts[first], *end) for end in _plural_ends(following, word, ends[at])]
                if (node := following.get(word)) is None:
                    break
                if node.ending:
                    found.append((starts[first], ends[at], ends[at], node.ending))
                following, at = node.following, at + 1
        return found

    def _measures_within(self, words: Tokens, lower: str, low: int, high: int) -> set[str]:
        """The measures of which spelled-out terms between two positions speak; `words` are those of earlier texts."""
        is_read = bool(words.ends) and high <= words.ends[-1]
        found = self._ends(words.within(low, high) if is_read else tokens(lower, low, high))
        return {measure for _, _, _, ending in found for each in ending for measure in _measures_of(each)}


def _plurals(word: str) -> tuple[str, ...]:
    return f"{word}s", f"{word}es"


def _plural_ends(following: dict[str, _Node], word: str, stop: int) -> Iterator[_End]:
    """The terms of which a word that ends at `stop` is the last one's plural: their end, the word's, and the terms."""
    for plural in ("s", "es"):
        one = following.get(word.removesuffix(plural)) if word.endswith(plural) else None
        if one and one.ending:
            long = [each for each in one.ending if len(each.term.term) >= SHORTEST_PLURAL]
            yield stop - len(plural), stop, long


def _measures_of(entry: _Entry) -> tuple[str, ...]:
    """The measures of which a term speaks that is spelled out."""
    term = entry.term
    return (entry.measure, *term.also_measures) if isinstance(term, Term) and term.form == "phrase" else ()


def _is_cased(term: Term | Trap, cased: str, start: int, end: int, stop: int) -> bool:
    """Whether an abbreviation, or an ambiguous term with capitals, is cased as it must be, and its plural is small."""
    plural = cased[end:stop]
    return cased[start:end].replace("-", " ") == term.term.replace("-", " ") and plural == plural.lower()


def _settled(places: list[_Place]) -> Iterator[_Place]:
    """The terms that are not part of a longer one and that no trap silences, in the order of the text."""
    if len(places) > 1:
        places.sort(key=_reading_order)
    traps = [
        (start, end, each.measure) for start, end, found in places for each in found if isinstance(each.term, Trap)
    ]
    low = high = -1
    for start, end, found in places:
        if low <= start and end <= high:
            continue
        terms = [each for each in found if isinstance(each.term, Term)] if traps else found
        if not terms:
            continue
        if end > high:
            low, high = start, end
        silent = {measure for at, stop, measure in traps if at <= start and end <= stop}
        if silent:
            terms = [] if EVERY in silent else [each for each in terms if each.measure not in silent]
        if terms:
            yield start, end, terms


def _reading_order(place: _Place) -> tuple[int, int]:
    return place[0], -place[1]


class _Company:
    """Whether ambiguous terms have the company that they need, in their outcome or anywhere in the record."""

    def __init__(self, texts: Texts, measures_within: Callable[[int, int], set[str]]) -> None:
        """`measures_within`: of which measures the words between two positions speak."""
        self._texts, self._measures_within = texts, measures_within
        self._spelled_out: dict[str, LongForm] | None = None
        self._defined: dict[str, set[str] | None] = {}
        self._accompanied: dict[tuple[int, str], bool] = {}
        self._about: str | None = None

    def mentions(self, number: int, start: int, end: int, entries: Sequence[_Entry]) -> Iterator[Mention]:
        """What stands somewhere in a unit, with what its company and the record's abbreviations say of it."""
        for entry in entries:
            term = entry.term
            if isinstance(term, Term):
                measures = (
                    None if term.form == "phrase" else self._measures_of_abbreviation(self._texts.cased[start:end])
                )
                has_company = term.form != "ambiguous" or self._has_company(number, term)
                for measure in (entry.measure, *term.also_measures):
                    is_spelled_out = measures is not None and measure in measures
                    is_sure = has_company or (term.takes_expansion and is_spelled_out)
                    yield Mention(measure, term, start, end, is_sure, measures is not None and not is_spelled_out)

    def _measures_of_abbreviation(self, short: str) -> set[str] | None:
        """Of which measures the words speak by which the record defines an abbreviation, where it does."""
        if self._spelled_out is None:
            self._spelled_out = spelled_out(self._texts)
        if short not in self._defined:
            span = self._spelled_out.get(short)
            self._defined[short] = self._measures_within(*span) if span else None
        return self._defined[short]

    def _has_company(self, number: int, term: Term) -> bool:
        """Whether a word that an ambiguous term needs stands in its unit, or says what the record is about."""
        key = number, term.needs
        if key not in self._accompanied:
            unit, lower = self._texts.units[number], self._texts.lower
            self._accompanied[key] = any(
                has_word(lower, word, unit.start, unit.end) for word in term.unit_company
            ) or any(word in self._subject for word in term.record_company)
        return self._accompanied[key]

    @property
    def _subject(self) -> str:
        """The record's titles, summary, conditions, keywords and interventions."""
        if self._about is None:
            lower = self._texts.lower
            self._about = "\n".join(lower[unit.start : unit.end] for unit in self._texts.units if unit.kind in ABOUT)
        return self._about


def has_word(lower: str, word: str, low: int, high: int) -> bool:
    """Whether a word, or the beginning of one, stands between two positions."""
    at = lower.find(word, low, high)
    while at >= 0:
        if not at or not lower[at - 1].isalnum():
            return True
        at = lower.find(word, at + 1, high)
    return False
