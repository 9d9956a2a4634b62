"""Reads how a text says that one drug is given: dose, frequency, route and target trough, with the words.

Rules (never guess; what a text leaves open stays empty):
- The dose is one administration's. After a loading dose, or a dose for a stated first time, the lasting dose counts;
  a starting dose counts before what it may be changed to. Ranges, choices and dose levels give no dose.
- "5 mg/day in two equal doses" is 2.5 mg twice daily.
- Daily on some days of a longer cycle is `intermittent_other` (docs/measures.md, rule 13); days 1, 8, 15 are weekly.
- Of successive target ranges the first stated counts.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from fetchers.drugs.owners import Named, owners
from fetchers.regimen.dose import Dose, find_doses
from fetchers.regimen.dose_choice import one_administration, settled_dose
from fetchers.regimen.frequency import settled_frequency
from fetchers.regimen.target_trough import Level, find_ranges
from fetchers.regimen.words import find_cycles, find_days, find_listed
from fetchers.text.folding import fold
from fetchers.text.sentences import STOP
from fetchers.text.spans import Word
from seeds.regimen.rules import UNLISTED


class Span(NamedTuple):
    """Where in the folded text a field of the regimen was read."""

    field: str
    start: int
    end: int


class Regimen(NamedTuple):
    """How a drug is given, as far as the text says it; `open` names fields that the text states but leaves open."""

    dose: float | None = None
    dose_unit: str = ""
    frequency: str = ""
    route: str = ""
    trough_low_ng_ml: float | None = None
    trough_high_ng_ml: float | None = None
    evidence: tuple[Span, ...] = ()
    open: frozenset[str] = frozenset()


_CHECKED = re.compile(
    r"\b(?:measur\w+|monitor\w*|visits?|assess\w*|evaluat\w+|scans?|sampl\w+|follow(?:ed)?[- ]up|check\w*|labs?"
    r"|blood draws?|mri|ct|tests?|taper\w*|increas\w+|escalat\w+|titrat\w+|reduc\w+|adjust\w*"
    r"|exercise|sessions?|clinic)\b[^.;]{0,45}$"
)
_GROUPS = re.compile(r"\b(?:group|arm|cohort|(?:dose )?level|stratum|strata|part)\s*(?:[a-f1-9]|i{1,3})\b")


def read_regimen(text: str, drug: str, named: Sequence[Named], topic: str | None, device: bool = False) -> Regimen:
    """The regimen that a registered string gives for one drug.

    `named` are the drugs named in the string (`owners.named_drugs` over its folded form), `topic` the drug that the
    whole string is about, `device` whether the drug comes on a stent or balloon. Offsets are the folded string's.
    """
    cased = fold(text)
    lower = cased.lower()
    words = find_words(lower, device)
    whose = owners(cased, named, words, topic)
    mine = [
        word for word, drugs in zip(words, whose, strict=True) if drug in drugs or (not drugs and word.kind == "device")
    ]
    if device:  # a stent is implanted; what comes by the milligram or the day is another drug's
        mine = [word for word in mine if word.kind not in {"frequency", "days"} and _on_a_surface(word)]
    doses = [word for word in mine if word.kind == "dose"]
    chosen, open_dose = settled_dose(lower, doses)
    frequency = settled_frequency(lower, mine, chosen)
    dose = one_administration(lower, chosen, frequency, doses)
    route = _route(mine, [each.end for each in named if each.owner == drug])
    level = next((word for word in mine if word.kind == "range"), None)
    low, high = level.value if level and isinstance(level.value, Level) else (None, None)
    unit = chosen.value.unit if chosen and dose is not None and isinstance(chosen.value, Dose) else ""
    unlisted = frequency is not None and frequency.value == UNLISTED
    told = (
        ("dose", chosen if unit else None), ("frequency", None if unlisted else frequency),
        ("route", route), ("trough", level),
    )  # fmt: skip
    spans = tuple(Span(field, word.start, word.end) for field, word in told if word)
    opened = frozenset(
        name for name, left in (("dose", open_dose or (chosen and not unit)), ("frequency", unlisted)) if left
    )
    return Regimen(dose, unit, _value(frequency), _value(route), low, high, spans, opened)


@lru_cache(maxsize=64)  # the arms of a trial share the texts of their interventions
def find_words(lower: str, device: bool = False) -> tuple[Word, ...]:
    """All that a regimen is made of in a folded lower-case text, in its order."""
    kinds = ("route", "frequency", "device") if device else ("route", "frequency")
    days = find_days(lower)
    words = [*find_doses(lower), *find_listed(lower, *kinds), *days, *find_cycles(lower), *find_ranges(lower)]
    cycles = [word for word in words if word.kind == "cycle"]
    kept = [
        word
        for word in words
        if word.kind != "frequency" or not (_inside(word, cycles) or _of_a_check(lower, word, words))
    ]
    ranges = [word for word in words if word.kind == "range"]
    told = (word for word in kept if word.kind != "dose" or not _inside(word, ranges))
    return tuple(sorted(told, key=lambda each: (each.start, each.end)))


def _inside(word: Word, others: Sequence[Word]) -> bool:
    return any(other.start <= word.start and word.end <= other.end for other in others)


def _of_a_check(lower: str, word: Word, words: Sequence[Word]) -> bool:
    """Whether the frequency is that of a visit, a measurement or a change of dose."""
    before = STOP.split(lower[max(0, word.start - 70) : word.start])[-1]
    hit = _CHECKED.search(before)
    if not hit:
        return False
    at = word.start - len(before) + hit.start()
    return not any(other.kind in {"dose", "range"} and at < other.start < word.start for other in words)


def _value(word: Word | None) -> str:
    return str(word.value) if word and word.value != UNLISTED else ""


def _on_a_surface(word: Word) -> bool:
    return not isinstance(word.value, Dose) or word.value.unit.startswith("ug")


def _route(mine: Sequence[Word], name_ends: Sequence[int]) -> Word | None:
    """The one route stated; where the drug comes on a device, the device named right after it, or the only one."""
    devices = [word for word in mine if word.kind == "device"]
    for stated in ([word for word in devices if any(0 <= word.start - end < 40 for end in name_ends)][:1], devices):
        if len({word.value for word in stated}) == 1:
            return stated[0]
    routes = [word for word in mine if word.kind == "route"]
    return routes[0] if len({word.value for word in routes}) == 1 and not devices else None


def names_groups(text: str) -> bool:
    """Whether a text gives regimens for several groups, arms or dose levels one by one."""
    return len({hit.group() for hit in _GROUPS.finditer(fold(text).lower())}) > 1
