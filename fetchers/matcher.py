"""One pass over a record's text finds every literal of every rule; only then do patterns run, unit by unit.

The pass is Aho-Corasick over the folded text. Each literal leads to the rules that need it; a rule's pattern is
then matched within the unit (an outcome, an arm, a title) or, in prose, within the sentence of the literal.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from fetchers.assertion import FAMILIES, Assertion
from fetchers.record.texts import Texts, Unit
from fetchers.sentences import heading_spans, sentence_span, sentence_starts
from seeds.measures import Label, Rule

PROSE = {"summary", "description", "eligibility"}  # judged sentence by sentence
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


class Finding(NamedTuple):
    """A rule that fired: the label, the rule, the unit's index in `texts.units`, the span in the folded text."""

    label: str
    rule: str
    unit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Compiled:
    label: str
    rule: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    cased: bool
    cue: bool
    negatable: bool
    subject: str
    title_only: bool
    yields_to: tuple[str, ...]
    exclude: tuple[re.Pattern[str], ...]
    requires: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


_Found = dict[tuple[int, str], Finding]  # by unit and label

# whose level or kinetics the words at start:end of a unit are: (texts, unit, start, end) -> the rapalog's own?
Attribution = Callable[[Texts, Unit, int, int], bool]


def _compile(label: Label, rule: Rule) -> _Compiled:
    pattern = rule.pattern or "|".join(rf"\b{re.escape(literal)}\b" for literal in rule.literals)
    kinds = frozenset(kind for field in rule.fields for kind in KINDS_OF_FIELD[field])
    return _Compiled(
        label.id, f"{label.id}.{rule.id}", kinds, re.compile(pattern),
        rule.cased, rule.cue, rule.negatable, rule.subject,
        rule.place == "title", rule.yields_to,
        tuple(re.compile(each) for each in (*label.exclude, *rule.exclude)),
        tuple(re.compile(each) for each in rule.requires),
        tuple(re.compile(each) for each in rule.unless),
    )  # fmt: skip


class Matcher:
    """All rules of all labels, compiled once; `findings` judges one record's texts."""

    def __init__(self, labels: Iterable[Label], assertion: Assertion) -> None:
        self._assertion = assertion
        self._rules = [_compile(label, rule) for label in labels for rule in label.rule]
        by_literal: dict[str, list[int]] = {}
        for number, rule in enumerate(rule for label in labels for rule in label.rule):
            for literal in rule.literals:
                by_literal.setdefault(literal, []).append(number)
        self._yields = {rule.rule: rule.yields_to for rule in self._rules}
        self._triggered = list(by_literal.values())
        self._automaton = AhoCorasick(list(by_literal)) if by_literal else None

    def findings(self, texts: Texts, attribution: Attribution | None = None) -> list[Finding]:
        """Every (unit, label) once, with the first words that show it; those of yielding rules come last."""
        found: _Found = {}
        weak: _Found = {}
        tried: set[tuple[int, int, int]] = set()
        starts: dict[int, list[int]] = {}
        for literal, position, _ in self._hits(texts.lower):
            number = texts.unit_at(position)
            unit = texts.units[number]
            low, high = unit.start, unit.end
            if unit.kind in PROSE:
                if number not in starts:
                    starts[number] = sentence_starts(texts.cased, low, high)
                low, high = sentence_span(starts[number], high, position)
            for rule_number in self._triggered[literal]:
                rule = self._rules[rule_number]
                store = weak if rule.yields_to else found
                if unit.kind not in rule.kinds or (number, rule.label) in store or (rule_number, low, high) in tried:
                    continue
                tried.add((rule_number, low, high))
                if span := self._fires(rule, texts, unit, low, high, attribution):
                    store[number, rule.label] = Finding(rule.label, rule.rule, number, *span)
        return self._settled(found, weak)

    def _settled(self, found: _Found, weak: _Found) -> list[Finding]:
        """The findings, with those of yielding rules where nothing that they yield to was found."""
        present = {label for _, label in found}
        for place, finding in weak.items():
            if not present.intersection(self._yields[finding.rule]):
                found.setdefault(place, finding)
        return list(found.values())

    def _hits(self, lower: str) -> Iterable[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(lower, overlapping=True) if self._automaton else ()

    def _fires(
        self, rule: _Compiled, texts: Texts, unit: Unit, low: int, high: int, attribution: Attribution | None
    ) -> tuple[int, int] | None:
        text = texts.cased if rule.cased else texts.lower
        for start, end in self._matches(rule, text, texts.lower, low, high):
            family = FAMILIES.get(unit.kind, "")
            if rule.title_only and family == "outcome" and texts.in_description(start):
                continue
            if rule.negatable and self._assertion.negated(texts.lower, start, end, low, high, family):
                continue
            if family == "narrative" and rule.cue and not self._measured(texts, start, low, high):
                continue
            if rule.subject and not (attribution and attribution(texts, unit, start, end)):
                continue
            return start, end
        return None

    @staticmethod
    def _matches(rule: _Compiled, text: str, lower: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        spans = [found.span() for found in rule.pattern.finditer(text, low, high) if found.end() > found.start()]
        if not spans or not all(need.search(lower, low, high) for need in rule.requires):
            return
        if any(bar.search(lower, low, high) for bar in rule.unless):
            return
        masks = [found.span() for each in rule.exclude for found in each.finditer(lower, low, high)]
        for start, end in spans:
            if not any(start < right and left < end for left, right in masks):
                yield start, end

    def _measured(self, texts: Texts, start: int, low: int, high: int) -> bool:
        if self._assertion.measuring(texts.lower, low, high):
            return True
        piece, _ = texts.piece_span(start)
        headings = heading_spans(texts.cased, piece, low, high)
        return any(self._assertion.measuring(texts.lower, *heading) for heading in headings)
