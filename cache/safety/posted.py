"""The posted figures of adverse events as one question: per event and group, added up in the database."""

from collections.abc import Sequence
from typing import Any

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from fetchers.measures.adverse_event_terms import normalise
from seeds.adverse_events.terms import LIABILITIES

GIVEN = "t.role NOT IN ('', 'not_a_treatment')"  # a rapalog is part of a treatment
# Per event, trial and group: the largest single term (`largest`, with the posted row that it is), and all of them.
PER_EVENT_AND_GROUP = """
SELECT event, nct_id, group_id,
    min({{'order': -affected_count / at_risk_count, 'term': term, 'is_serious': is_serious, 'position': position,
          'affected': affected_count, 'at_risk': at_risk_count, 'assessment': assessment}}) AS largest,
    least(sum(affected_count), max(at_risk_count)) AS affected_most,
    count(DISTINCT lower(term)) AS terms,
    max(affected_count) FILTER (is_serious) AS affected_serious,
    max(affected_count) FILTER (NOT is_serious) AS affected_other
FROM ({events}) JOIN chosen USING (nct_id)
WHERE affected_count >= 0 AND at_risk_count >= affected_count AND at_risk_count > 0
GROUP BY event, nct_id, group_id
"""
OF_LIABILITIES = (
    "SELECT unnest(list_intersect(measures, ?)) AS event, * FROM adverse_events WHERE list_has_any(measures, ?)"
)
OF_TERMS = "SELECT event, e.* FROM adverse_events e JOIN (SELECT unnest(?) AS term, unnest(?) AS event) USING (term)"
# What is given in an arm; of several rapalogs of an arm the first by name.
GIVEN_IN_ARMS = """
SELECT nct_id, arm_index, any_value(type) AS arm_type, any_value(interventions) AS given,
    min_by(route, drug) AS route, min_by(dose, drug) AS dose, min_by(dose_unit, drug) AS dose_unit,
    min_by(frequency, drug) AS frequency, min_by(trough_low_ng_ml, drug) AS trough_low_ng_ml,
    min_by(trough_high_ng_ml, drug) AS trough_high_ng_ml
FROM arms JOIN chosen USING (nct_id) GROUP BY nct_id, arm_index
"""


def with_events(reader: Reader, filters: Filters, events: Sequence[str]) -> tuple[str, list[Any]]:
    """The head of a question (WITH ...) and its values: `chosen` are the filtered trials that give a rapalog,
    `given` is what their arms give, `counted` the figures of the events (liabilities by id, or terms).
    """
    clause = reader.where(filters)
    liabilities = sorted({each for each in events if each in LIABILITIES})
    terms, owners = _terms(reader, [each for each in events if each not in LIABILITIES])
    parts: list[str] = []
    values: list[Any] = [*clause.values]
    for sql, bound in ((OF_LIABILITIES, [liabilities, liabilities]), (OF_TERMS, [terms, owners])):
        if bound[0]:
            parts.append(sql)
            values += bound
    nothing = "SELECT '' AS event, * FROM adverse_events LIMIT 0"
    counted = PER_EVENT_AND_GROUP.format(events=" UNION ALL ".join(parts) or nothing)
    head = (
        f"WITH chosen AS (SELECT t.* FROM trials t WHERE {GIVEN} AND {clause.sql}), "
        f"given AS ({GIVEN_IN_ARMS}), counted AS ({counted}) "
    )
    return head, values


def _terms(reader: Reader, wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """The posted terms that are a wanted one (as `normalise` sees both), and the wanted one of each."""
    found = [
        (term, event)
        for event in dict.fromkeys(wanted)
        for form in (normalise(event), f"{normalise(event)}s")
        for term in reader.posted_terms.get(form, [])
    ]
    return [term for term, _ in found], [event for _, event in found]
