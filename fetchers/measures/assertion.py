"""Whether words in a text are asserted or unsaid, and whether a sentence speaks of measuring."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fetchers.text.scan import Scanner, union
from seeds.context.assertion import Cue

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
    pattern: Scanner
    direction: str
    reach: int


def _any(cues: Iterable[Cue], kind: str) -> list[Scanner]:
    return union(cue.pattern for cue in cues if cue.kind == kind)


class Assertion:
    """The cues of all kinds, compiled once per family of text (outcome, narrative, eligibility)."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        cues = tuple(cues)
        self._stop = _any(cues, "terminator")
        self._pseudo = {
            family: _any((cue for cue in cues if family in cue.fields), "pseudo")
            for family in ("outcome", "narrative", "eligibility")
        }
        self._aim = _any(cues, "aim")
        self._measuring = _any(cues, "measuring")
        self._people = [(Scanner(cue.pattern), cue.direction == "forward") for cue in cues if cue.kind == "people"]
        self._background = _any(cues, "background")
        self._negations = {
            family: [
                _Negation(Scanner(cue.pattern), cue.direction, cue.reach)
                for cue in cues
                if cue.kind == "negation" and family in cue.fields
            ]
            for family in ("outcome", "narrative", "eligibility")
        }

        self._speaks = lru_cache(maxsize=64)(self._speaks_of_measuring)  # several rules ask about one sentence

    def prepare(self) -> None:
        """Compile all patterns now."""
        negations = [each.pattern for family in self._negations.values() for each in family]
        pseudo = [each for family in self._pseudo.values() for each in family]
        people = [cue for cue, _ in self._people]
        for cue in (*self._stop, *self._aim, *self._measuring, *self._background, *people, *negations, *pseudo):
            cue.prepare()

    def negated(self, text: str, start: int, end: int, low: int, high: int, family: str) -> bool:
        """Whether a cue between `low` and `high` unsays the words at `start:end` (all offsets in `text`)."""
        pseudo = self._pseudo.get(family, [])
        return any(
            self._reaches(text, start, end, max(low, start - cue.reach), start, cue, pseudo)
            if cue.direction == "forward"
            else self._reaches(text, start, end, end, min(high, end + cue.reach), cue, pseudo)
            for cue in self._negations.get(family, ())
        )

    def _reaches(
        self, text: str, start: int, end: int, low: int, high: int, cue: _Negation, pseudo: list[Scanner]
    ) -> bool:
        for found in cue.pattern.finditer(text, low, high):
            gap = (found[1], start) if cue.direction == "forward" else (end, found[0])
            if not _found(self._stop, text, *gap) and not _covered(pseudo, text, *found):
                return True
        return False

    def describes_people(self, text: str, start: int, end: int, low: int, high: int) -> bool:
        """Whether the words at `start:end` say who takes part ("patients with ...") rather than what is measured."""
        before, after = max(low, start - 90), min(high, end + 40)
        return any(
            cue.search(text, before, start) if ahead else cue.match(text, end, after) for cue, ahead in self._people
        )

    def measuring(self, text: str, low: int, high: int) -> bool:
        """Whether a sentence says that something is measured, monitored, aimed at or steers the dose.

        Words of measuring do not count in a sentence on earlier work; a stated aim of this trial always does.
        """
        return self._speaks(text, low, high)

    def _speaks_of_measuring(self, text: str, low: int, high: int) -> bool:
        if _found(self._aim, text, low, high):
            return True
        return _found(self._measuring, text, low, high) and not _found(self._background, text, low, high)


def _found(cues: Iterable[Scanner], text: str, low: int, high: int) -> bool:
    return any(cue.search(text, low, high) for cue in cues)


def _covered(pseudo: Iterable[Scanner], text: str, start: int, end: int) -> bool:
    """Whether a pseudo cue lies over the whole of a negation cue, which then unsays something else."""
    return any(
        first <= start and end <= last
        for cue in pseudo
        for first, last in cue.finditer(text, max(0, start - 40), end + 40)
    )
