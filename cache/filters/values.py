"""Values of filters as readers write them, in links and options; OptionError tells what is wrong and what is known."""

import calendar
import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cache.filters.dimensions import ALL_VIEWS, EARLIEST, LATEST, UNSTATED, Dimension
from seeds.errors import OptionError
from seeds.tables.coded_values import coded_values, letters_and_digits, said_for

NCT = re.compile(r"NCT\d{8}", re.IGNORECASE)
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
BOUNDS = (("from_date", "to_date"), ("min_enrolment", "max_enrolment"), ("min_age", "max_age"))
MOST_WORDS, MOST_CHARACTERS = 40, 1000  # of a search
FLAGS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
Said = Mapping[str, Mapping[str, str]]  # dimension -> what people say, as letters and digits -> the value meant
NOTHING_SAID: Said = {}
WHOLE = re.compile(r"\d{1,12}", re.ASCII)


def read_id(value: str) -> str:
    """A trial's id."""
    if not NCT.fullmatch(value):
        raise OptionError(f"`{value}` is no registry id; write it like NCT01234567.")
    return value.upper()


def read(dimension: Dimension, given: list[str], known: Mapping[str, Iterable[str]], said: Said = NOTHING_SAID) -> Any:
    """The value of a dimension; `known` gives those that exist, `said` what people say for them. Of what can be given
    but once, the last counts.
    """
    if dimension.kind == "flag":
        return _flag(dimension.name, given[-1])
    if dimension.kind in ("least", "most", "age"):
        return _whole(dimension, given[-1])
    if dimension.kind in ("since", "until"):
        return _day(dimension, given[-1])
    if dimension.kind in ("search", "contains"):
        return _words(dimension, given[-1])
    meant = [each for value in given for each in _coded_list(dimension, value, known, said)]
    for value in meant:
        _check(dimension, value, known)
    return tuple(dict.fromkeys(meant))


def _coded_list(dimension: Dimension, value: str, known: Mapping[str, Iterable[str]], said: Said) -> list[str]:
    """A value, or several parted by commas where the whole is none."""
    whole, allowed = _coded(dimension, value, known, said), [UNSTATED, *_allowed(dimension.name, known)]
    if whole not in allowed and "," in value:
        parts = [_coded(dimension, part.strip(), known, said) for part in value.split(",")]
        if all(part.partition(":")[0] in allowed for part in parts):
            return parts
    return [whole]


def _allowed(name: str, known: Mapping[str, Iterable[str]]) -> list[str]:
    """What the data hold and what the registry's codes are; nothing where nothing is known of the dimension."""
    return list(dict.fromkeys([*known[name], *coded_values().get(name, ())])) if name in known else []


def _coded(dimension: Dimension, value: str, known: Mapping[str, Iterable[str]], said: Said) -> str:
    """A value as the data have it, however it was written; what is not known stays."""
    if dimension.kind != "measure":
        return _meant(dimension.name, value, known, said)
    head, *tail = value.split(":")
    statuses = {"measure_status": [*ALL_VIEWS, *known.get("measure_status", ())]}
    meant = [_meant("measure", head, known, said), *(_meant("measure_status", each, statuses, said) for each in tail)]
    return ":".join(meant)


def _meant(name: str, value: str, known: Mapping[str, Iterable[str]], said: Said) -> str:
    allowed, key = _allowed(name, known), letters_and_digits(value)
    if value in allowed or not key:
        return value
    found = {letters_and_digits(each): each for each in allowed}
    others = {UNSTATED: UNSTATED, **said_for().get(name, {}), **said.get(name, {})}
    return found.get(key) or others.get(key) or value


def _words(dimension: Dimension, value: str) -> str:
    """What is searched for; no more words than a question takes, for each costs a look at all trials."""
    if len(value) > MOST_CHARACTERS or len(value.split()) > MOST_WORDS:
        most = f"{MOST_WORDS} words and {MOST_CHARACTERS} characters"
        raise OptionError(f"filter `{dimension.name}`: `{value[:40]}…` is too long; the most is {most}.")
    return value


def _flag(name: str, value: str) -> bool:
    if value.casefold() not in FLAGS:
        raise OptionError(f"filter `{name}`: `{value}` is neither yes nor no.")
    return FLAGS[value.casefold()]


def _whole(dimension: Dimension, value: str) -> int:
    if not WHOLE.fullmatch(value):
        raise OptionError(f"filter `{dimension.name}`: `{value}` is no whole number.")
    if int(value) > dimension.high:
        raise OptionError(f"filter `{dimension.name}`: `{value}` is too large; the most is {dimension.high}.")
    return int(value)


def _day(dimension: Dimension, value: str) -> date:
    """A day; of a year or month alone the first (`since`) or the last (`until`)."""
    found = DAY.fullmatch(value)
    try:
        year, month, day = (int(part) if part else 0 for part in found.groups()) if found else (0, 0, 0)
        month = month or (1 if dimension.kind == "since" else 12)
        day = day or (1 if dimension.kind == "since" else calendar.monthrange(year, month)[1])
        read = date(year, month, day)
    except ValueError as error:  # also of a month or day that no calendar has
        raise OptionError(f"filter `{dimension.name}`: `{value}` is no date; write it like 2015-03-01.") from error
    if not EARLIEST <= read <= LATEST:
        raise OptionError(f"filter `{dimension.name}`: `{value}` is not between {EARLIEST} and {LATEST}.")
    return read


def _check(dimension: Dimension, value: str, known: Mapping[str, Iterable[str]]) -> None:
    head, *statuses = value.split(":")
    for status in statuses if dimension.kind == "measure" else ():
        _must_be(f"{dimension.name} status", status, [*ALL_VIEWS, *known.get("measure_status", (status,))])
    if dimension.kind in ("one", "any") and value == UNSTATED:
        return
    if dimension.name in known:
        _must_be(dimension.name, head if dimension.kind == "measure" else value, _allowed(dimension.name, known))


def _must_be(name: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        folded = {each.casefold(): each for each in allowed}
        near = difflib.get_close_matches(value.casefold(), folded, 1)
        listed = f"known are {', '.join(sorted(allowed)[:40])}." if allowed else "the data hold none."
        raise OptionError(
            f"filter `{name}`: `{value}` is unknown; {f'did you mean `{folded[near[0]]}`?' if near else listed}"
        )


def no_contradiction(filters: Any) -> None:
    """OptionError where two bounds of filters leave nothing between them."""
    for names in BOUNDS:
        low, high = (getattr(filters, name) for name in names)
        if low is not None and high is not None and low > high:
            raise OptionError(
                f"filter `{names[0]}` ({low}) lies beyond `{names[1]}` ({high}): no trial can be between."
            )
