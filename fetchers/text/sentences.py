"""Where sentences, list items and headings stand in registry prose."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?\n](?:(?<=\n)|\)?\s+(?=[A-Z(\d*\"'-]))")  # led by its characters, which `re` looks for first
_GOES_ON = re.compile(r"(?:(?<![^\W\d_])[A-Z]|\be\.g|\bi\.e|\bvs|\bno|\bapprox|\bDr)\Z")  # "e.g. Paris", "E. coli"
_SHORTENED = "e.g", "i.e", "vs", "no", "approx", "Dr"  # the ends of its words
_ITEM = re.compile(r"\s*(?:[*\u2022\u00b7-]|\(?(?:\d{1,2}|[ivxIVX]{1,5}|[a-hA-H])[.)])\s")
_HEADING = re.compile(r"[^\n]{1,400}:\s*\Z|\s*[A-Z][^.;\n]{0,60}\Z")
_LABEL = re.compile(r"(?:\A|(?<=\n)|(?<=[.!?] ))[A-Z][^.:\n]{2,80}:(?=\s)")
STOP = re.compile(r"[.;]\s|\n")  # what ends a statement in the words of an arm
FAR = 4_000  # characters: a label heads no sentence beyond
LONG_LIST = 200  # lines: what stands above heads no item beyond
SHORT_SENTENCE = 120  # a longer one says for itself what is done


def sentence_around(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Span of the sentence or list item within `start:end` that holds position `at`."""
    low = _line_start(text, start, at)
    for stop in _END.finditer(text, low, end):
        dot, after = stop.span()
        if text[dot] == "." and _may_go_on(text, dot) and _GOES_ON.search(text, max(start, dot - 8), dot):
            continue
        if after > at:
            return low, after
        low = after
    return low, end


def _may_go_on(text: str, dot: int) -> bool:
    """Whether the words before a full stop end as those do that go on: told far faster than by their pattern."""
    return text[dot - 1 : dot].isupper() or text.endswith(_SHORTENED, 0, dot)


def _line_start(text: str, start: int, at: int) -> int:
    """Where a line begins at or before `at` of which is sure, without reading on from `start`, that a sentence does:
    one that follows neither blanks nor the end of a sentence, for they all would be one stop."""
    line = at
    while (line := text.rfind("\n", start, line)) > start:
        if not (text[line - 1].isspace() or text[line - 1] in ".!?)"):
            return line + 1
    return start


def heading_spans(text: str, start: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Spans of what heads the sentence `low:high` of a piece that begins at `start` (text in its own case).

    That is a label earlier in its line ("Secondary endpoints: Survival. Quality of life."), for a list item the line
    above the list, and for a paragraph the line right above it, where that line ends in a colon or is a short title.
    """
    line = text.rfind("\n", start, low) + 1 or start
    if high - low <= SHORT_SENTENCE:
        labels = [hit.span() for hit in _LABEL.finditer(text, max(line, low - FAR), low)]
        yield from labels[-1:]
    heading = _line_above(text, start, line, in_list=_ITEM.match(text, line) is not None)
    if heading:
        yield heading


def _line_above(text: str, start: int, line: int, in_list: bool) -> tuple[int, int] | None:
    for _ in range(LONG_LIST):
        if line <= start:
            return None
        stop = line - 1
        line = max(text.rfind("\n", start, stop) + 1, start)
        if not text[line:stop].strip():
            continue
        if _ITEM.match(text, line, stop):
            if not in_list:
                return None
        elif _HEADING.match(text, line, stop):
            return line, stop
        else:
            return None
    return None
