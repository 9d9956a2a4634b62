"""The posted figures of adverse events as one question: per event and group, as the tables hold them or added up.

Liabilities and the terms that pages offer stand in table `event_counts`, made with the other rows of a record; any
other term is added up from `adverse_events` in the same way.
"""

import difflib
from collections.abc import Sequence
from typing import Any

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from fetchers.event_counts import term_forms
from fetchers.measures.adverse_event_terms import normalise
from seeds.adverse_events.terms import LIABILITIES, OFFERED_TERMS

GIVEN = "t.role NOT IN ('', 'not_a_treatment')"  # a rapalog is part of a treatment
COUNT_FIELDS = (
    "event", "nct_id", "group_id", "affected_count", "most_affected_count", "at_risk_count", "term", "is_serious",
    "position", "assessment", "term_count", "serious_affected_count", "other_affected_count",
)  # fmt: skip
KNOWN_EVENTS = frozenset({*LIABILITIES, *OFFERED_TERMS})
OF_KNOWN = (
    f"SELECT {', '.join(COUNT_FIELDS)} FROM event_counts SEMI JOIN chosen USING (nct_id) WHERE list_contains(?, event)"
)
# The same of any other term: the largest share of a single one, with the posted row that it is, and all of them.
OF_TERMS = """
SELECT event, nct_id, group_id, largest.affected, affected_most, largest.at_risk, largest.term, largest.is_serious,
    largest.position, largest.assessment, terms, affected_serious, affected_other
FROM (SELECT event, nct_id, group_id,
    min({'order': -affected_count / at_risk_count, 'term': term, 'is_serious': is_serious, 'position': position,
         'affected': affected_count, 'at_risk': at_risk_count, 'assessment': assessment}) AS largest,
    least(sum(affected_count), max(at_risk_count)) AS affected_most,
    count(DISTINCT lower(term)) AS terms,
    max(affected_count) FILTER (is_serious) AS affected_serious,
    max(affected_count) FILTER (NOT is_serious) AS affected_other
    FROM (SELECT event, e.* FROM adverse_events e JOIN (SELECT unnest(?) AS term, unnest(?) AS event) USING (term))
    SEMI JOIN chosen USING (nct_id)
    WHERE affected_count >= 0 AND at_risk_count >= affected_count AND at_risk_count > 0
    GROUP BY event, nct_id, group_id)
"""


def with_events(reader: Reader, filters: Filters, events: Sequence[str]) -> tuple[str, list[Any]]:
    """The head of a question (WITH ...) and its values: `chosen` are the filtered trials that give a rapalog,
    `counted` the figures of the events (liabilities by id, or terms) in their groups, of the columns COUNT_FIELDS.
    """
    clause = reader.where(filters)
    parts, values = [OF_KNOWN], [*clause.values, [each for each in dict.fromkeys(events) if each in KNOWN_EVENTS]]
    if others := [each for each in dict.fromkeys(events) if each not in KNOWN_EVENTS]:
        parts.append(OF_TERMS)
        values += _terms(reader, others)
    head = (
        f"WITH chosen AS (SELECT nct_id, populations, allocation, role FROM trials t WHERE {GIVEN} AND {clause.sql}), "
        f"counted ({', '.join(COUNT_FIELDS)}) AS ({' UNION ALL '.join(parts)}) "
    )
    return head, values


def near_terms(reader: Reader, event: str) -> list[str] | None:
    """Where no trial at all posts a term of this name: what it may be meant for (none: nothing is near); else None."""
    if event in KNOWN_EVENTS or any(form in reader.posted_terms for form in term_forms(event)):
        return None
    known = {normalise(name): name for names in reader.posted_terms.values() for name in names}
    known |= {each: each for each in KNOWN_EVENTS}
    return [known[form] for form in difflib.get_close_matches(event.casefold(), list(known), 3, 0.8)]


def _terms(reader: Reader, wanted: Sequence[str]) -> list[list[str]]:
    """The posted terms that are a wanted one in any spelling, and the wanted one of each."""
    found = [
        (term, event)
        for event in wanted
        for form in term_forms(event)
        for term in reader.posted_terms.get(form, [])
    ]  # fmt: skip
    return [[term for term, _ in found], [event for _, event in found]]
