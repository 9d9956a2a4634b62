"""A word that was found in a text, and where it stands."""

from typing import Any, NamedTuple


class Word(NamedTuple):
    """One element of a regimen: `kind` is dose, frequency, route, device, days, cycle or range."""

    kind: str
    start: int
    end: int
    value: Any = None
    strength: str = "stated"
