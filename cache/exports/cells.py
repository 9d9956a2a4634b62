"""Values as cells of a sheet: harmless as formulas, no longer than a cell holds, of characters that a sheet takes."""

import re
import unicodedata
from typing import Any

FORMULA_STARTS = frozenset("=+-@|%")
BREAKS = ("\t", "\r", "\n")
LONGEST_CELL = 32_767  # UTF-16 units that a cell of XLSX holds
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers.

    What counts is the first character that shows, full-width and small forms ("＝") as what they stand for.
    """
    if not isinstance(value, str) or value[:1].isalnum() or not value:  # as most begin
        return value
    first = next((sign for sign in value if not (sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc"))), "")
    is_formula = unicodedata.normalize("NFKC", first)[:1] in FORMULA_STARTS or first == "\u2212"
    return "'" + value if (first and is_formula) or value.startswith(BREAKS) else value


def cell(value: Any) -> Any:
    """A value for a sheet: lists joined by `; `, dates in ISO form, truth as TRUE or FALSE, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list | tuple):
        return neutral("; ".join(str(each) for each in value))
    if isinstance(value, int | float):
        return value
    return neutral(str(value))


def fitted(words: str) -> tuple[str, bool]:
    """A text as a cell of XLSX holds it, and whether it was cut; a cut text says so at its end."""
    words = _NOT_XML.sub("\ufffd", words)
    if _units(words) <= LONGEST_CELL:
        return words, False
    note = f" [cut: {len(words)} characters; CSV, Parquet and JSON lines hold all]"
    kept = words[: LONGEST_CELL - len(note)]
    while _units(kept) > LONGEST_CELL - len(note):
        kept = kept[: -max(1, (_units(kept) + len(note) - LONGEST_CELL) // 2)]
    return kept + note, True


def _units(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode("utf-16-le")) // 2
