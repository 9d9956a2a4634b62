"""Finds the concepts of the vocabulary (`seeds/concepts`) in a record's outcomes, and in what the trial is about.

The words of a passage are followed through a tree of all terms, so that each is looked at once; blanks and hyphens
count alike, the last word may be a plural, abbreviations must be cased as they are written, a term within a longer one
is part of it, and a trap silences the measure that it names.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from fetchers.measures.abbreviations import spelled_out
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
    words: dict[int, Tokens]  # of the texts with mentions

    def of(self, texts: Texts, kinds: Collection[str]) -> "FoundConcepts":
        """The mentions in texts of these kinds alone."""
        mentions = {number: each for number, each in self.mentions.items() if texts.units[number].kind in kinds}
        return self._replace(mentions=mentions)


_Place = tuple[int, int, list["_Entry"]]  # start, end, what stands there


class _Entry(NamedTuple):
    measure: str  # of a trap: the one that it silences
    term: Term | Trap


class _Node:
    """Where one has come to in the tree of terms: what ends here, and the words that may follow."""

    __slots__ = ("ending", "following")

    def __init__(self) -> None:
        self.ending: list[_Entry] = []
        self.following: dict[str, _Node] = {}


class ConceptFinder:
    """All terms and traps by their words; `found` judges one record."""

    def __init__(self, vocabulary: Vocabulary, measures: Collection[str]) -> None:
        """`measures` are those that are sought."""
        self._root = _Node()
        for measure in sorted(measures):
            for term in vocabulary.terms[measure]:
                self._add(term.term.lower(), _Entry(measure, term))
        for trap in vocabulary.traps:
            self._add(trap.term, _Entry(trap.measure, trap))
        ending = [word for word, node in self._root.following.items() if node.ending]
        plurals = (word + plural for word in ending for plural in ("s", "es"))
        self._beginnings = self._root.following.keys() | set(plurals)

    def _add(self, words: str, entry: _Entry) -> None:
        node = self._root
        for word in tokens(words, 0, len(words)).words:
            node = node.following.setdefault(word, _Node())
        node.ending.append(entry)

    def found(self, texts: Texts, kinds: Collection[str] = JUDGED) -> FoundConcepts:
        """What texts of these kinds (outcomes) mention, and what the trial is about."""
        company = _Company(texts, self._defined(texts))
        mentions: dict[int, list[Mention]] = {}
        read: dict[int, Tokens] = {}
        subjects: set[tuple[str, str]] = set()
        for number, unit in enumerate(texts.units):
            if unit.kind in SUBJECT:
                words = tokens(texts.lower, unit.start, unit.end)
                for _, _, terms in _settled(list(self._places(texts, words))):
                    subjects.update((each.measure, each.term.concept) for each in terms if isinstance(each.term, Term))
            elif unit.kind in kinds and unit.twin is None:
                words = tokens(texts.lower, unit.start, unit.end)
                if places := list(_settled(list(self._places(texts, words)))):
                    read[number] = words
                    mentions[number] = [
                        company.judged(each, number) for place in places for each in _mentions(*place)
                    ]  # fmt: skip
        return FoundConcepts(mentions, frozenset(subjects), read)

    def _places(self, texts: Texts, words: Tokens) -> Iterator[_Place]:
        """Every term and trap among the words, overlapping ones too."""
        for start, end, stop, ending in self._ends(words):
            written, plural = texts.cased[start:end], texts.cased[end:stop]
            if fitting := [each for each in ending if _is_written(each.term, written, plural)]:
                yield start, stop, fitting

    def _ends(self, words: Tokens) -> Iterator[tuple[int, int, int, list[_Entry]]]:
        """Start, end without a plural, and end of all that the tree knows."""
        beginnings = self._beginnings
        for first, word in enumerate(words.words):
            if word in beginnings:
                yield from self._ends_from(words, first)

    def _ends_from(self, words: Tokens, first: int) -> Iterator[tuple[int, int, int, list[_Entry]]]:
        every, starts, ends = words
        start, following = starts[first], self._root.following
        for at in range(first, len(every)):
            word, stop = every[at], ends[at]
            if word[-1] == "s":
                yield from ((start, *end) for end in _plural_ends(following, word, stop))
            if (node := following.get(word)) is None:
                return
            if node.ending:
                yield start, stop, stop, node.ending
            if not (following := node.following):
                return

    def _defined(self, texts: Texts) -> dict[str, set[str]]:
        """The abbreviations that the record defines, with the measures of which the defining words speak."""
        return {
            short: {
                measure
                for _, _, _, ending in self._ends(tokens(texts.lower, *span))
                for each in ending
                for measure in _measures_of(each)
            }
            for short, span in spelled_out(texts).items()
        }


def _plural_ends(following: dict[str, _Node], word: str, stop: int) -> Iterator[tuple[int, int, list[_Entry]]]:
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


def _is_written(term: Term | Trap, written: str, plural: str) -> bool:
    """Whether an abbreviation, or an ambiguous term with capitals, is cased as it must be, and its plural is small."""
    if isinstance(term, Trap) or term.form == "phrase" or term.term == term.term.lower():
        return True
    return written.replace("-", " ") == term.term.replace("-", " ") and plural == plural.lower()


def _settled(places: list[_Place]) -> Iterator[_Place]:
    """The terms that are not part of a longer one and that no trap silences, in the order of the text."""
    places.sort(key=lambda place: (place[0], -place[1]))
    traps = [
        (start, end, each.measure) for start, end, found in places for each in found if isinstance(each.term, Trap)
    ]
    low = high = -1
    for start, end, found in places:
        terms = [each for each in found if isinstance(each.term, Term)]
        if not terms or (low <= start and end <= high):
            continue
        if end > high:
            low, high = start, end
        silent = {measure for at, stop, measure in traps if at <= start and end <= stop}
        if EVERY not in silent and (left := [each for each in terms if each.measure not in silent]):
            yield start, end, left


def _mentions(start: int, end: int, entries: Sequence[_Entry]) -> Iterator[Mention]:
    for entry in entries:
        if isinstance(entry.term, Term):
            for measure in (entry.measure, *entry.term.also_measures):
                yield Mention(measure, entry.term, start, end, True)


class _Company:
    """Whether ambiguous terms have the company that they need, in their outcome or anywhere in the record."""

    def __init__(self, texts: Texts, defined: Mapping[str, Collection[str]]) -> None:
        """`defined`: abbreviations of the record, with the measures of which their long forms speak."""
        self._texts, self._defined = texts, defined
        self._near: dict[tuple[int, str], bool] = {}
        self._about: str | None = None
        self._of_record: dict[str, bool] = {}

    def judged(self, mention: Mention, number: int) -> Mention:
        """The mention with what its company and the record's abbreviations say of it."""
        term, written = mention.term, self._texts.cased[mention.start : mention.end]
        measures = self._defined.get(written)
        is_sure = (
            term.form != "ambiguous"
            or any(self._is_near(number, word) for word in term.unit_company)
            or any(self._is_of_record(word) for word in term.record_company)
            or (term.takes_expansion and measures is not None and mention.measure in measures)
        )
        is_otherwise = term.form != "phrase" and measures is not None and mention.measure not in measures
        return mention._replace(is_sure=is_sure, is_otherwise=is_otherwise)

    def _is_near(self, number: int, word: str) -> bool:
        key = number, word
        if key not in self._near:
            unit = self._texts.units[number]
            self._near[key] = has_word(self._texts.lower, word.lower(), unit.start, unit.end)
        return self._near[key]

    def _is_of_record(self, word: str) -> bool:
        """Whether the record is about the word: its titles, summary, conditions, keywords or interventions name it."""
        if self._about is None:
            lower = self._texts.lower
            self._about = "\n".join(lower[unit.start : unit.end] for unit in self._texts.units if unit.kind in ABOUT)
        if word not in self._of_record:
            self._of_record[word] = word.lower() in self._about
        return self._of_record[word]


def has_word(lower: str, word: str, low: int, high: int) -> bool:
    """Whether a word, or the beginning of one, stands between two positions."""
    at = lower.find(word, low, high)
    while at >= 0:
        if not at or not lower[at - 1].isalnum():
            return True
        at = lower.find(word, at + 1, high)
    return False
