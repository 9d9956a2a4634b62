"""What an eligibility criterion says of a drug that it names: kept out, let in, asked for, or nothing of the kind.

The sentence decides first, then the list it stands in ("Excluded:"), then the section (inclusion or exclusion).
"""

import re
from functools import cache
from typing import NamedTuple

from fetchers.text.scan import Scanner, union
from fetchers.text.sentences import sentence_around
from seeds.interactions.cues import CRITERION_KINDS, SIDES, load_criterion_cues

EXCLUDED, ALLOWED, REQUIRED, MENTIONED = "excluded", "allowed", "required", "mentioned"
INCLUSION, EXCLUSION = "inclusion", "exclusion"
_ASIDE = re.compile(r"[,;(] ?(?:although|though|however)\b")
NAME_MARK = "\x01"  # at both ends of the name in a sentence
_SECTION = re.compile(
    r"(?:\A|\n|[.;:]\s)[^\w\n]*(?:[\w/&()-]+ ){0,6}?(in|ex)clusions?(?: criteri\w+)?\b[^\n.;:]{0,80}(?::|\n|\Z)"
)
_LIST = re.compile(r"(?:\A|\n)([^\S\n]*)([^\w\n]*)([^\n]{1,200}):[^\S\n]*(?=\n|\Z)")
_KEEPS_OUT = re.compile(
    r"\b(?:exclu|prohibit|not (?:be )?(?:allowed|permitted|eligible|taking|used)|ineligib|avoid|disallow)"
)
_LETS_IN = re.compile(r"\b(?:allowed|permitted|acceptable|may be)\b")
_ASKS_FOR = re.compile(
    r"\b(?:required|must (?:be|have|receive)|regimens? (?:containing|including|that (?:contains?|includes?)))\b"
)

_EXAMPLES = re.compile(r"\b(?:including|includes?|limited to|such as|examples?|following)\W*\Z")
_VERDICT = re.compile(r"(?:excluded|prohibited|allowed|permitted|required)\b")  # heads a list, whatever its indent


class CriterionPlace(NamedTuple):
    """Where a criterion stands: in which section, and in a list that says what (a status, or nothing)."""

    section: str
    listing: str


def place_of(lower: str, start: int, at: int) -> CriterionPlace:
    """The place of a criterion at `at` in an eligibility text that begins at `start` (folded, lower case)."""
    before = lower[start : lower.find("\n", at) + 1 or len(lower)]
    sections = [hit for hit in _SECTION.finditer(before) if hit.start() <= at - start]
    section = {"in": INCLUSION, "ex": EXCLUSION}[sections[-1][1]] if sections else ""
    since = sections[-1].end() - 1 if sections else 0
    return CriterionPlace(section, _listing(before, since, at - start))


def _listing(text: str, since: int, at: int) -> str:
    """What the last list's heading says of its items; a list within a list ends where an item stands further left."""
    headings = [hit for hit in _LIST.finditer(text, since) if hit.end() <= at]
    while len(headings) > 1 and _EXAMPLES.search(headings[-1][3]) and not _verdict(headings[-1][3]):
        headings.pop()  # the examples of an item are under the heading that the item is under
    if not headings:
        return ""
    last = headings[-1]
    line = text.rfind("\n", 0, at) + 1
    indent = len(text[line:at]) - len(text[line:at].lstrip(" "))
    if last[2].strip() and indent <= len(last[1]) and not _VERDICT.match(last[3]):
        return ""
    return _verdict(last[3])


def _verdict(heading: str) -> str:
    if _KEEPS_OUT.search(heading) and "not excluded" not in heading:
        return EXCLUDED
    return ALLOWED if _LETS_IN.search(heading) else REQUIRED if _ASKS_FOR.search(heading) else ""


def statuses(before: str, words: str, after: str, place: CriterionPlace, is_background: bool) -> set[str]:
    """What a sentence says of the drug whose name parts it into `before` and `after`.

    `is_background`: the drug is one that trials take people with, so that inclusion by it asks for it.
    """
    aside = _ASIDE.search(after)  # what it says there is of another drug
    after = after[: aside.start()] if aside else after
    around = f"{before}{NAME_MARK}{words}{NAME_MARK}{after}"
    if _says("reaction", before, after, around):
        return {MENTIONED}
    keeps_out = _says("forbidding", before, after, around)
    lets_in = _says("allowing", before, after, around)
    gives_way = _says("exception", "", after, after)
    if place.listing == EXCLUDED or (place.section == EXCLUSION and place.listing != ALLOWED):
        return _where_kept_out(lets_in, gives_way)
    if keeps_out and not (lets_in and place.listing == ALLOWED):
        return {ALLOWED} if lets_in and not gives_way else {EXCLUDED, ALLOWED} if gives_way else {EXCLUDED}
    return {_where_let_in(lets_in, place, is_background, around)}


def _where_kept_out(lets_in: bool, gives_way: bool) -> set[str]:
    if gives_way:
        return {EXCLUDED, ALLOWED}
    return {ALLOWED} if lets_in else {EXCLUDED}


_MAY = re.compile(r"\b(?:may|can|could|allowed|permitted|if)\b")


def _where_let_in(lets_in: bool, place: CriterionPlace, is_background: bool, around: str) -> str:
    if place.listing == REQUIRED:
        return REQUIRED
    if place.listing == ALLOWED:
        return ALLOWED
    if lets_in:
        is_asked = is_background or _ASKS_FOR.search(around)
        return REQUIRED if is_asked and place.section == INCLUSION and not _MAY.search(around) else ALLOWED
    if place.section == INCLUSION:
        return REQUIRED if is_background or _ASKS_FOR.search(around) else MENTIONED
    return MENTIONED


@cache
def _scanners() -> dict[tuple[str, str], list[Scanner]]:
    cues = load_criterion_cues()
    return {
        (kind, side): union(each.pattern for each in cues if (each.kind, each.side) == (kind, side))
        for kind in CRITERION_KINDS
        for side in SIDES
    }


def _says(kind: str, before: str, after: str, around: str) -> bool:
    texts = {"before": before, "after": after, "around": around}
    return any(
        scanner.search(text, 0, len(text)) for side, text in texts.items() for scanner in _scanners()[kind, side]
    )


class Criterion(NamedTuple):
    """What a criterion says of a mention, the section it stands in (or nothing) and the span of its sentence."""

    statuses: set[str]
    section: str
    sentence: tuple[int, int]


def read_criterion(
    lower: str, cased: str, text: tuple[int, int], mention: tuple[int, int], is_background: bool
) -> Criterion:
    """What the eligibility text at the span `text` says at a mention."""
    low, high = sentence_around(cased, *text, mention[0])
    high = max(high, mention[1])
    place = place_of(lower, text[0], mention[0])
    parts = lower[low : mention[0]], lower[mention[0] : mention[1]], lower[mention[1] : high]
    return Criterion(statuses(*parts, place, is_background), place.section, (low, high))
