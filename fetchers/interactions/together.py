"""Interacting agents that a trial gives together with a rapalog: in the same arm, or as its title says."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from fetchers.interactions.mentions import AgentMention, Mentions
from fetchers.record.protocol import ArmText, InterventionText
from fetchers.record.texts import Texts, TextUnit
from fetchers.text.sentences import sentence_around

STUDIED, OTHER_ARM = "studied", "other_arm"
_POSITION = re.compile(r"\[(\d+)\]\Z")
_GIVEN_UP_BEFORE = re.compile(
    r"(?:\b(?:without|withdraw\w*|conver\w+|switch\w*|discontinu\w*|stop\w*|eliminat\w*|replac\w*|instead of|avoid\w*|"
    r"taper\w* off|versus|vs\.?|compared (?:to|with)|no|not|never|prohibit\w*|exclud\w*|free of|off|cessation of|"
    r"removal of|in place of|interact\w* with|intoleran\w+ to|toxicity of|failing|failed)\b"
    r"[^.;]{0,40}|\bfrom (?:an? |the )?)\Z"
)
_GIVEN_UP_AFTER = re.compile(
    r"\A[^\w\s]{0,2}(?: ?\([^)]{1,12}\))?[- ]?(?:based (?:regimen |therapy )?)?"
    r"(?:(?:and \w+ )?(?:free|withdrawal|avoidance|elimination|discontinuation|cessation|sparing|weaning|"
    r"nephrotoxicity|toxicity|(?:treatment )?(?:groups?|arms?))\b|to\b)"
    r"|\A[^.;]{0,60}\b(?:will be|is|was|are|were|being) (?:\w+ )?"
    r"(?:stopped|withdrawn|discontinued|eliminated|replaced|weaned|tapered off|prohibited|not allowed)\b"
)
_COMBINES = re.compile(
    r"\b(?:interact\w*|(?:effects?|impact|influence) of|combin\w*|co-?admin\w*|plus|together with|pharmacokinetics?)\b"
)
_COMPARES = re.compile(
    r"\b(?:versus|vs|conver\w*|switch\w*|withdraw\w*|replac\w*|free|compar\w*|instead|avoidance|eliminat\w*)\b"
)


class Given(NamedTuple):
    """What a trial gives where: arms and interventions, the positions of the arms with a rapalog, the units (by number)
    that name one."""

    arms: Sequence[ArmText]
    interventions: Sequence[InterventionText]
    with_rapalog: AbstractSet[int]
    naming: AbstractSet[int]


class Together(NamedTuple):
    """A mention and what it shows: `basis` is arm, title, or other_arm where only arms without a rapalog have it."""

    mention: AgentMention
    basis: str
    sentence: tuple[int, int]


def given_together(texts: Texts, mentions: Mentions, given: Given) -> Iterator[Together]:
    """The agents in arms, interventions and titles, in the order of the text."""
    for number, unit in enumerate(texts.units):
        if unit.kind in ("arm", "intervention"):
            basis = "arm" if _arms_of(unit, given) & given.with_rapalog else OTHER_ARM
        elif unit.kind == "title" and number in given.naming and _combines(texts.lower[unit.start : unit.end]):
            basis = "title"
        else:
            continue
        for mention in mentions.find(texts.lower, unit.start, unit.end):
            span = sentence_around(texts.cased, *texts.piece_span(mention.start), mention.start)
            yield Together(mention, OTHER_ARM if _is_given_up(texts.lower, mention, span) else basis, span)


def _arms_of(unit: TextUnit, given: Given) -> set[int]:
    """Positions of the arms that a text of an arm or an intervention is about."""
    at = _POSITION.search(unit.path)
    position = int(at[1]) if at else -1
    if unit.kind == "arm":
        return {position}
    linked = next((each.arm_labels for each in given.interventions if each.index == position), ())
    if not linked and len(given.arms) == 1:
        return {0}
    return {arm.index for arm in given.arms if arm.label in linked}


def _combines(title: str) -> bool:
    return bool(_COMBINES.search(title)) and not _COMPARES.search(title)


def _is_given_up(lower: str, mention: AgentMention, sentence: tuple[int, int]) -> bool:
    """Whether the words around an agent say that it is stopped, left out or compared with."""
    before, after = lower[sentence[0] : mention.start], lower[mention.end : max(sentence[1], mention.end)]
    return bool(_GIVEN_UP_BEFORE.search(before) or _GIVEN_UP_AFTER.search(after))
