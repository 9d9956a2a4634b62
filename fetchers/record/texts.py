"""A record's judged passages as one folded string, so that one pass finds every rule's literals.

A unit is what is judged by itself: a registered or posted outcome, an arm, an intervention, a title, a
keyword, a summary, a description, the eligibility criteria. It consists of pieces, each one string of the
record at its JSON path. Outcome text is title, description and posted class and category titles together;
the time frame is not part of it (docs/measures.md, rule 2).

`lower[i]` and `cased[i]` stand for the same character; `quote` gives the record's own words for a folded span.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from fetchers.record.nodes import Node, child, items, objects, text, texts
from fetchers.text.folding import Places, fold

BREAK = "\n\0\n"  # between pieces: no word, and nothing that `.` matches
_GAP = len(BREAK)
TITLES = (("briefTitle", "title"), ("officialTitle", "title"), ("acronym", "title"))
PROSE_FIELDS = (("briefSummary", "summary"), ("detailedDescription", "description"))
OUTCOME_LISTS = (
    ("primaryOutcomes", "primary"),
    ("secondaryOutcomes", "secondary"),
    ("otherOutcomes", "other"),
)


class TextUnit:
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


class Texts:
    """All judged passages of one record, and whether it may take healthy volunteers: its field does not say no."""

    __slots__ = (
        "_ends", "_paths", "_places", "_raw", "_starts", "cased", "lower", "takes_healthy", "unit_starts", "units",
    )  # fmt: skip

    def __init__(self, record: Node) -> None:
        self._paths: list[str] = []
        self._raw: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._places: dict[int, Places | None] = {}  # by piece; none where folding changes nothing
        self.units: list[TextUnit] = []
        eligibility = child(record, "protocolSection", "eligibilityModule")
        self.takes_healthy = eligibility.get("healthyVolunteers") is not False
        all_folded: list[str] = []
        at, known = 0, dict[tuple[str, ...], int]()
        for kind, path, pieces in passages(record):
            start, twin = at, None
            folded = [fold(words) for _, words in pieces]
            if pieces and kind in ("registered", "posted"):
                number = len(self.units)
                twin = known.setdefault(tuple(folded), number)
                twin = None if twin == number else twin
            for (leaf, words), plain in zip(pieces, folded, strict=True):
                self._paths.append(path + leaf)
                self._raw.append(words)
                self._starts.append(at)
                self._ends.append(at + len(plain))
                at += len(plain) + _GAP
            all_folded += folded
            if at > start:
                self.units.append(TextUnit(kind, path, start, at - _GAP, twin))
        self.unit_starts = [unit.start for unit in self.units]
        self.cased = BREAK.join(all_folded)
        if self.cased.isascii():
            self.lower = self.cased.lower()
        else:
            self.lower = BREAK.join([words.lower() for words in all_folded])  # most are in ASCII: lowered far faster

    def unit_at(self, position: int) -> int:
        """Index of the unit that holds a position of the folded string."""
        return bisect_right(self.unit_starts, position) - 1

    def piece_span(self, position: int) -> tuple[int, int]:
        """Span of the piece that holds a position."""
        piece = bisect_right(self._starts, position) - 1
        return self._starts[piece], self._ends[piece]

    def in_description(self, position: int) -> bool:
        """Whether a position of an outcome, arm or intervention lies in its description rather than a title."""
        return self._paths[bisect_right(self._starts, position) - 1].endswith(".description")

    def quote(self, start: int, end: int) -> Quote:
        """The record's own words for a span; a span that runs over its piece is cut at the piece's end."""
        piece, left, right = self._as_it_stands(start, end)
        return Quote(self._paths[piece], left, right, self._raw[piece][left:right])

    def snippet(self, start: int, end: int, reach: int = 90) -> str:
        """The words in their surroundings, cut at the piece, with dots where text was left out."""
        piece, low, high = self._as_it_stands(start, end)
        words = self._raw[piece]
        left, right = max(0, low - reach), min(len(words), high + reach)
        body = " ".join(words[left:right].split())
        return f"{'… ' if left else ''}{body}{' …' if right < len(words) else ''}"

    def _as_it_stands(self, start: int, end: int) -> tuple[int, int, int]:
        """The piece of a folded span, and the span in the piece's own words."""
        piece = bisect_right(self._starts, start) - 1
        at, stop = self._starts[piece], self._ends[piece]
        span = min(start, stop) - at, min(end, stop) - at
        if piece not in self._places:
            words = self._raw[piece]
            is_plain = self.cased[at:stop] == words
            self._places[piece] = None if is_plain else Places(words)
        places = self._places[piece]
        return piece, *(places.span(*span) if places else span)


Pieces = list[tuple[str, str]]
Passage = tuple[str, str, Pieces]


def passages(record: Node) -> Iterator[Passage]:
    """Kind, JSON path and pieces (path below it, words) of every judged passage, in the record's order."""
    protocol = child(record, "protocolSection")
    yield from _single(protocol, "identificationModule", TITLES)
    yield from _listed(protocol, "conditionsModule", "conditions", "condition")
    yield from _listed(protocol, "conditionsModule", "keywords", "keyword")
    yield from _single(protocol, "descriptionModule", PROSE_FIELDS)
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
