"""Reads how a text says that one drug is given: dose, frequency, route and target trough, with the words.

Rules (never guess; what a text leaves open stays empty):
- The dose is one administration's. After a loading dose, or a dose for a stated first time, the lasting dose counts;
  a starting dose counts before what it may be changed to. Ranges, choices and dose levels give no dose.
- "5 mg/day in two equal doses" is 2.5 mg twice daily.
- Daily on some days of a longer cycle is `intermittent_other` (MEASURES.md, rule 13); days 1, 8, 15 are weekly.
- Of successive target ranges the first stated counts.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from fetchers.dose import Dose, find_doses
from fetchers.drug_owners import Named, owners
from fetchers.record.texts import fold
from fetchers.regimen_words import SPOKEN, Days, Word, count, find_cycles, find_days, find_listed
from fetchers.trough import Level, find_ranges
from seeds.regimens import UNLISTED


class Span(NamedTuple):
    """Where in the text a field of the regimen was read."""

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

    @property
    def intermittent(self) -> bool:
        """Less often than daily by design (MEASURES.md, rule 13)."""
        return self.frequency in {"weekly", "every_other_day", "intermittent_other"}


_THEN = re.compile(r"\b(?:then|followed by|thereafter|subsequent\w*|after which|afterwards?|maintenance)\b")
_IF = re.compile(r"\b(?:if|tolerat\w*|may|can|could|might|allowed|permitted|depending|according|unless|needed|necessary)\b")
_FIRST_TIME = re.compile(
    r"\bfor (?:the )?(?:first )?(?:\d+|one|two|three|four|six|a) ?-?(?:days?|weeks?|months?|wks?)\b|\b(?:for |on |in )?the first (?:\d+ |\w+ )?(?:day|week|month)s?\b"
    r"|\bon day\s?[-+]?\d+\b(?!\s*(?:-|to|through|until|,|,? ?and|or)\s*(?:day )?[-+]?\d)|\bonce (?:pre|before|prior)|\bday 1\s*:|\b(?:at|on) baseline\b"
)
_DIVIDED = re.compile(r"\b(?:divided|equal|two|2) (?:\w+ ){0,2}(?:doses|fractions)|\bdivided\b")
_SO_MANY = re.compile(rf"^[^.]{{0,20}}?[,(;]\s*(?:take\w* |of )?(\d{{1,2}}|{'|'.join(SPOKEN)}) (?:tablets?|capsules?|pills?)(?! ?(?:of|/))")
_PER_DAY = re.compile(r"\s*(?:/|per|an?|each)\s*(?:day|d\b|24)|\s*(?:total )?daily dose")
_CHECKED = re.compile(
    r"\b(?:measur\w+|monitor\w*|visits?|assess\w*|evaluat\w+|scans?|sampl\w+|follow(?:ed)?[- ]up|check\w*|labs?|blood draws?|"
    r"mri|ct|tests?|taper\w*|increas\w+|escalat\w+|titrat\w+|reduc\w+|adjust\w*|injury|exercise|session|sessions|clinic)\b[^.;]{0,45}$"
)
_INTERVAL = re.compile(rf"\b(?:every|each|per|q)\s?(other|second|alternate|\d{{1,2}}|{'|'.join(SPOKEN)})(?:rd|th)?[- ]?(?:\([^)]*\) )?(d|day|w|wk|week|m|mo|month)s?\b")
_LASTS = re.compile(rf"[\s,(]*(?:x|\u00d7|for|over)\s*(\d{{1,3}}|{'|'.join(SPOKEN)})[- ]?(?:consecutive |straight )?(day|week|month)s?\b")
_LENGTHS = {"d": 1, "w": 7, "m": 30}
_SAMPLED = re.compile(r"[^.;]{0,40}\b(?:pharmacokinetic|blood|samples?|sampling|collect\w*|assess\w*|performed|visits?|scans?)\b")
_GROUPS = re.compile(r"\b(?:group|arm|cohort|(?:dose )?level|stratum|strata|part)\s*(?:[a-f1-9]|i{1,3})\b")


def read_regimen(text: str, drug: str, named: Sequence[Named], topic: str | None, device: bool = False) -> Regimen:
    """The regimen that a registered string gives for one drug.

    `named` are the drugs named in the string (`drug_owners.named_drugs` over its folded form), `topic` the drug
    that the whole string is about, `device` whether the drug comes on a stent or balloon. Offsets are the string's.
    """
    cased = fold(text)
    lower = cased.lower()
    words = find_words(lower, device)
    whose = owners(cased, named, words, topic)
    mine = [word for word, drugs in zip(words, whose, strict=True) if drug in drugs or (not drugs and word.kind == "device")]
    if device:  # a stent is implanted; what comes by the milligram or the day is another drug's
        mine = [word for word in mine if word.kind not in {"frequency", "days"} and _on_a_surface(word)]
    doses = [word for word in mine if word.kind == "dose"]
    chosen, open_dose = _dose(lower, doses)
    frequency = _frequency(lower, mine, chosen)
    dose = _one_administration(lower, chosen, frequency, doses)
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
    opened = frozenset(name for name, left in (("dose", open_dose or (chosen and not unit)), ("frequency", unlisted)) if left)
    return Regimen(dose, unit, _value(frequency), _value(route), low, high, spans, opened)


def find_words(lower: str, device: bool = False) -> list[Word]:
    """All that a regimen is made of in a folded lower-case text, in its order."""
    kinds = ("route", "frequency", "device") if device else ("route", "frequency")
    days = find_days(lower)
    words = [*find_doses(lower), *find_listed(lower, *kinds), *days, *find_cycles(lower), *find_ranges(lower)]
    cycles = [word for word in words if word.kind == "cycle"]
    kept = [word for word in words if word.kind != "frequency" or not (_inside(word, cycles) or _of_a_check(lower, word, words))]
    ranges = [word for word in words if word.kind == "range"]
    return sorted((word for word in kept if word.kind != "dose" or not _inside(word, ranges)), key=lambda each: (each.start, each.end))


def _inside(word: Word, others: Sequence[Word]) -> bool:
    return any(other.start <= word.start and word.end <= other.end for other in others)


def _of_a_check(lower: str, word: Word, words: Sequence[Word]) -> bool:
    """Whether the frequency is that of a visit, a measurement or a change of dose."""
    before = re.split(r"[.;]\s|\n", lower[max(0, word.start - 70) : word.start])[-1]
    hit = _CHECKED.search(before)
    if not hit:
        return False
    at = word.start - len(before) + hit.start()
    return not any(other.kind in {"dose", "range"} and at < other.start < word.start for other in words)


def _value(word: Word | None) -> str:
    return str(word.value) if word and word.value != UNLISTED else ""


def _dose(lower: str, doses: Sequence[Word]) -> tuple[Word | None, bool]:
    """The dose that is the regimen, and whether the text gives doses without settling on one."""
    lasting = [word for place, word in enumerate(doses) if not _leads_in(lower, doses, place)]
    plain = [word for word in lasting if _part(word) in {"regimen", "start"} or _kept_change(lower, word)]
    if not plain:
        plain = [word for word in lasting if _part(word) == "total"] or _taken_strengths(lower, lasting)
    if not plain:
        return None, False
    starting = [word for word in plain if _part(word) == "start"]
    settled = [plain[0], *_halves(plain)] if starting and starting[0] is plain[0] else plain
    figures = {(value, word.value.unit) for word in settled if isinstance(word.value, Dose) for value in word.value.values}
    if len(figures) == 1:
        return settled[0], False
    alone = all(len(word.value.values) == 1 for word in settled if isinstance(word.value, Dose))
    return (_smaller_of_doubles(settled), False) if alone and _doubles(figures) and _twice(lower, settled) else (None, True)


def _part(word: Word) -> str:
    return word.value.part if isinstance(word.value, Dose) else ""


def _leads_in(lower: str, doses: Sequence[Word], place: int) -> bool:
    """Whether a dose only precedes the lasting one: a loading dose, or one for a stated first time."""
    word = doses[place]
    if _part(word) == "load":
        return True
    if place + 1 == len(doses):
        return False
    later = doses[place + 1]
    between = lower[word.end : later.start]
    limited = _FIRST_TIME.search(lower[max(0, word.start - 12) : later.start])
    outlook = between + re.split(r"[.;,]\s|\n", lower[later.end : later.end + 80])[0]
    return bool(limited and (_THEN.search(between) or ":" in between or "day" in between) and not _IF.search(outlook))


def _kept_change(lower: str, word: Word) -> bool:
    """ "and then increased to 10 mg": a change that the regimen sets for everybody."""
    before = re.split(r"[.;]\s|\n", lower[max(0, word.start - 60) : word.start])[-1]
    return _part(word) == "change" and bool(_THEN.search(before)) and not _IF.search(before + lower[word.end : word.end + 40])


def _taken_strengths(lower: str, doses: Sequence[Word]) -> list[Word]:
    """Tablet strengths that are the dose: one strength, and a frequency right after it ("10 mg tablet once daily")."""
    strengths = [word for word in doses if _part(word) == "strength" and "/ml" not in str(word.value)]
    if len(strengths) != 1:
        return []
    following = lower[strengths[0].end : strengths[0].end + 45]
    if hit := _SO_MANY.search(following):
        return [_times(strengths[0], count(hit[1]))]
    return strengths if find_listed(re.split(r"[.;,]\s|\n", following)[0], "frequency") else []


def _times(word: Word, number: int) -> Word:
    if not isinstance(word.value, Dose):
        return word
    return word._replace(value=word.value._replace(values=tuple(value * number for value in word.value.values)))


def _halves(doses: Sequence[Word]) -> list[Word]:
    """The doses that are half the first: "5 mg/day (2.5 mg b.i.d.)"."""
    first = doses[0].value
    if not isinstance(first, Dose):
        return []
    half = tuple(value / 2 for value in first.values)
    return [word for word in doses[1:] if isinstance(word.value, Dose) and word.value.values == half]


def _doubles(figures: set[tuple[float, str]]) -> bool:
    low, *rest = sorted(figures)
    return len(rest) == 1 and rest[0] == (low[0] * 2, low[1])


def _twice(lower: str, doses: Sequence[Word]) -> bool:
    near = lower[max(0, doses[0].start - 40) : doses[-1].end + 60]
    return any(word.value == "twice_daily" for word in find_listed(near, "frequency"))


def _smaller_of_doubles(doses: Sequence[Word]) -> Word:
    return min(doses, key=lambda word: word.value.values[0] if isinstance(word.value, Dose) else 0.0)


def _one_administration(lower: str, chosen: Word | None, frequency: Word | None, doses: Sequence[Word]) -> float | None:
    """The chosen dose for one administration; None where a day's total cannot be told from a single dose."""
    if not chosen or not isinstance(chosen.value, Dose):
        return None
    figure = chosen.value.values[0]
    halved = any(isinstance(word.value, Dose) and word.value.values == (figure * 2,) for word in doses)
    if not frequency or frequency.value != "twice_daily" or halved or not _PER_DAY.match(lower, chosen.end):
        return figure
    return figure / 2 if _DIVIDED.search(lower[chosen.end : chosen.end + 60]) else None


def _frequency(lower: str, mine: Sequence[Word], chosen: Word | None) -> Word | None:
    """The frequency that goes with the chosen dose, or the only one that the text states."""
    near = _near(mine, chosen) if chosen else list(mine)
    best = _settle(lower, near) or (_settle(lower, list(mine)) if chosen else None)
    if best and best.value in {"daily", "twice_daily"} and _rests(lower, near):
        return best._replace(value="intermittent_other")
    return best or _by_days(lower, near)


def _near(mine: Sequence[Word], chosen: Word) -> list[Word]:
    """The words from the chosen dose to the next one; those before it where none says how often."""
    doses = [word for word in mine if word.kind == "dose"]
    place = next(place for place, word in enumerate(doses) if word.start == chosen.start)
    end = doses[place + 1].start if place + 1 < len(doses) else mine[-1].end + 1
    after = [word for word in mine if chosen.start <= word.start < end]
    if any(word.kind in {"frequency", "days"} for word in after):
        return after
    low = doses[place - 1].end if place else 0
    return [word for word in mine if low <= word.start < end]


def _settle(lower: str, words: Sequence[Word]) -> Word | None:
    """One frequency out of those stated, by rank: words that say it, listed days, "per day", a single dose."""
    said = [word for word in words if word.kind == "frequency" and not _one_of_two(lower, word, words)]
    regular = [word for word in said if word.strength == "stated" and word.value != "single"]
    pauses = [word for word in said if word.strength == "pause"]
    spaced = [word for word in regular if _is_interval(lower, word)]
    other = [word for word in regular if word not in spaced]
    listed = [found for word in words if (found := _from_list(lower, word))]
    if listed and {word.value for word in other} == {"daily"}:
        other = []  # "daily, days 1, 8 and 15"
    implied = [word for word in said if word.strength == "implied"]
    single = [word for word in said if word.value == "single"]
    if single and {word.value for word in listed} == {"intermittent_other"}:
        listed = []  # "a single dose on days 1 and 26"
    for rank in (other, listed, implied, pauses, spaced, single):
        if rank:
            return rank[0] if len({word.value for word in rank}) == 1 else None
    return None


def _one_of_two(lower: str, word: Word, words: Sequence[Word]) -> bool:
    """ "daily or every other day" states neither."""
    for other in words:
        if other.kind == "frequency" and other.value != word.value:
            low, high = sorted((word, other), key=lambda each: each.start)
            if re.fullmatch(r"[\s,]*or\s+", lower[low.end : high.start]):
                return True
    return False


def _is_interval(lower: str, word: Word) -> bool:
    """ "every 28 days" beside "daily" or "days 1, 8" is the cycle's length."""
    return _interval(lower, word) > 0


def _interval(lower: str, word: Word) -> int:
    """Days between two administrations that a frequency like "every 4 weeks" or "q3w" says; 0 for other words."""
    hit = _INTERVAL.search(lower, word.start, word.end)
    if not hit or word.kind != "frequency":
        return 0
    return count(hit[1]) * _LENGTHS[hit[2][0]] if hit[1].isdigit() or hit[1] in SPOKEN else 2 * _LENGTHS[hit[2][0]]


def _from_list(lower: str, word: Word) -> Word | None:
    """The frequency that listed days give: days 1, 8, 15 are weekly, other lists intermittent."""
    if word.kind != "days" or not isinstance(word.value, Days) or _SAMPLED.match(lower, word.end):
        return None
    first, last, step = word.value
    if step == 1 or first == last and (first or last):
        return None
    weekly = step == 7 and last - first >= 14
    return word._replace(value="weekly" if weekly else "intermittent_other")


def _rests(lower: str, near: Sequence[Word]) -> bool:
    """Whether daily doses pause: some days of a longer cycle, or a stated number of days off."""
    lengths = [word.value for word in near if word.kind == "cycle" and isinstance(word.value, int)]
    lengths += [length for word in near if (length := _interval(lower, word))]
    if lengths and any(_time_span(lower, word) < lengths[0] for word in near if word.kind == "frequency"):
        return True
    stretches = [word.value for word in near if word.kind == "days" and isinstance(word.value, Days) and word.value.step == 1]
    if lengths and stretches and stretches[0].last - stretches[0].first + 1 < lengths[0]:
        return True
    return any(word.strength == "pause" for word in near)


def _time_span(lower: str, word: Word) -> int:
    """Days for which a frequency is said to last ("daily for 14 days"); a large number where it is not said."""
    hit = _LASTS.match(lower, word.end)
    return count(hit[1]) * _LENGTHS[hit[2][0]] if hit else 1000


def _by_days(lower: str, near: Sequence[Word]) -> Word | None:
    """ "5 mg on days 2-7" is daily, unless the cycle is longer."""
    doses = [word for word in near if word.kind == "dose"]
    stretch = next((word for word in near if word.kind == "days" and isinstance(word.value, Days) and word.value.step == 1), None)
    if not stretch or not doses or any(word.kind == "frequency" for word in near):
        return None
    return stretch._replace(value="intermittent_other" if _rests(lower, near) else "daily")


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
