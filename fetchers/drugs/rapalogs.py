"""Which rapalog is named where in a record, and by which name; what prose and titles say of it where no arm does."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from fetchers.drugs.names import NameMatch
from fetchers.record.texts import Texts
from fetchers.text.sentences import sentence_around

GIVEN_PLACES = {"arm", "intervention"}
NAMED = GIVEN_PLACES | {"title", "keyword", "condition"}
PROSE_PLACES = {"summary", "description"}
_CARRIER = re.compile(r"[\s-]{0,2}(?:drug[\s-])?(?:eluting|coated|releasing)\b")
_TREATED = re.compile(
    r"\b(?<!have )(?<!had )(?<!previously )(?<!not )(?:receiv(?:e|es|ing)|(?:be|are|is|were|was) (?:given|treated with)"
    r"|combin(?:ed|ation) (?:with|of)|together with|regimens?|prophylaxis)\b[^.;\n]{0,50}$"
)
_AIM = re.compile(
    r"\b(?:purpose|aims?|objectives?|goals?|hypothes\w+|this (?:study|trial|registry)"
    r"|(?:we|investigators) (?:will|compare))\b"
)


class NamedRapalog(NamedTuple):
    """One mention: the drug, the listed name that matched, the words, the kind of text and their place."""

    drug: str
    name: str
    words: str
    place: str
    path: str
    start: int
    end: int


def named_rapalogs(texts: Texts, matches: Sequence[NameMatch]) -> list[NamedRapalog]:
    """Every mention of a rapalog in the judged passages, in the order of the text; `matches` are its names there."""
    found = []
    for match in matches:
        quote = texts.quote(match.start, match.end)
        place = texts.units[texts.unit_at(match.start)].kind
        found.append(NamedRapalog(match.drug, match.name, quote.words, place, quote.path, quote.start, quote.end))
    return found


def carried_in(texts: Texts, matches: Sequence[NameMatch]) -> frozenset[str]:
    """The kinds of text that name a device by the rapalog that it carries ("novolimus-eluting")."""
    return frozenset(
        texts.units[texts.unit_at(match.start)].kind for match in matches if _CARRIER.match(texts.lower, match.end)
    )


def studied_carrier(texts: Texts, matches: Sequence[NameMatch]) -> bool:
    """Whether an aim in summary or description speaks of a device that carries a rapalog."""
    for match in matches:
        unit = texts.units[texts.unit_at(match.start)]
        if unit.kind in PROSE_PLACES and _CARRIER.match(texts.lower, match.end):
            low, high = sentence_around(texts.cased, unit.start, unit.end, match.start)
            if _AIM.search(texts.lower, low, high):
                return True
    return False


def given_in_prose(texts: Texts, matches: Sequence[NameMatch]) -> bool:
    """Whether summary or description says that participants get a rapalog ("a regimen of sirolimus and ...")."""
    return any(
        texts.units[texts.unit_at(match.start)].kind in PROSE_PLACES
        and _TREATED.search(texts.lower, max(0, match.start - 90), match.start)
        for match in matches
    )


def is_mention_only(names: list[NamedRapalog]) -> bool:
    """A rapalog is named, but in no title, arm, intervention or keyword."""
    return bool(names) and not any(each.place in NAMED for each in names)
