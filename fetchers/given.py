"""Tells which rapalogs an arm gets from which only its text mentions: negated, placebo, prior, compared with.

A rapalog that names an intervention linked to the arm is given, unless the intervention is its placebo. One that
only prose names is given unless the words around it say otherwise.
"""

import re
from collections.abc import Iterable

from fetchers.drug_owners import NameSpan

_PLACEBO = re.compile(r"\b(?:placebos?|sham|dummy|vehicle|inactive)\b")
_EITHER = re.compile(r"(?:\bor\b|/|\band\b|\+|&|\bvs\.?|\bversus\b)")
_UNSAID_BEFORE = re.compile(
    r"(?:\b(?:without|no|not|never|non|free (?:of|from)|instead of|rather than|in place of|other than|than|excluding|except"
    r"|avoid\w*|prior|previous(?:ly)?|history of|naive to|matching|placebos?(?: of| for| to| matching)?|equivalent to"
    r"|(?:convert\w*|conver(?:sion|ted)|switch\w*|chang\w+|transition\w*) from"
    r"|withdraw\w* of|discontinu\w+(?: of)?|stop\w*|compar\w+ (?:with|to|between)|comparison (?:of|with|to|between)|versus|vs\.?"
    r"|failed|failure (?:of|on)|refractory to|resistan(?:t|ce) to|progress\w+ (?:on|after|during)|intoleran\w+ (?:to|of)|allerg\w+ to"
    r"|cross[- ]?over to|option (?:to|of)[^.;]{0,60}|(?:not|never) (?:receive|given|treated|take|get)\w*(?: with| any)?"
    r"|interact\w* with|eluting (?:stents? )?(?:than|versus|vs)))[\s(]*(?:the |any |oral |systemic |open[- ]label |treatment with |therapy with |use of |dosage of |dose of |\w+[- ])?$"
)
_UNSAID_AFTER = re.compile(
    r"[\s(-]*(?:free\b|-?naive\b|placebos?\b|-?sparing\b|(?:tablets?|capsules?|gel|cream)? ?placebos?\b|[- ]?match\w+ placebo|"
    r"(?:\w+ ){0,1}(?:was|were|is|are|will be|has been|had been) (?:not |never |no longer )|withdrawal\b)"
)
_NOT_THOUGH = re.compile(r"\b(?:not only|no (?:more|less|later|earlier) than|more than|less than|not exceeding|combination versus)\b[^.;]{0,12}$")


def is_placebo(name: str) -> bool:
    """Whether an intervention's folded lower-case name is a placebo's, and not "drug or placebo"."""
    hit = _PLACEBO.search(name)
    if not hit:
        return False
    before, after = name[: hit.start()], name[hit.end() :]
    joined = _EITHER.search(before[-12:]) and before.strip(" (/+&-") or _EITHER.match(after.strip())
    return not joined


def named_in_name(name: str, matches: Iterable[NameSpan]) -> list[NameSpan]:
    """The rapalogs that an intervention's name gives; none where it is a placebo's or says "without"."""
    return [] if is_placebo(name) else [match for match in matches if not _unsaid(name, match)]


def named_in_prose(text: str, matches: Iterable[NameSpan]) -> list[NameSpan]:
    """The rapalogs that a folded lower-case label or description says are given."""
    return [match for match in matches if not _unsaid(text, match)]


def _unsaid(text: str, match: NameSpan) -> bool:
    before = re.split(r"[.;]\s|\n", text[max(0, match.start - 90) : match.start])[-1]
    if _UNSAID_BEFORE.search(before) and not _NOT_THOUGH.search(before):
        return True
    return bool(_UNSAID_AFTER.match(text, match.end))
