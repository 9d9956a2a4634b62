"""A fact that some words of a record show: what rules, the judge, posted tables and readers found, as such facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fetchers.measures.judge import Verdict
from fetchers.measures.matcher import Finding
from fetchers.record.results import Event
from fetchers.record.texts import Texts, TextUnit
from fetchers.reviews.verdicts import BY_READERS, REVIEWED, Standing, decided
from fetchers.rows import AnnotationRow

LEVEL_OF_KIND = {
    "registered": "registered",
    "summary": "described",
    "description": "described",
    "arm": "described",
    "intervention": "described",
    "eligibility": "eligibility",
}
BY_RULE, BY_TABLE = "likely", "sure"  # how sure are rules, and rows of the adverse-event table
Placed = tuple[int, "Evidence"]  # with the number of its unit


class Evidence:
    """A fact about one piece of text: what holds, at which level, where, in which words, by which rule."""

    __slots__ = ("confidence", "end", "label", "level", "path", "rule", "snippet", "start", "unit_path", "words")

    def __init__(
        self, label: str, level: str, unit_path: str, path: str, start: int, end: int, words: str, snippet: str,
        rule: str, confidence: str,
    ) -> None:  # fmt: skip
        self.label, self.level, self.rule, self.confidence = label, level, rule, confidence
        self.unit_path, self.path, self.start, self.end = unit_path, path, start, end
        self.words, self.snippet = words, snippet

    def row(self, trial: str) -> AnnotationRow:
        """A row of table `annotations`."""
        return {
            "nct_id": trial, "measure": self.label, "level": self.level, "unit_path": self.unit_path,
            "path": self.path, "start": self.start, "end": self.end, "words": self.words, "snippet": self.snippet,
            "rule": self.rule, "confidence": self.confidence,
        }  # fmt: skip


class RecordText(NamedTuple):
    """A record's text, whether each posted outcome holds values, and the groups of all labels by id."""

    texts: Texts
    filled: Sequence[bool]
    groups: Mapping[str, str]

    def shown(self, label: str, unit: TextUnit, start: int, end: int, rule: str, confidence: str) -> Evidence:
        """What the words between two positions of a unit show."""
        quote = self.texts.quote(start, end)
        return Evidence(
            label, self._level(label, unit.kind, unit.path), unit.path, quote.path, quote.start, quote.end, quote.words,
            self.texts.snippet(start, end), rule, confidence,
        )  # fmt: skip

    def _level(self, label: str, kind: str, path: str) -> str:
        if self.groups[label] in ("design", "population"):
            return self.groups[label]
        if kind == "posted":
            position = int(path[path.rindex("[") + 1 : -1])
            return "posted" if self.filled[position] else "posted_empty"
        return LEVEL_OF_KIND[kind]


def of_findings(findings: Iterable[Finding], text: RecordText) -> Iterator[Placed]:
    """Evidence for what rules found."""
    for found in findings:
        unit = text.texts.units[found.unit]
        yield found.unit, text.shown(found.label, unit, found.start, found.end, found.rule, BY_RULE)


def of_verdicts(judged: Iterable[Verdict], text: RecordText) -> Iterator[Placed]:
    """Evidence for the judge's labels, for outcomes that repeat an earlier one's words too."""
    units = text.texts.units
    alike: dict[int, list[int]] = {}
    for number, unit in enumerate(units):
        alike.setdefault(number if unit.twin is None else unit.twin, []).append(number)
    for each in judged:
        for number in alike[each.unit]:
            further = units[number].start - units[each.unit].start
            start, end = each.start + further, each.end + further
            yield number, text.shown(each.measure, units[number], start, end, each.fired, each.confidence)


def of_events(events: Iterable[Event]) -> Iterator[Evidence]:
    """One piece of evidence per liability and adverse-event term, in the order of the tables."""
    seen = set()
    for event in events:
        for measure in event.measures:
            term = event.term
            if (measure, term) not in seen:
                seen.add((measure, term))
                path = event.path
                yield Evidence(
                    measure, "ae_table", path, f"{path}.term", 0, len(term), term, term, f"{measure}.terms", BY_TABLE
                )


def as_reviewed(evidence: Iterable[Evidence], text: RecordText, reviews: Iterable[Standing]) -> list[Evidence]:
    """The evidence as readers left it: without what they refused, with what they added to a unit's first words."""
    yes, no = decided(reviews)
    kept = [each for each in evidence if (each.unit_path, each.label) not in no]
    for each in kept:
        if (each.unit_path, each.label) in yes:
            each.confidence = REVIEWED
    texts = text.texts
    for place, label in sorted(yes - {(each.unit_path, each.label) for each in kept}):
        unit = next(unit for unit in texts.units if unit.path == place)
        kept.append(text.shown(label, unit, *texts.piece_span(unit.start), BY_READERS, REVIEWED))
    return kept
