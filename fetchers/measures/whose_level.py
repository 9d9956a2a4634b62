"""Whose drug level, trough or kinetics a text speaks of: the rapalog's or another drug's (docs/measures.md, exposure).

The nearest words decide: a name that stands right before the measure ("sirolimus trough") or after "of", else the
last name before it in its clause, in its sentence, then the title of the arm or outcome it stands in. Where nobody
is named, it is the study drug's: the rapalog's own if the trial's title or interventions are about a rapalog.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from fetchers.drugs.names import DrugNames, NameMatch
from fetchers.drugs.owners import places
from fetchers.measures.matcher import Attribution
from fetchers.record.nodes import Node, child, objects, text
from fetchers.record.nodes import texts as texts_under
from fetchers.record.texts import Texts, TextUnit
from fetchers.text.folding import fold
from seeds.context.attribution import load_word_lists
from seeds.drugs.names import load_drugs
from seeds.drugs.other_drugs import other_drugs

NAMING_PLACES = ("title", "arm", "intervention", "keyword")
BACKWARD = 500  # characters of a paragraph in which a drug named before still is the subject

_SENTENCE = re.compile(r"[.!?]\s|[;\n\0]")
_CLAUSE = re.compile(r",\s|\b(?:while|whereas|then|but)\b|:\s")
_RELATION = re.compile(r"\b(?:of|for|in|between|to)\b|[:(]")
_ANY_DRUG = re.compile(r"(?:study |trial )?(?:drug|medication|immunosuppress)")  # "drug levels": of all that are given
_LEFT_OUT = re.compile(r"[- ](?:free|sparing|avoid\w*|withdraw\w*|eliminat\w*)\b")  # "steroid-free": not given
_PARTS = re.compile(r"[()\[\],;:+/&\u00ae\u2122]|\b(?:and|plus|with|or|in|for|of|combined)\b")
_NAME = re.compile(r"[a-z][a-z0-9-]{3,}")
_CODE = re.compile(r"[a-z]{2,5}[ -]?\d{3,}[a-z]?")


class NamedOwner(NamedTuple):
    """A drug's name in the folded text of a record."""

    start: int
    end: int
    is_rapalog: bool


_WORDS = load_word_lists()
_NO_DRUG = frozenset(_WORDS["no_drug"])


def _only(words: tuple[str, ...]) -> re.Pattern[str]:
    """Text that holds nothing but these words, figures and punctuation."""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:[\s(),/'+&*:=<>\u00ae\u2122\[\]-]|\d+(?:\.\d+)?|(?<![^\W\d_])(?:{listed})(?![^\W_]))*")


_JOINED, _BEFORE, _AFTER = _only(_WORDS["joining"]), _only(_WORDS["before"]), _only(_WORDS["after"])


@cache
def _seed_names() -> DrugNames:
    return DrugNames(load_drugs())


def attribution_for(
    record: Node, texts: Texts, rapalogs: Sequence[NameMatch], abbreviations: Sequence[str] = ()
) -> Attribution:
    """Attribution over one record, in whose text these names of rapalogs stand, and perhaps their abbreviations."""
    return RapalogAttribution(record, texts, rapalogs, abbreviations) if rapalogs else NOBODYS


class _OfExample:
    """Attribution for a rule's own examples: their words alone decide, in a trial that has a rapalog."""

    possible = True

    def __call__(self, texts: Texts, unit: TextUnit, start: int, end: int) -> bool:
        names = _seed_names()
        rapalogs = names.find(texts.cased, lower=texts.lower)
        own = RapalogAttribution({}, texts, rapalogs, names.abbreviations, about_rapalog=True)
        return own(texts, unit, start, end)

    def names_within(self, low: int, high: int) -> bool:
        """True: an example is short, and its rule's pattern finds the name."""
        return True


subject_of_example: Attribution = _OfExample()


class _Nobodys:
    """Attribution over a record that names no rapalog."""

    possible = False

    def __call__(self, texts: Texts, unit: TextUnit, start: int, end: int) -> bool:
        return False

    def names_within(self, low: int, high: int) -> bool:
        return False


NOBODYS: Attribution = _Nobodys()


class RapalogAttribution:
    """Whose level or kinetics the words of one record are."""

    possible = True  # without a rapalog no level can be a rapalog's: see NOBODYS

    def __init__(
        self, record: Node, texts: Texts, rapalogs: Sequence[NameMatch], abbreviations: Sequence[str] = (),
        about_rapalog: bool | None = None,
    ) -> None:  # fmt: skip
        self._record = record
        self._texts = texts
        self._lower = texts.lower
        self._rapalogs = [(name.start, name.end) for name in rapalogs]
        self._rapalogs += [
            (at, at + len(short)) for short in abbreviations for at in places(short, self._lower, 0, len(self._lower))
        ]
        self._rapalogs.sort()
        self._about = about_rapalog
        self._own: list[str] | None = None
        self._named: dict[int, list[NamedOwner]] = {}  # by unit, as they are asked for

    def __call__(self, texts: Texts, unit: TextUnit, start: int, end: int) -> bool:
        """Whether the words at `start:end` are about the rapalog's own level or kinetics."""
        for drugs in self._candidates(unit, start, end):
            if drugs:
                return any(drug.is_rapalog for drug in drugs)
        return self._is_study_drug()

    def names_within(self, low: int, high: int) -> bool:
        """Whether the name of a rapalog begins between two positions of the text."""
        return bool(self._rapalogs_between(low, high))

    def _rapalogs_between(self, low: int, high: int) -> list[tuple[int, int]]:
        """The names of rapalogs that begin within a part of the text."""
        return self._rapalogs[bisect_left(self._rapalogs, (low,)) : bisect_left(self._rapalogs, (high,))]

    def _candidates(self, unit: TextUnit, start: int, end: int) -> Iterator[Sequence[NamedOwner]]:
        """Groups of names that may govern the words, the nearest first."""
        low, high = self._sentence(unit, start, end)
        sentence = self._within(low, high)
        inside = [drug for drug in sentence if drug.start < end and start < drug.end]
        yield [drug for drug in inside if drug.is_rapalog]
        groups = self._groups(sentence)
        yield self._right_before(groups, start)
        yield self._right_after(groups, end)
        yield inside
        yield self._last_before(groups, self._clause(low, start), start)
        yield self._last_before(groups, low, start)
        yield [drug for group in groups for drug in group]
        yield from self._around(unit, start)

    def _around(self, unit: TextUnit, start: int) -> Iterator[Sequence[NamedOwner]]:
        piece, _ = self._texts.piece_span(start)
        if unit.kind in ("registered", "posted"):
            title, title_end = self._texts.piece_span(unit.start)
            yield self._within(title, title_end)
            yield self._within(unit.start, unit.end)
            return
        in_arm = unit.kind in ("arm", "intervention")
        name = self._within(*self._texts.piece_span(unit.start)) if in_arm else ()
        if unit.kind == "intervention" and len({drug.is_rapalog for drug in name}) == 1:
            yield name
        if not _ANY_DRUG.match(self._lower, start):
            paragraph = piece if in_arm else self._lower.rfind("\n", piece, start) + 1
            paragraph = max(piece, paragraph, start - BACKWARD)
            yield self._last_before(self._groups(self._within(paragraph, start)), paragraph, start)
        yield name

    def _sentence(self, unit: TextUnit, start: int, end: int) -> tuple[int, int]:
        low, high = self._texts.piece_span(start)
        low = max(low, unit.start)
        for found in _SENTENCE.finditer(self._lower, low, start):
            low = found.end()
        after = _SENTENCE.search(self._lower, min(end, high), high)
        return low, after.start() if after else high

    def _clause(self, low: int, start: int) -> int:
        for found in _CLAUSE.finditer(self._lower, low, start):
            low = found.end()
        return low

    def _groups(self, drugs: Sequence[NamedOwner]) -> list[list[NamedOwner]]:
        """Names joined by nothing but "and", "plus", "in combination with", brackets and doses."""
        groups: list[list[NamedOwner]] = []
        for drug in drugs:
            if groups and _JOINED.fullmatch(self._lower, groups[-1][-1].end, drug.start):
                groups[-1].append(drug)
            else:
                groups.append([drug])
        return groups

    def _right_before(self, groups: Sequence[list[NamedOwner]], start: int) -> Sequence[NamedOwner]:
        for group in reversed(groups):
            if group[-1].end <= start:
                return group if _BEFORE.fullmatch(self._lower, group[-1].end, start) else ()
        return ()

    def _right_after(self, groups: Sequence[list[NamedOwner]], end: int) -> Sequence[NamedOwner]:
        for group in groups:
            if group[0].start >= end:
                near = _AFTER.fullmatch(self._lower, end, group[0].start)
                return group if near and _RELATION.search(near.group()) else ()
        return ()

    @staticmethod
    def _last_before(groups: Sequence[list[NamedOwner]], low: int, start: int) -> Sequence[NamedOwner]:
        before = [group for group in groups if low <= group[0].start < start]
        return before[-1] if before else ()

    def _within(self, low: int, high: int) -> list[NamedOwner]:
        """The drugs named in a part of one unit."""
        drugs = self._drugs_of(self._texts.unit_at(low))
        return [drug for drug in drugs if low <= drug.start and drug.end <= high]

    def _drugs_of(self, number: int) -> list[NamedOwner]:
        """All drugs named in a unit, in its order."""
        if number in self._named:
            return self._named[number]
        unit = self._texts.units[number]
        found = [NamedOwner(*span, True) for span in self._rapalogs_between(unit.start, unit.end)]
        taken = {position for drug in found for position in range(drug.start, drug.end)}
        others = [hit.span() for hit in other_drugs().finditer(self._lower, unit.start, unit.end)]
        for name in self._own_names():
            others += [(at, at + len(name)) for at in places(name, self._lower, unit.start, unit.end)]
        for start, end in others:
            if start not in taken:
                found.append(NamedOwner(start, end, False))
                taken.update(range(start, end))
        self._named[number] = sorted(found)
        return self._named[number]

    def _own_names(self) -> list[str]:
        """The trial's other drugs, as its interventions name them, the longest first."""
        if self._own is not None:
            return self._own
        names = {word for name in _drug_interventions(self._record) for word in _names_in(fold(name).lower())}
        self._own = sorted(names, key=lambda name: (-len(name), name))
        return self._own

    def _is_study_drug(self) -> bool:
        if self._about is None:
            self._about = self._is_named_as_study_drug()
        return self._about

    def _is_named_as_study_drug(self) -> bool:
        """Whether an unnamed study drug is the rapalog: a title names one, or an intervention and no title another."""
        places: dict[bool, set[str]] = {True: set(), False: set()}
        given = (number for number, unit in enumerate(self._texts.units) if unit.kind in NAMING_PLACES)
        for number in given:
            unit = self._texts.units[number]
            for drug in self._drugs_of(number):
                if not _LEFT_OUT.match(self._lower, drug.end):
                    head = unit.kind in ("title", "keyword") or drug.end <= self._texts.piece_span(unit.start)[1]
                    places[drug.is_rapalog].add(unit.kind if head else "text")
        if "title" in places[True]:
            return True
        return bool({"arm", "intervention"} & places[True]) and "title" not in places[False]


def _drug_interventions(record: Node) -> Iterator[str]:
    for one in objects(child(record, "protocolSection", "armsInterventionsModule"), "interventions"):
        if text(one, "type") in ("DRUG", "BIOLOGICAL", "DIETARY_SUPPLEMENT"):
            yield text(one, "name")
            yield from texts_under(one, "otherNames")


def _names_in(name: str) -> Iterator[str]:
    """Likely drug names in an intervention's name: single uncommon words and codes ("bibw 2992")."""
    for part in _PARTS.split(name[:120]):
        words = [word for word in part.split() if _NAME.fullmatch(word) and word not in _NO_DRUG]
        if len(words) == 1 and len(part.split()) <= 3:
            yield words[0]
        elif _CODE.fullmatch(code := " ".join(part.split())):
            yield code
