"""What a trial is about, read once: an outcome's words mean what they mean in its trial (docs/measures.md, rule 14)."""

from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from fetchers.record.nodes import Node, child, text
from fetchers.record.texts import Texts
from seeds.judge.judgement import FRAME_PLACES, Judgement

SUBJECT_FIELDS = ("title", "condition", "keyword")
LONGEST_NAME = 80  # characters of an intervention in which its name stands
OBSERVATIONAL = "observational study"
PURPOSE = "purpose"  # begins the names of what the design says a trial is for
# The first that holds is the trial's kind: what an acute infection, a vaccine or a transplantation makes of a word.
LEADING = ("acute infection", "vaccine given", "transplantation", "infection", "cancer", "nervous symptom")


class Frame(NamedTuple):
    """The frames that hold of a trial, and the leading one (`other` where none does)."""

    holds: frozenset[str]
    leading: str


class Frames:
    """The frames made ready once: their parts of words are found in one pass, the rest by patterns."""

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
        design = child(record, "protocolSection", "designModule")
        if text(design, "studyType") == "OBSERVATIONAL":
            found.add(OBSERVATIONAL)
        if purpose := text(child(design, "designInfo"), "primaryPurpose"):
            found.add(f"{PURPOSE} {purpose.lower().replace('_', ' ')}")
        leading = next((name for name in LEADING if name in found), "other")
        return Frame(frozenset(found), leading)


class _FramesIn:
    """The frames that are looked for in one place."""

    def __init__(self, place: str, judgement: Judgement) -> None:
        own = [each for each in judgement.frames if each.place == place]
        self._names = [each.name for each in own for _ in each.parts]  # by the number of the part
        self._patterns = [(each.name, each.pattern) for each in own if each.pattern]
        self._finder = AhoCorasick([part for each in own for part in each.parts])

    def find(self, lower: str) -> set[str]:
        found = {self._names[part] for part, _, _ in self._finder.find_matches_as_indexes(lower, overlapping=True)}
        found.update(name for name, pattern in self._patterns if name not in found and pattern.search(lower))
        return found
