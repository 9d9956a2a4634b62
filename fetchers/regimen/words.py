"""Finds what a regimen is made of in a text: doses, frequencies, routes, dosing days, cycles and level ranges.

Works on folded lower-case text, in which every position is that of the record's own string.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from fetchers.text.scan import Scanner
from fetchers.text.spans import Word
from seeds.regimen.rules import RegimenRule, load_regimens

SPOKEN = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
NUMBER = r"(?<![\w.,])(?>\d{1,3}(?:,\d{3})+(?![\d.])|\d{1,9}[.\u00b7,]\d{1,9}|\d{1,9}|\.\d{1,9})"


COUNT = rf"\d{{1,3}}|{'|'.join(SPOKEN)}"  # a whole number, in figures or spelled out


class Days(NamedTuple):
    """Dosing days as listed: first and last day, and how many days each lie between them (0 for a stretch)."""

    first: int
    last: int
    step: int


def figure(words: str) -> float:
    """A number as registered: 1,320 is thousands, 0,5 and 1·3 are decimals."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", words):
        return float(words.replace(",", ""))
    return float(words.replace(",", ".").replace("\u00b7", "."))


def count(words: str) -> int:
    """A whole number in figures or spelled out."""
    return SPOKEN.get(words) or int(words)


class _ListedRules:
    """The seeds' rules for frequencies, routes and devices, compiled once; one pass tells which a text can fire."""

    def __init__(self) -> None:
        rules = load_regimens()
        self.compiled = [(rule, Scanner(rule.pattern)) for rule in rules]
        literals = sorted({literal for rule in rules for literal in rule.literals})
        self._callers = [[n for n, rule in enumerate(rules) if literal in rule.literals] for literal in literals]
        self._automaton = AhoCorasick(literals)

    def within(self, text: str) -> list[tuple[RegimenRule, Scanner]]:
        """The rules of which the text has a literal, in the seeds' order."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        called = {number for which in {hit[0] for hit in hits} for number in self._callers[which]}
        return [self.compiled[number] for number in sorted(called)]


@cache
def listed_rules() -> _ListedRules:
    """The rules of seeds/regimen/regimens.toml."""
    return _ListedRules()


def find_listed(text: str, *kinds: str) -> list[Word]:
    """Words of the seeds' rules for these fields; of two that overlap the longer counts."""
    found = [
        Word(rule.field, *span, rule.value, rule.strength)
        for rule, pattern in listed_rules().within(text)
        if rule.field in kinds
        for span in pattern.finditer(text, 0, len(text))
    ]
    return longest(found)


def longest(found: Iterable[Word]) -> list[Word]:
    """Without the words that overlap a longer one of their kind, in the text's order."""
    kept: list[Word] = []
    for word in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(word.kind != other.kind or word.end <= other.start or other.end <= word.start for other in kept):
            kept.append(word)
    return sorted(kept, key=lambda each: (each.start, each.end))


_DAY = r"[-+]?\d{1,3}(?![\d.]|\s*(?:mg|ug|mcg|g|%))"
_DAYS = re.compile(
    rf"\bdays?\s*\(?({_DAY}(?:\s*(?:,|and|&|or|to|-|through|until)[\s,]*(?:and\s+)?(?:days?\s*)?{_DAY})*)"
)
_STRETCH = re.compile(rf"({_DAY})\s*(?:to|-|through|until)\s*(?:day\s*)?({_DAY})")
_CYCLES = re.compile(
    r"\b(?:courses?|cycles?|treatment|therapy|regimens?|combination)\s+(?:\w+\s+){0,3}?(?:repeat\w*|repeated)\s+"
    r"(?:approximately\s+)?every\s+(\d+|two|three|four|six|eight)\s*(?:\(.{0,12}?\)\s*)?(days|weeks|months)"
    r"|[,;.]\s?(?:to be )?repeat(?:ed|s|ing)? every (\d+|two|three|four|six|eight) (days|weeks|months)\b"
    r"|\b(\d+|two|three|four|six|eight)[- ]?(day|week)s?[- ](?:treatment |study |dosing |therapy )?(?:cycle|course)s?\b"
    r"|\bcycles?(?: length| duration)?\s*"
    r"(?:-|=|:|of|is|was|are|consists? of|consisted of|will be(?: considered)?|equals|\()"
    r"\s*(\d+|two|three|four|six|eight)[- ]?(day|week)s?"
    r"|\b(\d+|two|three|four|six|eight)[- ]?(day|week)s? "
    r"(?:equals?|is considered|constitutes?|=) (?:one|a|1) (?:treatment )?cycle"
)
_LENGTH = {"day": 1, "week": 7, "month": 30}


def find_days(text: str) -> list[Word]:
    """Listed dosing days: "days 1, 8 and 15", "days 1-21", "day 1"."""
    found = []
    for hit in _DAYS.finditer(text) if "day" in text else ():
        stretches = _STRETCH.findall(hit[1])
        listed = [int(each) for each in re.findall(r"(?<!\d)[-+]?\d+", _STRETCH.sub(" ", hit[1]))]
        if days := _days(stretches, listed):
            found.append(Word("days", hit.start(), hit.end(), days))
    return found


def _days(stretches: list[tuple[str, str]], listed: list[int]) -> Days | None:
    if stretches and not listed and len(stretches) == 1:
        first, last = (int(each) for each in stretches[0])
        return Days(first, last, 1) if last > first else None
    if stretches or not listed:
        return Days(0, 0, 0)  # stretches with gaps between them
    steps = {after - before for before, after in pairwise(listed)}
    return Days(listed[0], listed[-1], steps.pop() if len(steps) == 1 else 0)


def find_cycles(text: str) -> list[Word]:
    """Cycle lengths in days: "courses repeat every 28 days", "21-day cycle", "a cycle consists of 4 weeks"."""
    found = []
    for hit in _CYCLES.finditer(text) if any(word in text for word in ("cycle", "course", "repeat")) else ():
        number, unit = (each for each in hit.groups() if each)
        found.append(Word("cycle", hit.start(), hit.end(), count(number) * _LENGTH[unit.rstrip("s")]))
    return found
