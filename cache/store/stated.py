"""What small files of our own state, read as if a stranger had written it: values of their kinds, times as times."""

from dataclasses import MISSING, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar, get_args, get_type_hints

Stated = TypeVar("Stated")
AHEAD = timedelta(days=1)  # a clock may be wrong by hours; what lies further ahead is no time that has been


def stated(kind: type[Stated], values: Any) -> Stated:
    """A dataclass from decoded JSON; ValueError where a value is of another kind. Fields in `_at` hold aware times."""
    if not isinstance(values, dict):
        raise ValueError("is no object")
    hints = get_type_hints(kind)
    needed = {each.name for each in fields(kind) if each.default is MISSING}  # type: ignore[arg-type]
    if needed - set(values) or set(values) - set(hints):
        raise ValueError("holds other fields")
    for name, value in values.items():
        if type(value) not in (get_args(hints[name]) or (hints[name],)):
            raise ValueError(f"holds another kind of value in {name}")
        if name.endswith("_at") and datetime.fromisoformat(value).tzinfo is None:
            raise ValueError(f"holds a time without zone in {name}")
    return kind(**values)


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Whether a time lies so far ahead of the clock that it says nothing."""
    return moment > now + AHEAD
