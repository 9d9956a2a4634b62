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
_GIVEN_AFTER = re.compile(r"\b(?:followed by|and then|then (?:convert|switch)\w+ to|(?:convert|switch)\w+ to)\b")
_COMBINES = re.compile(
    r"\b(?:interact\w*|(?:effects?|impact|influence) of|combin\w*|co-?admin\w*|plus|together with|pharmacokinetics?)\b"
)
_COMPARES = re.compile(
    r"\b(?:versus|vs|conver\w*|switch\w*|withdraw\w*|replac\w*|free|compar\w*|instead|avoidance|eliminat\w*|or)\b"
)


class Given(NamedTuple):
    """What a trial gives where: arms and interventions, the positions of the arms with a rapalog, the units (by number)
    that name one, and where in the text they do."""

    arms: Sequence[ArmText]
    interventions: Sequence[InterventionText]
    with_rapalog: AbstractSet[int]
    naming: AbstractSet[int]
    named_at: Sequence[int] = ()


class Together(NamedTuple):
    """A mention and what it shows: `basis` is arm, title, or other_arm where only arms without a rapalog have it."""

    mention: AgentMention
    basis: str
    sentence: tuple[int, int]


def given_together(texts: Texts, mentions: Mentions, given: Given) -> Iterator[Together]:
    """The agents in arms, interventions and titles, in the order of the text."""
    own_words = {arm for number in given.naming for arm in _own_arm(texts.units[number])}
    given_up = _given_up_by_arms(texts, mentions, given)
    for number, unit in enumerate(texts.units):
        if unit.kind == "title":
            if number not in given.naming or not _combines(texts.lower[unit.start : unit.end]):
                continue
        elif unit.kind not in ("arm", "intervention"):
            continue
        arms = _arms_of(unit, given) & given.with_rapalog
        if unit.kind == "arm" and own_words:
            arms &= own_words  # of arms that are all linked to the rapalog, those that name it
        for mention in mentions.find(texts.lower, unit.start, unit.end):
            span = sentence_around(texts.cased, *texts.piece_span(mention.start), mention.start)
            kept = (
                {arm for arm in arms if (mention.agent, arm) not in given_up} if unit.kind == "intervention" else arms
            )
            basis = "title" if unit.kind == "title" else "arm" if kept else OTHER_ARM
            is_given_up = _is_given_up(texts.lower, mention, span, given.named_at)
            yield Together(mention, OTHER_ARM if is_given_up else basis, span)


def _own_arm(unit: TextUnit) -> set[int]:
    """The position of the arm whose own words a text is, in a set; empty for other texts."""
    at = _POSITION.search(unit.path)
    return {int(at[1])} if unit.kind == "arm" and at else set()


def _given_up_by_arms(texts: Texts, mentions: Mentions, given: Given) -> set[tuple[int, int]]:
    """Agents and arms of which the arm's own words say only that the agent is given up."""
    told: dict[tuple[int, int], set[bool]] = {}
    for unit in texts.units:
        for arm in _own_arm(unit):
            for mention in mentions.find(texts.lower, unit.start, unit.end):
                span = sentence_around(texts.cased, *texts.piece_span(mention.start), mention.start)
                is_given_up = _is_given_up(texts.lower, mention, span, given.named_at)
                told.setdefault((mention.agent, arm), set()).add(is_given_up)
    return {key for key, verdicts in told.items() if verdicts == {True}}


def _arms_of(unit: TextUnit, given: Given) -> set[int]:
    """Positions of the arms that a text of an arm or an intervention is about."""
    if unit.kind == "arm":
        return _own_arm(unit)
    at = _POSITION.search(unit.path)
    position = int(at[1]) if at else -1
    linked = next((each.arm_labels for each in given.interventions if each.index == position), ())
    if not linked and len(given.arms) == 1:
        return {0}
    return {arm.index for arm in given.arms if arm.label in linked}


def _combines(title: str) -> bool:
    return bool(_COMBINES.search(title)) and not _COMPARES.search(title)


def _is_given_up(lower: str, mention: AgentMention, sentence: tuple[int, int], named_at: Sequence[int]) -> bool:
    """Whether the words around an agent say that it is stopped, left out, compared with, or given before a rapalog."""
    before, after = lower[sentence[0] : mention.start], lower[mention.end : max(sentence[1], mention.end)]
    if _GIVEN_UP_BEFORE.search(before) or _GIVEN_UP_AFTER.search(after):
        return True
    turn = _GIVEN_AFTER.search(after)
    named = [at for at in named_at if sentence[0] <= at < sentence[1]]
    return bool(turn and named and min(named) >= mention.end + turn.end())
