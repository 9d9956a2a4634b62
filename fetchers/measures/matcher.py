"""One pass over a record's text finds every literal of every rule; only then do patterns run, passage by passage.

The pass is Aho-Corasick over the folded text. Each literal leads to the rules that need it and know the kind of
text it stands in; a rule's pattern is then matched within the unit (an outcome, an arm, a title) or, in prose,
within the sentence of the literal. In a long unit the pattern runs around the literal only (REACH).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, Protocol

from fetchers.measures.assertion import FAMILIES, Assertion
from fetchers.record.texts import Texts, TextUnit
from fetchers.text.scan import Scanner, union
from fetchers.text.sentences import heading_spans, sentence_around
from fetchers.text.words import Hit, WordFinder
from seeds.measures.rules import Label, Rule

SUBJECT_KINDS = {"title", "condition", "keyword"}  # of texts that say what a trial is about
MATCHED_PROSE = {"summary", "description", "eligibility"}  # judged sentence by sentence
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
MATCHED_KINDS = tuple(dict.fromkeys(kind for kinds in KINDS_OF_FIELD.values() for kind in kinds))
REACH = 200  # characters before and after a literal in which its rule's words must stand
FIRM, YIELDING, BESIDE = range(3)  # rules: that hold, that yield to others, that tell of people beside the trial's own
MASK = 320  # characters before the words in which an overlapping exclusion may begin; half as many after, to end in
_Scope = tuple[int, int, int, int]  # start and end of the passage, and of the part of it that a pattern reads


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

    def __call__(self, texts: Texts, unit: TextUnit, start: int, end: int) -> bool: ...

    def names_within(self, low: int, high: int) -> bool:
        """Whether the name of a rapalog begins between two positions of the text."""


class _AnyOf:
    """Several patterns as one, put together when first asked for."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.each = [Scanner(pattern) for pattern in patterns]
        self._patterns = patterns
        self._together: list[Scanner] | None = None

    @property
    def together(self) -> list[Scanner]:
        """Scanners that find something where one of the patterns does: fewer than the patterns."""
        if self._together is None:
            self._together = union(self._patterns)
        return self._together


class _Compiled:
    """A rule as the matcher runs it."""

    def __init__(self, label: Label, rule: Rule, kinds_of_others: Collection[str], beside: Collection[str]) -> None:
        """`kinds_of_others`: of text in which others than rules decide on it; `beside`: other labels of its group."""
        self.label = label.id
        self.rule = f"{label.id}.{rule.id}"
        kinds = {kind for field in rule.fields for kind in KINDS_OF_FIELD[field]}
        self.kinds = frozenset(kinds.difference(kinds_of_others))
        self.narrative = "narrative" in rule.fields
        words = (rf"\b{re.escape(literal.strip('|'))}\b" for literal in rule.literals)
        self.pattern = Scanner(rule.pattern or "|".join(words))
        self.cased, self.cue, self.negatable = rule.cased, rule.cue, rule.negatable
        self.subject, self.names, self.title_only = bool(rule.subject), bool(rule.names), rule.place == "title"
        self.yields_to, self.yields_here_to = frozenset(rule.yields_to), frozenset(beside if rule.yields_here else ())
        self.strength = BESIDE if rule.beside else YIELDING if rule.yields_to or rule.yields_here else FIRM
        # in a unit one finding of a label is enough, but of each rule that may have to yield: another may yield to less
        self.place = self.rule if self.strength == YIELDING else self.label
        self.takes_healthy = rule.takes_healthy
        self.masks = _AnyOf((*label.exclude, *rule.exclude))
        self.requires = [Scanner(need) for need in rule.requires]
        self.unless = _AnyOf(rule.unless)
        self.subject_requires = _AnyOf(rule.subject_requires)
        self.subject_unless = _AnyOf(rule.subject_unless)

    def prepare(self) -> None:
        """Compile all patterns now, rather than each when it is first needed."""
        scanners = *self.masks.together, *self.masks.each, *self.requires, *self.unless.together
        scanners += *self.subject_requires.together, *self.subject_unless.together
        for scanner in (self.pattern, *scanners):
            scanner.prepare()


class _Called:
    """The rules that a literal calls in one kind of text, and whether words must end at its edges."""

    __slots__ = ("ends_word", "opens_word", "rules")

    def __init__(self, words: str, rules: list[_Compiled]) -> None:
        self.opens_word, self.ends_word, self.rules = words.startswith("|"), words.endswith("|"), rules


def _called(words: str, rules: Iterable[_Compiled], kind: str) -> _Called | None:
    able = [rule for rule in rules if kind in rule.kinds]
    return _Called(words, able) if able else None


class Matcher:
    """All rules of all labels, compiled once; `findings` judges one record's texts."""

    def __init__(self, labels: Iterable[Label], assertion: Assertion, judged: Collection[str] = ()) -> None:
        """`judged`: labels on whose outcomes the judge decides (fetchers/measures/judge.py), rules elsewhere only."""
        self._assertion = assertion
        by_literal: dict[str, list[_Compiled]] = {}
        by_group: dict[str, set[str]] = {}
        for label in (labels := tuple(labels)):
            by_group.setdefault(label.group, set()).add(label.id)
        for label in labels:
            kinds = KINDS_OF_FIELD["outcome"] if label.id in judged else ()
            for rule in label.rule:
                compiled = _Compiled(label, rule, kinds, by_group[label.group] - {label.id})
                if not compiled.kinds:
                    continue
                for literal in rule.literals:
                    by_literal.setdefault(literal, []).append(compiled)
        self.literals = [words.strip("|") for words in by_literal]
        self._words = WordFinder(self.literals)
        # by kind of text and number of the literal
        self._called = {kind: [_called(*each, kind) for each in by_literal.items()] for kind in MATCHED_KINDS}

    def prepare(self) -> None:
        """Compile all patterns now, rather than each when it is first needed."""
        for rule in {rule for called in self._called.values() for each in called if each for rule in each.rules}:
            rule.prepare()
        self._assertion.prepare()

    def findings(
        self, texts: Texts, attribution: Attribution | None = None, hits: Sequence[Hit] | None = None
    ) -> list[Finding]:
        """Every (unit, label) once, in the order of the units, with the first words that show it.

        `hits` spares looking for the `literals`; numbers beyond theirs are passed over.
        """
        if hits is None:
            hits = self._words.find(texts.lower)
        by_strength: tuple[_Found, _Found, _Found] = {}, {}, {}
        read: dict[tuple[_Compiled, int], int] = {}  # up to where a rule has read the passage that begins there
        passages = _Passages(texts)
        is_possible = attribution is not None and attribution.possible
        for number, at, end, rules in self._calls(texts, hits):
            for rule in rules:
                found = by_strength[rule.strength]
                if (number, rule.place) in found or ((rule.subject or rule.names) and not is_possible):
                    continue
                if rule.takes_healthy and not texts.takes_healthy:
                    continue
                low, high = passages.around(number, rule, at)
                if read.get((rule, low), -1) >= min(end + REACH, high):
                    continue
                if rule.names and not (attribution and attribution.names_within(low, high)):
                    continue
                unit = texts.units[number]
                if rule.title_only and unit.kind in KINDS_OF_FIELD["outcome"] and texts.in_description(at):
                    continue
                scope = low, high, max(low, at - REACH), min(high, end + 3 * REACH)
                read[rule, low] = scope[3]
                if span := self._fires(rule, texts, unit, scope, attribution):
                    found[number, rule.place] = rule, Finding(rule.label, rule.rule, number, *span)
        return _with_twins(_settled(*by_strength), texts.units)

    def _calls(self, texts: Texts, hits: Sequence[Hit]) -> Iterator[tuple[int, int, int, list[_Compiled]]]:
        """Unit, start and end of each literal, with the rules that it calls there."""
        if not texts.units:
            return
        count, lower, number = len(self.literals), texts.lower, 0
        starts = [*texts.unit_starts[1:], len(lower) + 1]
        following, called = starts[0], self._called[texts.units[0].kind]
        for which, at, end in hits:
            if at >= following:
                while at >= following:
                    number += 1
                    following = starts[number]
                unit = texts.units[number]
                called = self._called[unit.kind] if unit.twin is None else []
            if not called:
                continue
            call = called[which] if which < count else None
            if call is None:
                continue
            if call.opens_word and at and lower[at - 1].isalnum():
                continue
            if not (call.ends_word and lower[end : end + 1].isalnum()):
                yield number, at, end, call.rules

    def _fires(
        self, rule: _Compiled, texts: Texts, unit: TextUnit, scope: _Scope, attribution: Attribution | None
    ) -> tuple[int, int] | None:
        family = FAMILIES.get(unit.kind, "")
        low, high, left, right = scope
        cued = rule.cue and family == "narrative"
        words, lower = texts.cased if rule.cased else texts.lower, texts.lower
        is_first = True
        while hit := rule.pattern.search(words, left, right):
            start, end = hit
            if is_first and not (
                _allows(rule, lower, low, high)
                and _fits_subject(rule, texts)
                and (not cued or self._speaks(texts, low, high))
            ):
                return None
            is_first, left = False, end if start < end else end + 1
            if (
                start < end
                and not _masked(rule, lower, start, end, max(low, start - MASK), min(high, end + MASK // 2))
                and not (rule.title_only and family == "outcome" and texts.in_description(start))
                and not (rule.negatable and self._assertion.negated(lower, start, end, low, high, family))
                and not (cued and self._assertion.describes_people(lower, start, end, low, high))
                and (not rule.subject or (attribution and attribution(texts, unit, start, end)))
            ):
                return hit
        return None

    def _speaks(self, texts: Texts, low: int, high: int) -> bool:
        """Whether a sentence or what heads it says that something is measured."""
        if self._assertion.measuring(texts.lower, low, high):
            return True
        piece, _ = texts.piece_span(low)
        headings = heading_spans(texts.cased, piece, low, high)
        return any(self._assertion.measuring(texts.lower, *heading) for heading in headings)


_Found = dict[tuple[int, str], tuple[_Compiled, Finding]]  # by unit and label, or rule of those that yield


class _Passages:
    """Where rules are judged: the sentence where the text is prose to the rule, else the unit."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._latest = 0, 0  # the sentence last asked for: literals come in the order of the text

    def around(self, number: int, rule: _Compiled, at: int) -> tuple[int, int]:
        unit = self._texts.units[number]
        start, end = unit.start, unit.end
        if not (unit.kind in MATCHED_PROSE or (rule.narrative and unit.kind in ARM)):
            return start, end
        low, high = self._latest
        if not low <= at < high:
            known = high if start <= high <= at else start  # where one sentence ends another begins
            self._latest = low, high = sentence_around(self._texts.cased, known, end, at)
        return low, high


def _allows(rule: _Compiled, lower: str, low: int, high: int) -> bool:
    return all(need.search(lower, low, high) for need in rule.requires) and not any(
        bar.search(lower, low, high) for bar in rule.unless.together
    )


def _fits_subject(rule: _Compiled, texts: Texts) -> bool:
    """Whether titles, conditions and keywords, which open a record's texts, say what the rule needs, and no more."""
    needs, bars = rule.subject_requires.together, rule.subject_unless.together
    if not (needs or bars):
        return True
    end = max((unit.end for unit in texts.units if unit.kind in SUBJECT_KINDS), default=0)
    return not any(bar.search(texts.lower, 0, end) for bar in bars) and (
        not needs or any(need.search(texts.lower, 0, end) for need in needs)
    )


def _masked(rule: _Compiled, lower: str, start: int, end: int, low: int, high: int) -> bool:
    """Whether an exclusion overlaps the words `start:end`."""
    is_near = False
    for some in rule.masks.together:
        for _, mask_end in some.before(lower, low, end, high):
            if start < mask_end:
                return True
            is_near = True
    return is_near and any(  # of exclusions that begin alike another than the first may reach the words
        start < mask_end
        for each in rule.masks.each
        for _, mask_end in takewhile(lambda mask: mask[0] < end, each.finditer(lower, low, high))
    )


def _with_twins(findings: list[Finding], units: list[TextUnit]) -> list[Finding]:
    """The findings, with those of every outcome that repeats an earlier one's words, in the order of the units."""
    by_unit: dict[int, list[Finding]] = {}
    for finding in findings:
        by_unit.setdefault(finding.unit, []).append(finding)
    for number, unit in enumerate(units):
        if unit.twin in by_unit:
            ahead = unit.start - units[unit.twin].start
            by_unit[number] = [
                finding._replace(unit=number, start=finding.start + ahead, end=finding.end + ahead)
                for finding in by_unit[unit.twin]
            ]
    return [finding for number in sorted(by_unit) for finding in by_unit[number]]


def _settled(strong: _Found, weak: _Found, beside: _Found) -> list[Finding]:
    """The findings, with those of yielding rules where nothing that they yield to was found.

    Rules that yield within a unit come last: what the others found stands before them.
    """
    here: dict[int, set[str]] = {}
    for _, finding in (*strong.values(), *weak.values()):
        here.setdefault(finding.unit, set()).add(finding.label)
    settled = dict(strong)
    for is_last in (False, True):
        present = {label for _, label in settled}
        for rule, finding in weak.values():
            if bool(rule.yields_here_to) is not is_last:
                continue
            if present.isdisjoint(rule.yields_to) and here[finding.unit].isdisjoint(rule.yields_here_to):
                settled.setdefault((finding.unit, finding.label), (rule, finding))
    for place, each in beside.items():
        settled.setdefault(place, each)
    return [finding for _, finding in settled.values()]
