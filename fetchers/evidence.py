"""A fact that some words of a record show."""

from fetchers.rows import AnnotationRow


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
