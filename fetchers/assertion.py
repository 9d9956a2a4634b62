"""Whether words in a text are asserted or unsaid, and whether a sentence speaks of measuring."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from seeds.assertion import Cue

FAMILIES = {
    "registered": "outcome",
    "posted": "outcome",
    "summary": "narrative",
    "description": "narrative",
    "arm": "narrative",
    "intervention": "narrative",
    "eligibility": "eligibility",
}


@dataclass(frozen=True, slots=True)
class _Negation:
    pattern: re.Pattern[str]
    direction: str
    reach: int


def _union(cues: Iterable[Cue]) -> re.Pattern[str] | None:
    patterns = [cue.pattern for cue in cues]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


class Assertion:
    """The cues of all kinds, compiled once per family of text (outcome, narrative, eligibility)."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        cues = tuple(cues)
        self._stop = _union(cue for cue in cues if cue.kind == "terminator")
        self._pseudo = _union(cue for cue in cues if cue.kind == "pseudo")
        self._measuring = _union(cue for cue in cues if cue.kind == "measuring")
        self._negations = {
            family: [
                _Negation(re.compile(cue.pattern), cue.direction, cue.reach)
                for cue in cues
                if cue.kind == "negation" and family in cue.fields
            ]
            for family in ("outcome", "narrative", "eligibility")
        }

    def negated(self, text: str, start: int, end: int, low: int, high: int, family: str) -> bool:
        """Whether a cue between `low` and `high` unsays the words at `start:end` (all offsets in `text`)."""
        return any(
            self._reaches(text, start, end, max(low, start - cue.reach), start, cue)
            if cue.direction == "forward"
            else self._reaches(text, start, end, end, min(high, end + cue.reach), cue)
            for cue in self._negations.get(family, ())
        )

    def _reaches(self, text: str, start: int, end: int, low: int, high: int, cue: _Negation) -> bool:
        for found in cue.pattern.finditer(text, low, high):
            gap = (found.end(), start) if cue.direction == "forward" else (end, found.start())
            if self._stop and self._stop.search(text, *gap):
                continue
            if not (self._pseudo and self._covered(text, found.start(), found.end())):
                return True
        return False

    def _covered(self, text: str, start: int, end: int) -> bool:
        assert self._pseudo
        near = self._pseudo.finditer(text, max(0, start - 30), end + 30)
        return any(found.start() <= start and end <= found.end() for found in near)

    def measuring(self, text: str, low: int, high: int) -> bool:
        """Whether a sentence says that something is measured, monitored, aimed at or steers the dose."""
        return self._measuring is not None and self._measuring.search(text, low, high) is not None
