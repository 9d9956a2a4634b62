"""Finds the concepts of the vocabulary (`seeds/concepts`) in a record's outcomes, and in what the trial is about.

One pass of Aho-Corasick over the record (`fetchers/text/words.py`) gives every spelling of every term; here the words
must end where the term does (a plural may follow), abbreviations must be cased as they are written, a term within a
longer one is part of it, and a trap silences the measure that it names.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from fetchers.measures.abbreviations import spelled_out
from fetchers.record.texts import Texts
from fetchers.text.words import Hit
from seeds.concepts.terms import EVERY, Term, Trap, Vocabulary

JUDGED = ("registered", "posted")
SUBJECT = ("title", "condition")
ABOUT = ("title", "condition", "keyword", "summary", "intervention")  # where words of `record:` company stand
MOST_JOINTS = 3  # blanks and hyphens of a term that are varied one by one
SHORTEST_PLURAL = 4  # letters of a term that may take a plural
_JOINT = re.compile(r"([ -])")


class Mention(NamedTuple):
    """A term in an outcome: of which measure it speaks, where it stands, and whether it has the company it needs."""

    measure: str
    term: Term
    start: int
    end: int
    is_sure: bool
    is_otherwise: bool = False  # an abbreviation that the record defines by words of another thing


class FoundConcepts(NamedTuple):
    """The mentions of each outcome by its index in `texts.units`, and the concepts that the trial is about."""

    mentions: dict[int, list[Mention]]
    subjects: frozenset[tuple[str, str]]  # measure and concept


_Place = tuple[int, int, list["_Entry"]]  # start, end, what stands there


class _Entry(NamedTuple):
    measure: str  # of a trap: the one that it silences
    term: Term | Trap


class ConceptFinder:
    """All terms and traps by spelling; `found` judges one record's hits."""

    def __init__(self, vocabulary: Vocabulary, measures: Collection[str]) -> None:
        """`measures` are those that are sought."""
        entries: dict[str, list[_Entry]] = {}
        for measure in sorted(measures):
            for term in vocabulary.terms[measure]:
                for spelling in spellings(term.term.lower()):
                    entries.setdefault(spelling, []).append(_Entry(measure, term))
        for trap in vocabulary.traps:
            for spelling in spellings(trap.term):
                entries.setdefault(spelling, []).append(_Entry(trap.measure, trap))
        self.spellings = list(entries)
        self._entries = list(entries.values())

    def found(self, texts: Texts, hits: Iterable[Hit], kinds: Collection[str] = JUDGED) -> FoundConcepts:
        """The mentions in texts of these kinds among the hits, whose numbers are those of `spellings`."""
        hits = list(hits)
        company = _Company(texts, self._defined(texts, hits))
        mentions: dict[int, list[Mention]] = {}
        subjects: set[tuple[str, str]] = set()
        for number, places in self._by_unit(texts, hits, kinds).items():
            unit = texts.units[number]
            for start, end, terms in _settled(places):
                if unit.kind in SUBJECT:
                    subjects.update((each.measure, each.term.concept) for each in terms if isinstance(each.term, Term))
                else:
                    mentions.setdefault(number, []).extend(_mentions(start, end, terms))
        sure = {number: [company.judged(each, number) for each in found] for number, found in mentions.items()}
        return FoundConcepts(sure, frozenset(subjects))

    def _defined(self, texts: Texts, hits: Sequence[Hit]) -> dict[str, set[str]]:
        """The abbreviations that the record defines, with the measures of which the defining words speak."""
        spans = sorted((span, short) for short, span in spelled_out(texts).items())
        starts = [span[0] for span, _ in spans]
        found: dict[str, set[str]] = {short: set() for _, short in spans}
        for which, start, end in hits if spans else ():
            at = bisect_right(starts, start) - 1
            if at >= 0 and end <= spans[at][0][1]:
                found[spans[at][1]].update(*map(_measures_of, self._entries[which]))
        return found

    def _by_unit(self, texts: Texts, hits: Iterable[Hit], kinds: Collection[str]) -> dict[int, list[_Place]]:
        """What stands in texts of these kinds and in what the trial is about, unit by unit."""
        wanted = {
            number
            for number, unit in enumerate(texts.units)
            if unit.kind in SUBJECT or (unit.kind in kinds and unit.twin is None)
        }
        found: dict[int, list[_Place]] = {}
        for which, start, end in hits:
            number = texts.unit_at(start)
            if number in wanted and (stop := word_end(texts.lower, start, end)):
                written = texts.cased[start:end]
                tail = texts.cased[end:stop]
                if fitting := [each for each in self._entries[which] if _is_written(each.term, written, tail)]:
                    found.setdefault(number, []).append((start, stop, fitting))
        return found


def _measures_of(entry: _Entry) -> tuple[str, ...]:
    """The measures of which a term speaks that is spelled out."""
    term = entry.term
    return (entry.measure, *term.also_measures) if isinstance(term, Term) and term.form == "phrase" else ()


def spellings(term: str) -> set[str]:
    """A term with blanks for hyphens and hyphens for blanks."""
    parts = _JOINT.split(term)
    joints = range(1, len(parts), 2)
    found = {term}
    choices = (
        product(" -", repeat=len(joints)) if len(joints) <= MOST_JOINTS else zip(*([" -"] * len(joints)), strict=True)
    )
    for choice in choices:
        varied = list(parts)
        for at, joint in zip(joints, choice, strict=True):
            varied[at] = joint
        found.add("".join(varied))
    return found


def word_end(lower: str, start: int, end: int) -> int:
    """Where the words at `start:end` end, a plural included; 0 where they are part of a longer word."""
    if start and lower[start - 1].isalnum():
        return 0
    if not lower[end : end + 1].isalnum():
        return end
    if end - start >= SHORTEST_PLURAL:
        for plural in ("s", "es"):
            stop = end + len(plural)
            if lower[end:stop] == plural and not lower[stop : stop + 1].isalnum():
                return stop
    return 0


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
