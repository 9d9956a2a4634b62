"""Registry dates and ages: a partial date keeps its precision (docs/registry-api.md, section 6)."""

import re
from calendar import monthrange
from datetime import MAXYEAR, date
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?![\d-])", re.ASCII)
_AGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)s?\s*", re.IGNORECASE)
_YEARS = {
    "year": 1.0,
    "month": 1 / 12,
    "week": 7 / 365.25,
    "day": 1 / 365.25,
    "hour": 1 / 8766,
    "minute": 1 / 525960,
}


@lru_cache(maxsize=4096)
def last_day(partial: str) -> date | None:
    """The last day that a partial date may mean: 2024-02 is 2024-02-29; None for what is no date."""
    found = _DATE.match(partial)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:  # a month 13 or a day that does not exist
        return None


@lru_cache(maxsize=4096)
def year_of(partial: str) -> int | None:
    """The year of a partial date."""
    found = _DATE.match(partial)
    return int(found[1]) if found else None


def years_later(day: date, years: int) -> date | None:
    """The same day some years on; 29 February becomes the 28th where the year has none. None after the year 9999."""
    if day.year + years > MAXYEAR:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@lru_cache(maxsize=4096)
def age_in_years(age: str) -> float | None:
    """`18 Years`, `6 Months` in years; None for no limit or an unknown form."""
    found = _AGE.fullmatch(age)
    return round(float(found[1]) * _YEARS[found[2].lower()], 3) if found else None
