"""Settles on how often a drug is given: stated words first, then listed days, then "per day", then a single dose."""

import re
from collections.abc import Sequence
from itertools import pairwise

from fetchers.regimen.words import COUNT, SPOKEN, Days, count
from fetchers.text.spans import Word

_INTERVAL = re.compile(
    rf"\b(?:every|each|per|q)\s?(other|second|alternate|{COUNT})(?:rd|th)?[- ]?(?:\([^)]*\) )?"
    r"(d|day|w|wk|week|m|mo|month)s?\b"
)
_LASTS = re.compile(
    r"[\s,(]*(?:(?:p\.?o\.?|i\.?v\.?|orally|by mouth)[\s,]+)?"
    rf"(?:x|\u00d7|for|over)\s*({COUNT})[- ]?(?:consecutive |straight )?(day|week|month)s?\b"
)
_LENGTHS = {"d": 1, "w": 7, "m": 30}
_NEVER_SAID = 1000  # days; longer than any cycle
_SAMPLED = re.compile(
    r"[^.;]{0,40}\b(?:pharmacokinetic|blood|samples?|sampling|collect\w*|assess\w*|performed|visits?|scans?)\b"
)


def settled_frequency(lower: str, mine: Sequence[Word], chosen: Word | None) -> Word | None:
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
    said = [word for word in words if word.kind == "frequency"]
    undecided = _alternatives(lower, said)
    said = [word for word in said if word not in undecided]
    regular = [word for word in said if word.strength == "stated" and word.value != "single"]
    pauses = [word for word in said if word.strength == "pause"]
    spaced = [word for word in regular if _interval(lower, word)]  # beside "daily" the cycle's length
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


def _alternatives(lower: str, said: Sequence[Word]) -> set[Word]:
    """ "daily or every other day" states neither."""
    return {
        word
        for low, high in pairwise(said)
        if low.value != high.value and re.fullmatch(r"[\s,]*or\s+", lower[low.end : high.start])
        for word in (low, high)
    }


def _interval(lower: str, word: Word) -> int:
    """Days between two administrations that a frequency like "every 4 weeks" or "q3w" says; 0 for other words."""
    hit = _INTERVAL.search(lower, word.start, word.end)
    if not hit or word.value != "intermittent_other":
        return 0
    return (count(hit[1]) if hit[1].isdigit() or hit[1] in SPOKEN else 2) * _LENGTHS[hit[2][0]]


def _from_list(lower: str, word: Word) -> Word | None:
    """The frequency that listed days give: days 1, 8, 15 are weekly, other lists intermittent."""
    if word.kind != "days" or not isinstance(word.value, Days) or _SAMPLED.match(lower, word.end):
        return None
    first, last, step = word.value
    if step == 1 or (first == last != 0):
        return None  # a stretch of days, or one day
    weekly = step == 7 and last - first >= 14
    return word._replace(value="weekly" if weekly else "intermittent_other")


def _rests(lower: str, near: Sequence[Word]) -> bool:
    """Whether daily doses pause: some days of a longer cycle, or a stated number of days off."""
    lengths = [word.value for word in near if word.kind == "cycle" and isinstance(word.value, int)]
    lengths += [length for word in near if (length := _interval(lower, word))]
    if lengths and any(_time_span(lower, word) < lengths[0] for word in near if word.kind == "frequency"):
        return True
    stretches = [
        word.value for word in near if word.kind == "days" and isinstance(word.value, Days) and word.value.step == 1
    ]
    if lengths and stretches and stretches[0].last - stretches[0].first + 1 < lengths[0]:
        return True
    return any(word.strength == "pause" for word in near)


def _time_span(lower: str, word: Word) -> int:
    """Days for which a frequency is said to last ("daily for 14 days"); a large number where it is not said."""
    hit = _LASTS.match(lower, word.end)
    return count(hit[1]) * _LENGTHS[hit[2][0]] if hit else _NEVER_SAID


def _by_days(lower: str, near: Sequence[Word]) -> Word | None:
    """ "5 mg on days 2-7" is daily, unless the cycle is longer."""
    doses = [word for word in near if word.kind == "dose"]
    stretch = next(
        (word for word in near if word.kind == "days" and isinstance(word.value, Days) and word.value.step == 1), None
    )
    if not stretch or not doses or any(word.kind == "frequency" for word in near):
        return None
    return stretch._replace(value="intermittent_other" if _rests(lower, near) else "daily")
