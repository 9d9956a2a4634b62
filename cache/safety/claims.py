"""What texts claim beside what posted tables say under the same conditions, with a verdict of a fixed scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.posted import with_events
from seeds.claims.claims import Claim, load_claims

# The scale: the median share of the posted groups against the claimed range.
VERDICTS = {
    "within": "the median of the posted groups lies in the claimed range",
    "below": "the median of the posted groups is lower than the claimed range",
    "above": "the median of the posted groups is higher than the claimed range",
    "no data": "no posted group under these conditions lists the event",
    "not comparable": "posted tables of adverse events cannot say it, or the text names no figure",
}
CLAIM_COLUMNS = ("claim", "source", "conditions", "claimed_low", "claimed_high", "verdict", "trials", "people",
                 "share_lowest", "share_median", "share_highest", "not_listed", "note")  # fmt: skip
# Groups with a rapalog that overlap with none, and which of them meet a claim's conditions.
CLAIMED_GROUPS = """
kept AS (SELECT nct_id, group_id, populations, route, dose, dose_unit, frequency, trough_low_ng_ml
    FROM group_arms JOIN chosen USING (nct_id) WHERE overlap = '' AND is_with_rapalog),
claims AS (SELECT unnest(?) AS place, unnest(?) AS event, unnest(CAST(? AS VARCHAR[][])) AS of, unnest(?) AS often,
    unnest(?) AS way, unnest(?) AS or_unstated, unnest(CAST(? AS DOUBLE[])) AS dose_most,
    unnest(CAST(? AS DOUBLE[])) AS trough_above)
"""
MET = """
(len(claims.of) = 0 OR list_has_any(populations, claims.of)) AND (often = '' OR frequency = often)
AND (way = '' OR route = way OR (or_unstated AND coalesce(route, '') = ''))
AND (dose_most IS NULL OR (dose <= dose_most AND dose_unit = 'mg'))
AND (trough_above IS NULL OR trough_low_ng_ml >= trough_above)
"""
ADDED_UP = """
SELECT place, count(DISTINCT counted.nct_id), coalesce(sum(at_risk_count), 0),
    min(affected_count / at_risk_count), median(affected_count / at_risk_count),
    max(affected_count / at_risk_count), count(kept.nct_id) - count(counted.nct_id)
"""


@dataclass(frozen=True, slots=True)
class PostedEvidence:
    """Posted groups under a claim's conditions: their number and their shares as fractions of one."""

    trials: int
    people: int
    lowest: float | None
    median: float | None
    highest: float | None
    not_listed: int


def claims(reader: Reader, filters: Filters) -> pd.DataFrame:
    """A row per claim, in the filtered trials and the claim's own population. Shares are in percent."""
    held = load_claims()
    rows = []
    for claim, found in zip(held, posted(reader, filters, held), strict=True):
        shares = [None if each is None else 100 * each for each in (found.lowest, found.median, found.highest)]
        rows.append(
            (claim.claim, claim.source, conditions_in_words(claim), claim.low, claim.high, verdict(claim, found),
             found.trials, found.people, *shares, found.not_listed, claim.why_not)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS))


def posted(reader: Reader, filters: Filters, held: Sequence[Claim]) -> list[PostedEvidence]:
    """What the posted groups say that meet each claim's conditions; a claim's population stands for the filter's."""
    head, values = with_events(reader, filters.without("population"), [claim.event for claim in held])
    of = [[claim.population] if claim.population else list(filters.population) for claim in held]
    columns: list[list[Any]] = [
        list(range(len(held))), [claim.event for claim in held], of, [claim.frequency for claim in held],
        [claim.route for claim in held], [claim.is_route_unstated_in for claim in held],
        [claim.dose_most for claim in held], [claim.trough_above for claim in held],
    ]  # fmt: skip
    rows = reader.rows(
        f"{head}, {CLAIMED_GROUPS} {ADDED_UP} FROM claims LEFT JOIN kept ON {MET} LEFT JOIN counted ON "
        "counted.event = claims.event AND counted.nct_id = kept.nct_id AND counted.group_id = kept.group_id "
        "AND other_affected_count IS NOT NULL "  # serious cases alone tell no share of all
        "GROUP BY place ORDER BY place",
        [*values, *columns],
    )
    return [PostedEvidence(*row[1:]) for row in rows]


def conditions_in_words(claim: Claim) -> str:
    """The conditions under which posted groups are looked for, in words; empty where there are none."""
    route = f"{claim.route} or of no stated route" if claim.is_route_unstated_in else claim.route
    dose = f"at most {claim.dose_most:g} mg" if claim.dose_most is not None else ""
    trough = f"target trough from {claim.trough_above:g} ng/mL" if claim.trough_above is not None else ""
    return ", ".join(filter(None, (claim.population.replace("_", " "), route, claim.frequency, dose, trough)))


def verdict(claim: Claim, found: PostedEvidence) -> str:
    """A word of VERDICTS; a range of a single figure counts to the whole percent."""
    if claim.low is None or claim.high is None:
        return "not comparable"
    if found.median is None:
        return "no data"
    percent = 100 * found.median
    if percent < claim.low - 0.5:
        return "below"
    return "above" if percent > claim.high + 0.5 else "within"
