"""Where sentences, list items and headings stand in registry prose."""

import re

_END = re.compile(r"(?<![A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bno)(?<!\bapprox)[.!?]\)?\s+(?=[A-Z(\d*\"'-])|\n")
_HEADING = re.compile(r":\s*$")


def sentence_span(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Span of the sentence or list item within `start:end` that holds position `at`."""
    low = start
    for found in _END.finditer(text, start, end):
        if found.end() > at:
            return low, found.start() + 1
        low = found.end()
    return low, end


def heading_span(text: str, start: int, at: int) -> tuple[int, int] | None:
    """Span of the nearest line above `at` (within its piece from `start`) that ends in a colon."""
    stop = text.rfind("\n", start, at)
    while stop > start:
        low = max(text.rfind("\n", start, stop), start)
        if _HEADING.search(text, low, stop):
            return low, stop
        stop = low
    return None
