"""Reads target ranges of a drug level in ng/mL: "5-15 ng/mL", "between 8 and 12 ng/ml", "below 6 ng/mL".

Micrograms per litre are the same figure. A bound counts only where the sentence sets a target; one that
only triggers something ("once the trough exceeds 6 ng/mL") does not.
"""

import re
from typing import NamedTuple

from fetchers.regimen.words import NUMBER, figure
from fetchers.text.spans import Word

HIGHEST = 60.0  # ng/mL; a range above it is a calcineurin inhibitor's, never a rapalog's target
_UNIT = (
    r"(?:ng|nanograms?)\s*(?:/|per)\s*(?:ml|mill?ilit(?:er|re))s?\b|ng\s*ml\s*-1"
    r"|(?:ug|mcg|micrograms?)\s*(?:/|per)\s*(?:l|lit(?:er|re))s?\b"
)
_LEVEL = re.compile(_UNIT)
_RANGE = re.compile(
    rf"(?=[\d.])({NUMBER})\s*(?:{_UNIT})?\s*(?:-|~|to|and|through)\s*(?:<|\u2264)?\s*({NUMBER})\s*(?:{_UNIT})"
)
_BELOW = re.compile(
    r"(?:<|\u2264|<=|\bbelow|\bunder|\bless than|\bnot (?:to )?exceed(?:ing)?|\bno (?:more|higher|greater) than|\bup to"
    rf"|\bat or below)\s*=?\s*({NUMBER})\s*(?:{_UNIT})"
)
_ABOVE = re.compile(
    r"(?:>|\u2265|>=|\babove|\bover|\bat least|\bgreater than|\bmore than|\bhigher than|\bminimum of)"
    rf"\s*=?\s*({NUMBER})\s*(?:{_UNIT})"
)
_AIM = re.compile(
    r"\b(?:target\w*|goal|aim\w*|maintain\w*|keep|kept|adjust\w*|achiev\w*|titrat\w*|attain\w*|desired)\b"
)
_AIM_AFTER = re.compile(
    r"[^.;]{0,20}\b(?:(?:will be|was|were|is|are|to be) (?:maintained|targeted|kept)"
    r"|(?:as |was |were )?(?:the )?target)\b"
)
_TRIGGER = re.compile(
    r"\b(?:once|until|till|if|when|whenever|unless|after|while|reach\w*|confirmed|exclu\w*|prior to|in case)\b"
)
_NO_TROUGH = re.compile(r"(?:\bc-?2\b|\bc1\b|\bauc\b|\bpeak\b|\bcmax\b|\b2[- ]h(?:our|r)?s?\b)[^.;]{0,40}$")
_WINDOW = re.compile(
    r"increas\w+ if [^.;]{0,40}?(?P<low>[<\u2264]\s*[^.;]{1,6}?ng ?/ ?ml)[^.;]{0,25}"
    r"(?:reduc|decreas|lower)\w+ if [^.;]{0,40}?(?P<high>[>\u2265]\s*[^.;]{1,6}?ng ?/ ?ml)"
)


class Level(NamedTuple):
    """A target range in ng/mL; None for an open end."""

    low: float | None
    high: float | None


def find_ranges(text: str) -> list[Word]:
    """Every target range of a folded lower-case text, as words of kind `range` whose value is a `Level`."""
    if not _LEVEL.search(text):
        return []
    found = [
        Word("range", hit.start(), hit.end(), Level(figure(hit[1]), figure(hit[2]))) for hit in _RANGE.finditer(text)
    ]
    taken = [(word.start, word.end) for word in found]
    found += _window(text)
    for pattern, place in ((_BELOW, 1), (_ABOVE, 0)):
        for hit in pattern.finditer(text):
            if _aimed(text, hit.start(), hit.end()) and all(
                hit.end() <= start or end <= hit.start() for start, end in taken
            ):
                bound = figure(hit[1])
                found.append(Word("range", hit.start(), hit.end(), Level(*((None, bound) if place else (bound, None)))))
    kept = [
        word
        for word in found
        if _plausible(word.value) and not _NO_TROUGH.search(text, max(0, word.start - 60), word.start)
    ]
    return sorted(kept, key=lambda word: word.start)


def _window(text: str) -> list[Word]:
    """The range that "increased if below 3 ng/mL, reduced if above 8 ng/mL" keeps."""
    found = []
    for hit in _WINDOW.finditer(text):
        ends = [re.search(NUMBER, re.sub(r"^[^\d]+", "", hit[name])) for name in ("low", "high")]
        if ends[0] and ends[1]:
            found.append(
                Word("range", hit.start("low"), hit.end("high"), Level(figure(ends[0][0]), figure(ends[1][0])))
            )
    return found


def _aimed(text: str, start: int, end: int) -> bool:
    before = re.split(r"\.\s|\n|;", text[max(0, start - 100) : start])[-1]
    return bool(_AIM.search(before) or _AIM_AFTER.match(text, end)) and not _TRIGGER.search(before)


def _plausible(level: object) -> bool:
    if not isinstance(level, Level):
        return False
    low, high = level
    return (high or low or 0) <= HIGHEST and (low is None or high is None or low < high)
