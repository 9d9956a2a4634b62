"""Settles on the dose that is the regimen, among all that a text gives for a drug."""

import re
from collections.abc import Sequence

from fetchers.regimen.dose import Dose
from fetchers.regimen.words import COUNT, count, find_listed
from fetchers.text.sentences import STOP
from fetchers.text.spans import Word

_CLAUSE_END = re.compile(r"[.;,]\s|\n")
_THEN = re.compile(r"\b(?:then|followed by|thereafter|subsequent\w*|after which|afterwards?|maintenance)\b")
_IF = re.compile(
    r"\b(?:if|tolerat\w*|may|can|could|might|allowed|permitted|depending|according|unless|needed|necessary)\b"
)
_FIRST_TIME = re.compile(
    r"\bfor (?:the )?(?:first )?(?:\d+|one|two|three|four|six|a) ?-?(?:days?|weeks?|months?|wks?)\b"
    r"|\b(?:for |on |in )?the first (?:\d+ |\w+ )?(?:day|week|month)s?\b"
    r"|\bon day\s?[-+]?\d+\b(?!\s*(?:-|to|through|until|,|,? ?and|or)\s*(?:day )?[-+]?\d)"
    r"|\bonce (?:pre|before|prior)|\bday 1\s*:|\b(?:at|on) baseline\b"
)
_DIVIDED = re.compile(r"\b(?:divided|equal|two|2) (?:\w+ ){0,2}(?:doses|fractions)|\bdivided\b")
_SO_MANY = re.compile(rf"^[^.]{{0,20}}?[,(;]\s*(?:take\w* |of )?({COUNT}) (?:tablets?|capsules?|pills?)(?! ?(?:of|/))")
_PER_DAY = re.compile(r"\s*(?:/|per|an?|each)\s*(?:day|d\b|24)|\s*(?:total )?daily dose")


def settled_dose(lower: str, doses: Sequence[Word]) -> tuple[Word | None, bool]:
    """The dose that is the regimen, and whether the text gives doses without settling on one."""
    lasting = [word for place, word in enumerate(doses) if not _leads_in(lower, doses, place)]
    plain = [word for word in lasting if _part(word) in {"regimen", "start"} or _kept_change(lower, word)]
    if not plain:
        plain = [word for word in lasting if _part(word) == "total"] or _taken_strengths(lower, lasting)
    if not plain:
        return None, False
    starting = [word for word in plain if _part(word) == "start"]
    settled = [plain[0], *_halves(plain)] if starting and starting[0] is plain[0] else plain
    figures = {
        (value, word.value.unit) for word in settled if isinstance(word.value, Dose) for value in word.value.values
    }
    if len(figures) == 1:
        return settled[0], False
    alone = all(len(word.value.values) == 1 for word in settled if isinstance(word.value, Dose))
    return (
        (_smaller_of_doubles(settled), False)
        if alone and _doubles(figures) and _twice(lower, settled)
        else (None, True)
    )


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
    outlook = between + _CLAUSE_END.split(lower[later.end : later.end + 80])[0]
    return bool(limited and (_THEN.search(between) or ":" in between or "day" in between) and not _IF.search(outlook))


def _kept_change(lower: str, word: Word) -> bool:
    """ "and then increased to 10 mg": a change that the regimen sets for everybody."""
    before = STOP.split(lower[max(0, word.start - 60) : word.start])[-1]
    return (
        _part(word) == "change"
        and bool(_THEN.search(before))
        and not _IF.search(before + lower[word.end : word.end + 40])
    )


def _taken_strengths(lower: str, doses: Sequence[Word]) -> list[Word]:
    """Tablet strengths that are the dose: one strength, and a frequency right after it ("10 mg tablet once daily")."""
    strengths = [word for word in doses if _part(word) == "strength" and "/ml" not in str(word.value)]
    if len(strengths) != 1:
        return []
    following = lower[strengths[0].end : strengths[0].end + 45]
    if hit := _SO_MANY.search(following):
        return [_times(strengths[0], count(hit[1]))]
    return strengths if find_listed(_CLAUSE_END.split(following)[0], "frequency") else []


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


def one_administration(lower: str, chosen: Word | None, frequency: Word | None, doses: Sequence[Word]) -> float | None:
    """The chosen dose for one administration; None where a day's total cannot be told from a single dose."""
    if not chosen or not isinstance(chosen.value, Dose):
        return None
    figure = chosen.value.values[0]
    halved = any(isinstance(word.value, Dose) and word.value.values == (figure * 2,) for word in doses)
    if not frequency or frequency.value != "twice_daily" or halved or not _PER_DAY.match(lower, chosen.end):
        return figure
    return figure / 2 if _DIVIDED.search(lower[chosen.end : chosen.end + 60]) else None
