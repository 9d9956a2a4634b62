"""What a trial is about, read once: an outcome's words mean what they mean in its trial (docs/measures.md, rule 14)."""

from typing import NamedTuple

from fetchers.record.nodes import Node, child, text
from fetchers.record.texts import Texts
from seeds.judge.judgement import Judgement

SUBJECT_FIELDS = ("title", "condition", "keyword")
LONGEST_NAME = 80  # characters of an intervention in which its name stands
OBSERVATIONAL = "observational study"
# The first that holds is the trial's kind: what an acute infection, a vaccine or a transplantation makes of a word.
LEADING = ("acute infection", "vaccine given", "transplantation", "infection", "cancer", "nervous symptom")


class Frame(NamedTuple):
    """The frames that hold of a trial, and the leading one (`other` where none does)."""

    holds: frozenset[str]
    leading: str


def frame_of(record: Node, texts: Texts, judgement: Judgement) -> Frame:
    """The frame of a record."""
    lower = texts.lower
    read = {
        "subject": "\n".join(lower[unit.start : unit.end] for unit in texts.units if unit.kind in SUBJECT_FIELDS),
        "intervention": "\n".join(
            lower[unit.start : min(unit.end, unit.start + LONGEST_NAME)]
            for unit in texts.units
            if unit.kind == "intervention"
        ),
    }
    found = {name for name, place, pattern in judgement.frames if pattern.search(read[place])}
    if text(child(record, "protocolSection", "designModule"), "studyType") == "OBSERVATIONAL":
        found.add(OBSERVATIONAL)
    leading = next((name for name in LEADING if name in found), "other")
    return Frame(frozenset(found), leading)
