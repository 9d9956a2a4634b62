"""One record's annotation: evidence for measures, rapalogs and their role, populations, design flags."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fetchers.assertion import Assertion
from fetchers.exposure import attribution_for
from fetchers.matcher import Finding, Matcher
from fetchers.record.nodes import Node
from fetchers.record.results import holds_values, posted_outcomes
from fetchers.record.texts import Texts
from seeds.knowledge import Knowledge

LEVEL_OF_KIND = {
    "registered": "registered",
    "summary": "described",
    "description": "described",
    "arm": "described",
    "intervention": "described",
    "eligibility": "eligibility",
}


class Evidence(NamedTuple):
    """A fact about one piece of text: what holds, at which level, where, in which words, by which rule."""

    label: str
    level: str
    unit_path: str
    path: str
    start: int
    end: int
    words: str
    snippet: str
    rule: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that is said about one record; `evidence` is in the order of the text."""

    evidence: tuple[Evidence, ...]
    texts: Texts


class Annotator:
    """All rules compiled once; `annotate` judges one record and depends on nothing else."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._groups = {label.id: label.group for label in knowledge.labels}
        self._matcher = Matcher(knowledge.labels, Assertion(knowledge.cues))

    def annotate(self, record: Node) -> Annotation:
        """Evidence of every label in a record of any shape; never raises for what a record holds or lacks."""
        texts = Texts(record)
        findings = self._matcher.findings(texts, attribution_for(record, texts))
        filled = [holds_values(outcome) for outcome in posted_outcomes(record)]
        return Annotation(tuple(self._evidence(findings, texts, filled)), texts)

    def _evidence(self, findings: Iterable[Finding], texts: Texts, filled: list[bool]) -> Iterable[Evidence]:
        for found in findings:
            unit = texts.units[found.unit]
            quote = texts.quote(found.start, found.end)
            level = self._level(found.label, unit.kind, unit.path, filled)
            yield Evidence(
                found.label, level, unit.path, quote.path, quote.start, quote.end, quote.words,
                texts.snippet(found.start, found.end), found.rule,
            )  # fmt: skip

    def _level(self, label: str, kind: str, path: str, filled: list[bool]) -> str:
        if self._groups[label] in ("design", "population"):
            return self._groups[label]
        if kind == "posted":
            position = int(path[path.rindex("[") + 1 : -1])
            return "posted" if filled[position] else "posted_empty"
        return LEVEL_OF_KIND[kind]
