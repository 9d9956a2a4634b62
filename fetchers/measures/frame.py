"""What a trial is about, read once: an outcome's words mean what they mean in its trial (docs/measures.md, rule 14)."""

import re
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from fetchers.record.nodes import Node, child, text
from fetchers.record.texts import Texts
from seeds.judge.judgement import FRAME_PLACES, Judgement

SUBJECT_FIELDS = ("title", "condition", "keyword")
LONGEST_NAME = 80  # characters of an intervention in which its name stands
OBSERVATIONAL = "observational study"
# The first that holds is the trial's kind: what an acute infection, a vaccine or a transplantation makes of a word.
LEADING = ("acute infection", "vaccine given", "transplantation", "infection", "cancer", "nervous symptom")
_SIGN = re.compile(r"\\.|\[[^\]]*\]|.")  # of a pattern; a class of characters is one
_WORDS = re.compile(r"[a-z0-9 -]+")


class Frame(NamedTuple):
    """The frames that hold of a trial, and the leading one (`other` where none does)."""

    holds: frozenset[str]
    leading: str


class Frames:
    """The frames made ready once: their words are found in one pass, and what is more than a word by its pattern."""

    def __init__(self, judgement: Judgement) -> None:
        self._places = {place: _FramesIn(place, judgement) for place in FRAME_PLACES}

    def of(self, record: Node, texts: Texts) -> Frame:
        """The frame of a record."""
        lower, units = texts.lower, texts.units
        subject = "\n".join([lower[unit.start : unit.end] for unit in units if unit.kind in SUBJECT_FIELDS])
        names = [
            lower[unit.start : min(unit.end, unit.start + LONGEST_NAME)]
            for unit in units
            if unit.kind == "intervention"
        ]
        found = self._places["subject"].find(subject) | self._places["intervention"].find("\n".join(names))
        if text(child(record, "protocolSection", "designModule"), "studyType") == "OBSERVATIONAL":
            found.add(OBSERVATIONAL)
        leading = next((name for name in LEADING if name in found), "other")
        return Frame(frozenset(found), leading)


class _FramesIn:
    """The frames that are looked for in one place."""

    def __init__(self, place: str, judgement: Judgement) -> None:
        words: list[str] = []
        self._names: list[str] = []  # by the number of the word
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for name, where, pattern in judgement.frames:
            if where == place:
                each_of = alternatives(pattern.pattern)
                plain = [each for each in each_of if _WORDS.fullmatch(each)]
                words += plain
                self._names += [name] * len(plain)
                if rest := [each for each in each_of if not _WORDS.fullmatch(each)]:
                    self._patterns.append((name, re.compile("|".join(rest))))
        self._finder = AhoCorasick(words)

    def find(self, lower: str) -> set[str]:
        found = {self._names[word] for word, _, _ in self._finder.find_matches_as_indexes(lower, overlapping=True)}
        found.update(name for name, pattern in self._patterns if name not in found and pattern.search(lower))
        return found


def alternatives(pattern: str) -> list[str]:
    """What the strokes of a pattern part, outside of its brackets."""
    found, depth = [""], 0
    for sign in _SIGN.findall(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found
