"""One pass over a record's text finds every literal of every rule; only then do patterns run, passage by passage.

The pass is Aho-Corasick over the folded text. Each literal leads to the rules that need it and know the kind of
text it stands in; a rule's pattern is then matched within the unit (an outcome, an arm, a title) or, in prose,
within the sentence of the literal. In a long unit the pattern runs around the literal only (REACH).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from ahocorasick_rs import AhoCorasick, Implementation

from fetchers.assertion import FAMILIES, Assertion
from fetchers.record.texts import Texts, Unit
from fetchers.scan import Scanner, unions
from fetchers.sentences import heading_spans, sentence_span, sentence_starts
from seeds.measures import Label, Rule

PROSE = {"summary", "description", "eligibility"}  # judged sentence by sentence
ARM = {"arm", "intervention"}  # by `narrative` rules sentence by sentence, by all others as a whole
KINDS_OF_FIELD = {
    "outcome": ("registered", "posted"),
    "narrative": ("summary", "description", "arm", "intervention"),
    "eligibility": ("eligibility",),
    "title": ("title",),
    "condition": ("condition",),
    "keyword": ("keyword",),
    "arm": ("arm", "intervention"),
    "summary": ("summary",),
}
KINDS = tuple(dict.fromkeys(kind for kinds in KINDS_OF_FIELD.values() for kind in kinds))
REACH = 200  # characters before and after a literal in which its rule's words must stand
MASK = 320  # characters before the words in which an overlapping exclusion may begin; half as many after, to end in


class Finding(NamedTuple):
    """A rule that fired: the label, the rule, the unit's index in `texts.units`, the span in the folded text."""

    label: str
    rule: str
    unit: int
    start: int
    end: int


class Attribution(Protocol):
    """Whose level or kinetics the words at `start:end` of a unit are: the rapalog's own?"""

    @property
    def possible(self) -> bool:
        """Whether the record names a rapalog at all."""

    def __call__(self, texts: Texts, unit: Unit, start: int, end: int) -> bool: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    label: str
    rule: str
    kinds: frozenset[str]
    narrative: bool
    pattern: Scanner
    cased: bool
    cue: bool
    negatable: bool
    subject: bool
    title_only: bool
    yields_to: tuple[str, ...]
    exclude: tuple[str, ...]
    any_mask: list[Scanner]
    requires: tuple[Scanner, ...]
    unless: list[Scanner]


def _compile(label: Label, rule: Rule) -> _Compiled:
    pattern = rule.pattern or "|".join(rf"\b{re.escape(literal.strip('|'))}\b" for literal in rule.literals)
    kinds = frozenset(kind for field in rule.fields for kind in KINDS_OF_FIELD[field])
    return _Compiled(
        label.id, f"{label.id}.{rule.id}", kinds, "narrative" in rule.fields,
        Scanner(pattern),
        rule.cased, rule.cue, rule.negatable, bool(rule.subject), rule.place == "title", rule.yields_to,
        (*label.exclude, *rule.exclude),
        unions((*label.exclude, *rule.exclude)),
        tuple(map(Scanner, rule.requires)),
        unions(rule.unless),
    )  # fmt: skip


class _Literal(NamedTuple):
    opens_word: bool
    ends_word: bool
    rules: dict[str, list[_Compiled]]  # by kind of text


def _literal(words: str, rules: list[_Compiled]) -> _Literal:
    by_kind = {kind: [rule for rule in rules if kind in rule.kinds] for kind in KINDS}
    return _Literal(words.startswith("|"), words.endswith("|"), by_kind)


class _Scope(NamedTuple):
    """The passage in which a rule is judged, and the part of it that its pattern reads."""

    low: int
    high: int
    left: int
    right: int


class Matcher:
    """All rules of all labels, compiled once; `findings` judges one record's texts."""

    def __init__(self, labels: Iterable[Label], assertion: Assertion) -> None:
        self._assertion = assertion
        by_literal: dict[str, list[_Compiled]] = {}
        for label in labels:
            for rule in label.rule:
                compiled = _compile(label, rule)
                for literal in rule.literals:
                    by_literal.setdefault(literal, []).append(compiled)
        self._literals = [_literal(words, rules) for words, rules in by_literal.items()]
        literals = [words.strip("|") for words in by_literal]
        self._automaton = AhoCorasick(literals, implementation=Implementation.DFA) if literals else None

    def findings(self, texts: Texts, attribution: Attribution | None = None) -> list[Finding]:
        """Every (unit, label) once, with the first words that show it; those of yielding rules come last."""
        strong: _Found = {}
        weak: _Found = {}
        read: dict[tuple[_Compiled, int], int] = {}  # up to where a rule has read the passage that begins there
        sentences: dict[int, list[int]] = {}
        for number, at, end, rules in self._hits(texts):
            unit = texts.units[number]
            for rule in rules:
                found = weak if rule.yields_to else strong
                if (number, rule.label) in found or (rule.subject and not (attribution and attribution.possible)):
                    continue
                low, high = _passage(texts, number, rule, at, sentences)
                if read.get((rule, low), -1) >= min(end + REACH, high):
                    continue
                if rule.title_only and unit.kind in KINDS_OF_FIELD["outcome"] and texts.in_description(at):
                    continue
                scope = _Scope(low, high, max(low, at - REACH), min(high, end + 3 * REACH))
                read[rule, low] = scope.right
                if span := self._fires(rule, texts, unit, scope, attribution):
                    found[number, rule.label] = rule, Finding(rule.label, rule.rule, number, *span)
        return _settled(strong, weak)

    def _hits(self, texts: Texts) -> Iterator[tuple[int, int, int, list[_Compiled]]]:
        """Unit, start and end of each literal, with the rules that it calls there."""
        if self._automaton is None:
            return
        lower, units, number, last = texts.lower, texts.units, 0, len(texts.units) - 1
        for which, at, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            while number < last and at >= units[number + 1].start:
                number += 1
            literal = self._literals[which]
            rules = literal.rules[units[number].kind]
            if not rules or (literal.opens_word and at and lower[at - 1].isalnum()):
                continue
            if not (literal.ends_word and lower[end : end + 1].isalnum()):
                yield number, at, end, rules

    def _fires(
        self, rule: _Compiled, texts: Texts, unit: Unit, scope: _Scope, attribution: Attribution | None
    ) -> tuple[int, int] | None:
        family = FAMILIES.get(unit.kind, "")
        low, high = scope.low, scope.high
        for start, end in _matches(rule, texts, scope):
            if rule.title_only and family == "outcome" and texts.in_description(start):
                continue
            if rule.negatable and self._assertion.negated(texts.lower, start, end, low, high, family):
                continue
            if family == "narrative" and rule.cue and not self._measured(texts, start, end, low, high):
                continue
            if not rule.subject or (attribution and attribution(texts, unit, start, end)):
                return start, end
        return None

    def _measured(self, texts: Texts, start: int, end: int, low: int, high: int) -> bool:
        if self._assertion.describes_people(texts.lower, start, end, low, high):
            return False
        if self._assertion.measuring(texts.lower, low, high):
            return True
        piece, _ = texts.piece_span(start)
        headings = heading_spans(texts.cased, piece, low, high)
        return any(self._assertion.measuring(texts.lower, *heading) for heading in headings)


_Found = dict[tuple[int, str], tuple[_Compiled, Finding]]  # by unit and label


def _passage(texts: Texts, number: int, rule: _Compiled, at: int, sentences: dict[int, list[int]]) -> tuple[int, int]:
    """The sentence around `at` where the text is prose to the rule, else the unit."""
    unit = texts.units[number]
    if not (unit.kind in PROSE or (rule.narrative and unit.kind in ARM)):
        return unit.start, unit.end
    if number not in sentences:
        sentences[number] = sentence_starts(texts.cased, unit.start, unit.end)
    return sentence_span(sentences[number], unit.end, at)


def _matches(rule: _Compiled, texts: Texts, scope: _Scope) -> Iterator[tuple[int, int]]:
    """Spans of the pattern that no mask overlaps, where the passage has what the rule requires."""
    lower, low, high = texts.lower, scope.low, scope.high
    first = True
    for hit in rule.pattern.finditer(texts.cased if rule.cased else lower, scope.left, scope.right):
        start, end = hit.span()
        if first and not _allows(rule, lower, low, high):
            return
        first = False
        if start < end and not _masked(rule, lower, start, end, max(low, start - MASK), min(high, end + MASK // 2)):
            yield start, end


def _allows(rule: _Compiled, lower: str, low: int, high: int) -> bool:
    return all(need.search(lower, low, high) for need in rule.requires) and not any(
        bar.search(lower, low, high) for bar in rule.unless
    )


def _masked(rule: _Compiled, lower: str, start: int, end: int, low: int, high: int) -> bool:
    """Whether an exclusion overlaps the words `start:end`; each is read from the left, one match after the other."""
    if not any(some.begins(lower, low, end, high) for some in rule.any_mask):
        return False
    for each in rule.exclude:
        for mask in _compiled(each).finditer(lower, low, high):
            if mask.start() >= end:
                break
            if start < mask.end():
                return True
    return False


@cache  # few are ever needed one by one
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _settled(strong: _Found, weak: _Found) -> list[Finding]:
    """The findings, with those of yielding rules where nothing that they yield to was found."""
    present = {label for _, label in strong}
    settled = dict(strong)
    for place, each in weak.items():
        if not present.intersection(each[0].yields_to):
            settled.setdefault(place, each)
    return [finding for _, finding in settled.values()]
