"""Tells which rapalogs an arm gets from which only its text mentions: negated, placebo, prior, compared with.

A rapalog that names an intervention linked to the arm is given, unless the intervention is its placebo. One that
only prose names is given unless the words around it say otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from fetchers.drugs.owners import Finder, NameSpan, is_other_drug
from fetchers.record.protocol import ArmText, InterventionText
from fetchers.text.folding import fold
from fetchers.text.sentences import STOP

PLACEBO_TYPES = {"PLACEBO_COMPARATOR", "SHAM_COMPARATOR"}
_PLACEBO = re.compile(r"\b(?:placebos?|sham|dummy|vehicle|inactive)\b")
_EITHER = re.compile(r"(?:\bor\b|/|\band\b|\+|&|\bvs\.?|\bversus\b)")
_CONTAINS = re.compile(r"[^;\n]{0,30}\b(?:contain\w*|compris\w*|consist\w*)\b[^;\n]{0,30}$")
_UNSAID_BEFORE = re.compile(
    r"\b(?:without|no|not|never|non|free (?:of|from)|instead of|rather than|in place of|other than|than|excluding"
    r"|except|avoid\w*|prior|previous(?:ly)?|history of|naive to|matching|placebos?(?: of| for| to| matching)?"
    r"|equivalent to|(?:convert\w*|conversion|switch\w*|chang\w+|transition\w*) from"
    r"|withdraw\w* of|discontinu\w+(?: of)?|stop\w*|compar\w+ (?:with|to|between)"
    r"|comparison (?:of|with|to|between)|versus|vs\.?|failed|failure (?:of|on)|refractory to|resistan(?:t|ce) to"
    r"|progress\w+ (?:on|after|during)|intoleran\w+ (?:to|of)|allerg\w+ to|cross[- ]?over to"
    r"|option (?:to|of)[^.;]{0,60}"
    r"|(?:not|never) (?:receive|given|treated|take|get)\w*(?: with| any)?|interact\w* with)[\s(]*"
    r"(?:(?:the|any|oral|systemic|open[- ]label|treatment with|therapy with|use of|dosage of|dose of) )*"
    r"(?:(?!and\b|then\b|to\b|or\b)\w+[- ])?$"
)
_UNSAID_AFTER = re.compile(
    r"[\s(-]*(?:free\b|-?naive\b|-?sparing\b|(?:tablets?|capsules?|gel|cream)? ?placebos?\b|[- ]?match\w+ placebo"
    r"|(?:\w+ )?(?:was|were|is|are|will be|has been|had been) (?:not |never |no longer )|withdrawal\b)"
)
_NOT_THOUGH = re.compile(
    r"\b(?:not only|no (?:more|less|later|earlier) than|more than|less than|not exceeding)\b[^.;]{0,12}$"
)


def given_in(arm: ArmText, linked: Sequence[InterventionText], find: Finder) -> list[str]:
    """Ids of the rapalogs given in the arm, in the order of their first mention."""
    named = [match.drug for each in linked for match in own_names(each, find)]
    if arm.type in PLACEBO_TYPES:
        return list(dict.fromkeys(named))
    prose = [arm.label, arm.description]
    prose += [each.description for each in linked if len(set(each.arm_labels)) < 2 and _may_tell(each, find)]
    for text in prose:
        named += [match.drug for match in named_in_prose(fold(text).lower(), find(text))]
    return list(dict.fromkeys(named))


def _may_tell(each: InterventionText, find: Finder) -> bool:
    """Whether a linked intervention's description may be what names the rapalog: it has no rapalog's name itself."""
    return not own_names(each, find) and not is_placebo(fold(each.name).lower())


@lru_cache(maxsize=256)
def own_names(each: InterventionText, find: Finder) -> tuple[NameSpan, ...]:
    """The rapalogs that an intervention is named by."""
    name = fold(each.name).lower()
    if is_placebo(name):
        return ()
    if is_other_drug(name) and not find(each.name):
        return ()  # "Bevacizumab", whose other names list a rapalog by mistake
    if found := named_in_name(name, find(each.name)):
        return tuple(found)  # "CCI-779 Rapamycin Analog" beside temsirolimus names no second drug
    return tuple(match for other in each.other_names for match in named_in_name(fold(other).lower(), find(other)))


def drugs_of(arm: ArmText, each: InterventionText, find: Finder) -> frozenset[str]:
    """The rapalogs that an intervention is: those it is named by, or those that a text says it contains."""
    return _drugs_of(arm.description, each, find)


@lru_cache(maxsize=256)  # the same few are asked about for every arm and drug of a trial
def _drugs_of(arm: str, each: InterventionText, find: Finder) -> frozenset[str]:
    if named := {match.drug for match in own_names(each, find)}:
        return frozenset(named)
    name = fold(each.name).lower()
    for text in (arm, each.description):
        lower = fold(text).lower()
        for match in find(text):
            if _contains(name, lower[: match.start]):
                return frozenset([match.drug])
    return frozenset()


def _contains(name: str, before: str) -> bool:
    """Whether the words before a rapalog's name say that the intervention of this name contains it."""
    at = before.find(name)
    while at >= 0:
        if _CONTAINS.match(before, at + len(name)):
            return True
        at = before.find(name, at + 1)
    return False


def is_placebo(name: str) -> bool:
    """Whether an intervention's folded lower-case name is a placebo's, and not "drug or placebo"."""
    hit = _PLACEBO.search(name)
    if not hit:
        return False
    before, after = name[: hit.start()], name[hit.end() :]
    after_a_drug = _EITHER.search(before[-12:]) and before.strip(" (/+&-")
    return not (after_a_drug or _EITHER.match(after.strip()))


def named_in_name(name: str, matches: Iterable[NameSpan]) -> list[NameSpan]:
    """The rapalogs that an intervention's name gives; none where it is a placebo's or says "without"."""
    return [] if is_placebo(name) else [match for match in matches if not _unsaid(name, match)]


def named_in_prose(text: str, matches: Iterable[NameSpan]) -> list[NameSpan]:
    """The rapalogs that a folded lower-case label or description says are given."""
    return [match for match in matches if not _unsaid(text, match)]


def _unsaid(text: str, match: NameSpan) -> bool:
    before = STOP.split(text[max(0, match.start - 90) : match.start])[-1]
    if _UNSAID_BEFORE.search(before) and not _NOT_THOUGH.search(before):
        return True
    return bool(_UNSAID_AFTER.match(text, match.end))
