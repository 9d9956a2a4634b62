"""Where sentences, list items and headings stand in registry prose."""

import re
from bisect import bisect_right

_END = re.compile(r"[.!?]\)?\s+(?=[A-Z(\d*\"'-])|\n")
_GOES_ON = re.compile(r"(?:(?<![^\W\d_])[A-Z]|\be\.g|\bi\.e|\bvs|\bno|\bapprox|\bDr)\Z")  # "e.g. Paris", "E. coli"
_HEADING = re.compile(r":\s*$")


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Where the sentences and list items within `start:end` begin, the first at `start`."""
    found = [start]
    for stop in _END.finditer(text, start, end):
        at = stop.start()
        if text[at] != "." or not _GOES_ON.search(text, max(start, at - 8), at):
            found.append(stop.end())
    return found


def sentence_span(starts: list[int], end: int, at: int) -> tuple[int, int]:
    """Span of the sentence that holds position `at`, of those that begin at `starts` and end at `end`."""
    number = bisect_right(starts, at)
    return starts[max(number - 1, 0)], starts[number] if number < len(starts) else end


def heading_span(text: str, start: int, at: int) -> tuple[int, int] | None:
    """Span of the nearest line above `at` (within its piece from `start`) that ends in a colon."""
    stop = text.rfind("\n", start, at)
    while stop > start:
        low = max(text.rfind("\n", start, stop), start)
        if _HEADING.search(text, low, stop):
            return low, stop
        stop = low
    return None
