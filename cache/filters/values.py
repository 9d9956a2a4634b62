"""Values of filters as readers write them, in links and options; OptionError tells what is wrong and what is known."""

import calendar
import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cache.filters.dimensions import EARLIEST, LATEST, UNSTATED, VIEWS, Dimension
from seeds.errors import OptionError

NCT = re.compile(r"NCT\d{8}", re.IGNORECASE)
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
MOST_WORDS, MOST_CHARACTERS = 40, 1000  # of a search
WHOLE = re.compile(r"\d{1,12}", re.ASCII)


def read_id(value: str) -> str:
    """A trial's id."""
    if not NCT.fullmatch(value):
        raise OptionError(f"`{value}` is no registry id; write it like NCT01234567.")
    return value.upper()


def read(dimension: Dimension, given: list[str], known: Mapping[str, Iterable[str]]) -> Any:
    """The value of a dimension; `known` gives those that exist. Of what can be given but once, the last counts."""
    if dimension.kind == "flag":
        return _flag(dimension.name, given[-1])
    if dimension.kind in ("least", "most", "age"):
        return _whole(dimension, given[-1])
    if dimension.kind in ("since", "until"):
        return _day(dimension, given[-1])
    if dimension.kind in ("search", "contains"):
        return _words(dimension, given[-1])
    for value in given:
        _check(dimension, value, known)
    return tuple(dict.fromkeys(given))


def _words(dimension: Dimension, value: str) -> str:
    """What is searched for; no more words than a question takes, for each costs a look at all trials."""
    if len(value) > MOST_CHARACTERS or len(value.split()) > MOST_WORDS:
        most = f"{MOST_WORDS} words and {MOST_CHARACTERS} characters"
        raise OptionError(f"filter `{dimension.name}`: `{value[:40]}…` is too long; the most is {most}.")
    return value


def _flag(name: str, value: str) -> bool:
    if value not in ("yes", "no"):
        raise OptionError(f"filter `{name}`: `{value}` is neither yes nor no.")
    return value == "yes"


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
    head, _, tail = value.partition(":")
    if dimension.kind == "measure" and tail:
        _must_be(f"{dimension.name} status", tail, [*VIEWS, *known.get("measure_status", (tail,))])
    if dimension.kind in ("one", "any") and value == UNSTATED:
        return
    if dimension.name in known:
        _must_be(dimension.name, head if dimension.kind == "measure" else value, list(known[dimension.name]))


def _must_be(name: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(allowed)[:40])}."
        raise OptionError(f"filter `{name}`: `{value}` is unknown; {hint}")
