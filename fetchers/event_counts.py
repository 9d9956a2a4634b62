"""Rows of table `event_counts`: how many of a posted group have an event that pages ask for.

Terms of one liability are never added over people, since a person may have two of them: the largest single term
counts, and the sum of all, capped at the people at risk, is the most that it can be.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from fetchers.measures.adverse_event_terms import normalise
from fetchers.rows import AdverseEventRow, EventCountRow
from seeds.adverse_events.terms import LIABILITIES, OFFERED_TERMS, SAME_WORDS

_WORD = re.compile(r"[^\W_]+")
# In such a term the order of words, or a sign, tells what is meant: "dizziness due to fall".
_IN_ORDER = re.compile(r"\b(?:without|with|no|not|non|due|to|after|from|of|by|than)\b|[\d<>\u2264\u2265]")


def event_count_rows(trial: str, rows: Iterable[AdverseEventRow]) -> list[EventCountRow]:
    """One per liability or offered term, and group that lists it with a figure, of the rows of a trial's tables."""
    found: dict[tuple[str, str], list[AdverseEventRow]] = {}
    events_of: dict[str, list[str]] = {}
    for row in rows:
        if not has_share(row):
            continue
        term = row["term"]
        if term not in events_of:
            events_of[term] = _offered_events(term)
        for event in (*events_of[term], *(each for each in row["measures"] if each in LIABILITIES)):
            found.setdefault((event, row["group_id"]), []).append(row)
    return [_counted(trial, event, group, found[event, group]) for event, group in sorted(found)]


def has_share(row: AdverseEventRow) -> bool:
    """Whether a row tells a share of people."""
    affected, at_risk = row["affected_count"], row["at_risk_count"]
    return affected is not None and at_risk is not None and 0 <= affected <= at_risk > 0


@cache
def _offered_forms() -> dict[str, str]:
    return {form: term for term in OFFERED_TERMS for form in term_forms(term)}


def term_forms(term: str) -> tuple[str, str]:
    """What terms that are this one have in common (`term_form`), in the singular and the plural."""
    return term_form(term), term_form(f"{normalise(term)}s")


def term_form(term: str) -> str:
    """A term without spellings, marks and order of words: "Peripheral edema" is "Oedema peripheral".

    The order and the signs stay where they say something.
    """
    plain = normalise(term)
    is_in_order = _IN_ORDER.search(plain)
    words = [SAME_WORDS.get(word, word) for word in (plain.split() if is_in_order else _WORD.findall(plain))]
    return " ".join(words if is_in_order else sorted(words))


def _offered_events(term: str) -> list[str]:
    found = _offered_forms().get(term_form(term))
    return [found] if found else []


def _counted(trial: str, event: str, group: str, rows: Sequence[AdverseEventRow]) -> EventCountRow:
    counts = [(row["affected_count"] or 0, row["at_risk_count"] or 0) for row in rows]
    largest = min(rows, key=_order)
    affected, at_risk = largest["affected_count"] or 0, largest["at_risk_count"] or 0
    return {
        "nct_id": trial,
        "group_id": group,
        "event": event,
        "affected_count": affected,
        "most_affected_count": min(sum(each for each, _ in counts), max(each for _, each in counts)),
        "at_risk_count": at_risk,
        "term": largest["term"],
        "is_serious": largest["is_serious"],
        "position": largest["position"],
        "assessment": largest["assessment"],
        "term_count": len({row["term"].lower() for row in rows}),
        "serious_affected_count": _most(rows, is_serious=True),
        "other_affected_count": _most(rows, is_serious=False),
    }


def _order(row: AdverseEventRow) -> tuple[float, str, bool, int]:
    """The largest share first."""
    return -(row["affected_count"] or 0) / (row["at_risk_count"] or 1), row["term"], row["is_serious"], row["position"]


def _most(rows: Iterable[AdverseEventRow], is_serious: bool) -> int | None:
    """The most people that one row of the table of serious events, or of that of others, has."""
    return max((row["affected_count"] or 0 for row in rows if row["is_serious"] is is_serious), default=None)
