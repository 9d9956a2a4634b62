"""Posted figures as numbers: what is not surely a number in the registry's notation is none, and stays as posted."""

import re

_FIGURE = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+(?:[eE][+-]?\d{1,3})?", re.ASCII
)
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " "})
LARGEST = 2**63 - 1  # what a column of whole numbers holds


def number_of(value: str) -> float | None:
    """A figure as a number; None for "ND", "--", "<5", "7,1" (a decimal comma) and whatever else is not surely one.

    >>> number_of("1,200.5"), number_of("7,1")
    (1200.5, None)
    """
    plain = value.translate(_MINUS).strip()
    if not _FIGURE.fullmatch(plain):
        return None
    figure = float(plain.replace(",", ""))
    return figure if figure - figure == 0 else None  # neither infinite nor NaN


def whole_number(value: object) -> int | None:
    """A count as the registry writes it, as a number or in digits with or without thousands separators.

    None for what is no whole number, or beyond what a column holds.
    """
    if type(value) is str and _WHOLE.fullmatch(plain := value.strip()) and len(plain) < 32:
        value = int(plain.replace(",", ""))
    elif type(value) is float and value.is_integer():
        value = int(value)
    return value if type(value) is int and abs(value) <= LARGEST else None
