"""Reads doses: numbers with a unit of mass, and what part each plays (regimen, loading dose, tablet strength ...).

A dose is one administration's. A range ("2-4 mg") or a choice ("5 or 10 mg") has several values and never
becomes one figure.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from fetchers.regimen.words import COUNT, NUMBER, count, figure
from fetchers.text.spans import Word

_MASS = r"(?:milligrams?|mgs?|micrograms?|mcg|ug)(?![a-z])"
_AREA = r"(?:m|mm|cm)(?:\s?\^?\s?2|\u00b2)|sqm|square met(?:er|re)s?|met(?:er|re)s?[- ]squared?"
_PER = (
    r"(?>(?:\s*[.\u00b7*]?\s*kg\s*\^?\s?-\s?1(?!\d)"  # mg.kg-1
    rf"|\s*/\s*\(?(?:{_AREA}|kg)\s*[.\u00b7*/]\s*(?=d\b|day\b)"  # mg/(m2.d)
    rf"|\s*(?:/|per)\s*(?:kg|kilogram|{_AREA}|ml|tablet|capsule|tab|cap)(?![a-z0-9]))?)"
)
_PERCENT = (
    r"%(?=\s*(?:\(?w/[wv]\)?\s*)?(?:topical|sirolimus|rapamycin|everolimus|temsirolimus|gel|cream|ointment|solution"
    r"|lotion|emulsion|formulation|concentration))"
)
_NO_RATE = (  # a rate or a laboratory value is no dose
    r"(?!\s*(?:/|per)\s*(?:dl|l|lit(?:er|re)|h|hr|hour|min|minute|sec|g|mmol|mol|cells?)\b)"
)
_UNIT = rf"(?:{_MASS}{_PER}{_NO_RATE}|{_PERCENT})"
_LINK = r"\s*(?:,\s*(?:or|and)\b|,|-|/|\bto\b|\bor\b|\band\b|&)\s*"
_ONE = rf"{NUMBER}\s*-?\s*{_UNIT}"
_DOSE = re.compile(rf"(?=[\d.])(?:{NUMBER}(?:\s*-?\s*{_UNIT})?{_LINK}){{0,8}}{_ONE}")
_PART = re.compile(rf"({NUMBER})(?:\s*-?\s*({_MASS}{_PER}|%))?")
_ORDINAL = re.compile(
    r"(?:days?|weeks?|months?|cycles?|levels?|phase|parts?|cohorts?|arms?|groups?|visit|stage|grade|d|type|no\.?)\s*(?:\d+\s*(?:,|and|or|to|-)\s*)*[-+]?$"
)
_STRENGTH = re.compile(
    r"\s*-?\s*(?:\)\s*)?(?:(?!once|twice|daily|bid|qd|weekly|per|or|and|as|in|of)[a-z][\w-]*\s+)?(?:-?strength|(?:tablet|capsule|pill|tab|cap|vial)s?\b)|\s*each\b"
)
_COUNT = re.compile(rf"\b({COUNT})\s*(?:x|\u00d7|-|\s)\s*$")
_COUNTED = re.compile(rf"\b({COUNT})\s*(?:tablets?|capsules?|pills?)\s*\(?\s*(?:of\s+(?:[a-z][\w-]+\s+){{0,2}})?$")
_SUPPLIED = re.compile(
    r"\b(?:available|suppl\w+|provided|formulated|packaged|contain\w*|strengths?|dosage form)\b[^.;]{0,60}$"
)
_BEFORE = tuple(
    (part, re.compile(pattern))
    for part, pattern in (
        ("load", r"\b(?:loading|load|bolus)\b(?:(?!\b(?:then|followed|and)\b)[^.;\d]){0,45}$"),
        (
            "limit",
            r"\b(?:max(?:imum|imal)?|up to|not (?:to )?exceed\w*|no more than|at most|capped|cap of|ceiling|minimum"
            r"|at least)\b"
            r"[^.;\d]{0,30}$|[<>\u2264\u2265]\s*$",
        ),
        (
            "change",
            r"\b(?:reduc\w+|decreas\w+|lower\w*|increas\w+|escalat\w+|modif\w+|taper\w*|rais\w+|steps?|increments?"
            r"|withdraw\w*)\b[^.;\d]{0,30}(?:to|by|of|in|from)\s+(?:an?\s+)?$",
        ),
        ("total", r"\b(?:total|cumulative)\b[^.;()]{0,30}$"),
        ("start", r"\b(?:start\w*|initial\w*|initiat\w*|begin\w*|began|first dose)\b[^.;]{0,60}$"),
    )
)
_AFTER = (
    (
        "load",
        re.compile(
            r"\s*(?:of\s+\w+\s+)?(?:\w+\s+){0,2}?(?:loading|load)\b|\s*\(loading|[^.;]{0,70}\bas (?:a|the) loading\b"
        ),
    ),
    ("limit", re.compile(r"\s*\(?(?:maximum|max|maximal)\b")),
    ("total", re.compile(r"\s*(?:total|cumulative)\b")),
    ("start", re.compile(r"\s*(?:initial|starting|initially)\b")),
)
_CHILD = re.compile(
    r"\b(?:child(?:ren)?|paediatric|pediatric|infants?|adolescents?|weighing)\b|\baged?\s*<|<\s*1\d years\b|<\s*40\s*kg"
)
_ADULT = re.compile(r"\badults?\b|>\s*40\s*kg")
_UNIT_NOISE = re.compile(r"[\s^.*(\u00b7]")
_SENTENCE_END = re.compile(r"(?<=[a-z)\d])\.\s|\n|;")
_OF_A_PIECE = ("/ml", "/tablet", "/capsule", "/tab", "/cap")
_EARLIER = re.compile(rf"{NUMBER}\s*-?\s*{_UNIT}")
_ITS_CUE = re.compile(r"^\s*\(?(?:\w+\s+){0,2}?(?:loading|load|maximum|max|total|initial\w*|starting)\b")


class Dose(NamedTuple):
    """A dose as written: its values (several for a range), unit, and part in the regimen.

    `part` is regimen, start, load, limit (a maximum), change (reduced or raised to), total, child, or strength
    (of a tablet, counted into nothing).
    """

    values: tuple[float, ...]
    unit: str
    part: str


def find_doses(text: str) -> list[Word]:
    """Every dose of a folded lower-case text, as words of kind `dose` whose value is a `Dose`."""
    if not any(unit in text for unit in ("mg", "ug", "mcg", "gram", "%")):
        return []
    return [word for hit in _DOSE.finditer(text) for word in _split(text, hit.start(), hit.end())]


def _split(text: str, start: int, end: int) -> list[Word]:
    """One word, or one per unit where a chain runs over units ("60 mg/m2, 10 mg")."""
    parts = [(hit.start(), hit.end(), figure(hit[1]), hit[2]) for hit in _PART.finditer(text, start, end)]
    while len(parts) > 1 and parts[0][3] is None and _ORDINAL.search(text, max(0, start - 40), parts[0][0]):
        parts.pop(0)  # "day 1, 5 mg": the 1 counts days
    words: list[Word] = []
    group: list[tuple[int, int, float, str | None]] = []
    for part in parts:
        named = [_unit(each[3]) for each in group if each[3]]
        if named and part[3] and _unit(part[3]) != named[0]:
            words.append(_word(text, group))
            group = []
        group.append(part)
    return [*words, _word(text, group)]


def _word(text: str, group: list[tuple[int, int, float, str | None]]) -> Word:
    start, end = group[0][0], group[-1][1]
    unit = _unit(next(each[3] for each in reversed(group) if each[3]))
    values = tuple(dict.fromkeys(each[2] for each in group))
    times, part = _part(text, start, end, unit)
    return Word("dose", start, end, Dose(tuple(value * times for value in values), unit, part))


@lru_cache(maxsize=1024)
def _unit(words: str | None) -> str:
    """The unit in one spelling: mg, mg/kg, mg/m2, ug, ug/mm2, %."""
    plain = _UNIT_NOISE.sub("", words or "").removesuffix("/").replace("kg-1", "/kg")
    plain = plain.replace("\u00b2", "2").replace("per", "/").replace("kilogram", "kg")
    plain = re.sub(r"squaremet(?:er|re)s?|met(?:er|re)s?-?squared?|sqm", "m2", plain)
    plain = re.sub(r"^(?:milligrams?|mgs)", "mg", plain)
    return re.sub(r"^(?:micrograms?|mcg)", "ug", plain)


def _part(text: str, start: int, end: int, unit: str) -> tuple[int, str]:
    """How often the dose is taken at once ("two 5 mg tablets": 2), and its part in the regimen."""
    before, after = text[max(0, start - 200) : start], text[end : end + 100]
    sentence = _SENTENCE_END.split(before)[-1]
    if unit.endswith(_OF_A_PIECE):
        return 1, "strength"
    if part := _told(sentence, after):
        return 1, part
    counted = _COUNTED.search(sentence)
    if counted and (" of " in counted[0] or _STRENGTH.match(after)):
        return count(counted[1]), "regimen"  # "two tablets of RAD001 5 mg", "two tablets (5 mg each)"
    if _STRENGTH.match(after):
        counted = _COUNT.search(sentence)  # "two 5 mg tablets"
        return (count(counted[1]), "regimen") if counted else (1, "strength")
    if unit != "%" and _SUPPLIED.search(sentence):
        return 1, "strength"
    return 1, "regimen"


def _told(before: str, after: str) -> str:
    if (children := _last(_CHILD, before)) > _last(_ADULT, before) and children >= 0:
        return "child"
    *earlier, since = _EARLIER.split(before)
    if earlier:  # an earlier dose takes the cue to itself: "3 mg load/1 mg/day"
        since = _ITS_CUE.sub("", since)
    for part, pattern in _AFTER:
        if pattern.match(after):
            return part
    return next((part for part, pattern in _BEFORE if pattern.search(since)), "")


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((hit.start() for hit in pattern.finditer(text)), default=-1)
