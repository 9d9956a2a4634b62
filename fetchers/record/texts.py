"""A record's judged passages as one folded string, so that one pass finds every rule's literals.

A unit is what is judged by itself: a registered or posted outcome, an arm, an intervention, a title, a
keyword, a summary, a description, the eligibility criteria. It consists of pieces, each one string of the
record at its JSON path. Outcome text is title, description and posted class and category titles together;
the time frame is not part of it (MEASURES.md, rule 2).

Folding keeps every position: `lower[i]` and `cased[i]` stand for the same character of the record.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from fetchers.record.nodes import Node, child, items, objects, text, texts

KINDS = (
    "title", "condition", "keyword", "summary", "description", "arm", "intervention",
    "registered", "posted", "eligibility",
)  # fmt: skip
BREAK = "\n\0\n"  # between pieces: no word, and nothing that `.` matches
_GAP = len(BREAK)
_FOLDS = (
    ("\\", " "), ("\u00a0", " "), ("\u2019", "'"), ("\u2018", "'"), ("\u2013", "-"), ("\u2014", "-"),
    ("\u2010", "-"), ("\u2011", "-"), ("\u2212", "-"), ("\u201c", '"'), ("\u201d", '"'), ("\u00b5", "u"),
    ("\u03bc", "u"), ("\u0130", "I"), ("\u2082", "2"), ("\u2080", "0"),
)  # fmt: skip
TITLES = (("briefTitle", "title"), ("officialTitle", "title"), ("acronym", "title"))
PROSE = (("briefSummary", "summary"), ("detailedDescription", "description"))
OUTCOME_LISTS = (
    ("primaryOutcomes", "primary"),
    ("secondaryOutcomes", "secondary"),
    ("otherOutcomes", "other"),
)


class Unit:
    """One judged passage: its kind, its JSON path and the span of its pieces in the folded string.

    `twin` is the index of an earlier outcome in the same words: most posted outcomes repeat a registered one.
    """

    __slots__ = ("end", "kind", "path", "start", "twin")

    def __init__(self, kind: str, path: str, start: int, end: int, twin: int | None = None) -> None:
        self.kind, self.path, self.start, self.end, self.twin = kind, path, start, end, twin


class Quote(NamedTuple):
    """Words of the record: the JSON path of their string, offsets in it, and the words themselves."""

    path: str
    start: int
    end: int
    words: str


def fold(words: str) -> str:
    """Typographic variants to ASCII, character by character; markdown's backslash becomes a blank."""
    if words.isascii():
        return words.replace("\\", " ") if "\\" in words else words
    for variant, plain in _FOLDS:
        words = words.replace(variant, plain)
    return words


class Texts:
    """All judged passages of one record."""

    __slots__ = ("_paths", "_raw", "_starts", "cased", "lower", "unit_starts", "units")

    def __init__(self, record: Node) -> None:
        self._paths: list[str] = []
        self._raw: list[str] = []
        self._starts: list[int] = []
        self.units: list[Unit] = []
        at, known = 0, dict[tuple[str, ...], int]()
        for kind, path, pieces in passages(record):
            start, twin = at, None
            if pieces and kind in ("registered", "posted"):
                number = len(self.units)
                twin = known.setdefault(tuple([words for _, words in pieces]), number)
                twin = None if twin == number else twin
            for leaf, words in pieces:
                self._paths.append(path + leaf)
                self._raw.append(words)
                self._starts.append(at)
                at += len(words) + _GAP
            if at > start:
                self.units.append(Unit(kind, path, start, at - _GAP, twin))
        self.unit_starts = [unit.start for unit in self.units]
        whole = BREAK.join(self._raw)
        if whole.isascii():
            self.cased = fold(whole)
            self.lower = self.cased.lower()
        else:
            folded = [fold(words) for words in self._raw]
            self.cased = BREAK.join(folded)
            self.lower = BREAK.join([words.lower() for words in folded])  # most are in ASCII: lowered far faster

    def unit_at(self, position: int) -> int:
        """Index of the unit that holds a position of the folded string."""
        return bisect_right(self.unit_starts, position) - 1

    def piece_span(self, position: int) -> tuple[int, int]:
        """Span of the piece that holds a position."""
        piece = bisect_right(self._starts, position) - 1
        return self._starts[piece], self._starts[piece] + len(self._raw[piece])

    def in_description(self, position: int) -> bool:
        """Whether a position of an outcome, arm or intervention lies in its description rather than a title."""
        return self._paths[bisect_right(self._starts, position) - 1].endswith(".description")

    def quote(self, start: int, end: int) -> Quote:
        """The record's own words for a span; a span that runs over its piece is cut at the piece's end."""
        piece = bisect_right(self._starts, start) - 1
        offset, words = self._starts[piece], self._raw[piece]
        left, right = min(start - offset, len(words)), min(end - offset, len(words))
        return Quote(self._paths[piece], left, right, words[left:right])

    def snippet(self, start: int, end: int, reach: int = 90) -> str:
        """The words in their surroundings, cut at the piece, with dots where text was left out."""
        piece = bisect_right(self._starts, start) - 1
        offset, words = self._starts[piece], self._raw[piece]
        left, right = max(0, start - offset - reach), min(len(words), end - offset + reach)
        body = " ".join(words[left:right].split())
        return f"{'… ' if left else ''}{body}{' …' if right < len(words) else ''}"


Pieces = list[tuple[str, str]]
Passage = tuple[str, str, Pieces]


def passages(record: Node) -> Iterator[Passage]:
    """Kind, JSON path and pieces (path below it, words) of every judged passage, in the record's order."""
    protocol = child(record, "protocolSection")
    yield from _single(
        protocol,
        "identificationModule",
        (("briefTitle", "title"), ("officialTitle", "title"), ("acronym", "title")),
    )
    yield from _listed(protocol, "conditionsModule", "conditions", "condition")
    yield from _listed(protocol, "conditionsModule", "keywords", "keyword")
    yield from _single(
        protocol, "descriptionModule", (("briefSummary", "summary"), ("detailedDescription", "description"))
    )
    arms = child(protocol, "armsInterventionsModule")
    place = "protocolSection.armsInterventionsModule"
    yield from _units(arms, place, "armGroups", "arm", _arm)
    yield from _units(arms, place, "interventions", "intervention", _intervention)
    outcomes = child(protocol, "outcomesModule")
    for name, _ in OUTCOME_LISTS:
        yield from _units(outcomes, "protocolSection.outcomesModule", name, "registered", _registered)
    posted = child(record, "resultsSection", "outcomeMeasuresModule")
    yield from _units(posted, "resultsSection.outcomeMeasuresModule", "outcomeMeasures", "posted", _posted)
    yield from _single(protocol, "eligibilityModule", (("eligibilityCriteria", "eligibility"),))


def _single(protocol: Node, module: str, leaves: tuple[tuple[str, str], ...]) -> Iterator[Passage]:
    node = child(protocol, module)
    for leaf, kind in leaves:
        if words := text(node, leaf):
            yield kind, f"protocolSection.{module}.{leaf}", [("", words)]


def _listed(protocol: Node, module: str, leaf: str, kind: str) -> Iterator[Passage]:
    for index, words in enumerate(items(child(protocol, module), leaf)):
        if type(words) is str and words:
            yield kind, f"protocolSection.{module}.{leaf}[{index}]", [("", words)]


def _units(node: Node, place: str, name: str, kind: str, pieces: Callable[[Node], Pieces]) -> Iterator[Passage]:
    for index, item in enumerate(items(node, name)):
        if type(item) is dict:
            yield kind, f"{place}.{name}[{index}]", pieces(item)


def _leaves(node: dict[str, Any], *names: str) -> Pieces:
    return [("." + name, words) for name in names if type(words := node.get(name)) is str and words]


def _arm(arm: Node) -> Pieces:
    return _leaves(arm, "label", "description")


def _intervention(intervention: Node) -> Pieces:
    others = [(f".otherNames[{index}]", name) for index, name in enumerate(texts(intervention, "otherNames")) if name]
    return _leaves(intervention, "name", "description") + others


def _registered(outcome: Node) -> Pieces:
    return _leaves(outcome, "measure", "description")


def _posted(outcome: Node) -> Pieces:
    pieces = _leaves(outcome, "title", "description")
    for index, one in enumerate(objects(outcome, "classes")):
        if title := text(one, "title"):
            pieces.append((f".classes[{index}].title", title))
        for number, category in enumerate(objects(one, "categories")):
            if title := text(category, "title"):
                pieces.append((f".classes[{index}].categories[{number}].title", title))
    return pieces
