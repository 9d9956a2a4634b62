"""What texts claim beside what posted tables say under the same conditions, with a verdict of a fixed scale."""

from dataclasses import dataclass

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.incidence import incidence
from seeds.claims.claims import Claim, load_claims

# The scale: the median share of the posted groups against the claimed range.
VERDICTS = {
    "within": "the median of the posted groups lies in the claimed range",
    "below": "the median of the posted groups is lower than the claimed range",
    "above": "the median of the posted groups is higher than the claimed range",
    "no data": "no posted group under these conditions lists the event",
    "not comparable": "posted tables of adverse events cannot say it, or the text names no figure",
}
CLAIM_COLUMNS = ("claim", "source", "claimed_low", "claimed_high", "verdict", "trials", "people", "share_lowest",
           "share_median", "share_highest", "not_listed", "note")  # fmt: skip


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
    rows = []
    for claim in load_claims():
        found = posted(reader, filters, claim)
        shares = [None if each is None else 100 * each for each in (found.lowest, found.median, found.highest)]
        rows.append(
            (claim.claim, claim.source, claim.low, claim.high, verdict(claim, found), found.trials, found.people,
             *shares, found.not_listed, claim.why_not)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS))


def posted(reader: Reader, filters: Filters, claim: Claim) -> PostedEvidence:
    """What the posted groups with a rapalog say that overlap with none and meet the claim's conditions."""
    inner = filters.but(population=(claim.population,)) if claim.population else filters
    groups = incidence(reader, inner, claim.event)
    is_apart = (groups["overlap"] == "") & (groups["is_with_rapalog"] == True)  # noqa: E712 (empty is unknown)
    kept = groups.loc[is_apart.astype(bool)]
    if claim.frequency:
        kept = kept.loc[(kept["frequency"] == claim.frequency).astype(bool)]
    if claim.trough_above is not None:
        kept = kept.loc[kept["trough_low_ng_ml"].astype(float) >= claim.trough_above]
    listed = kept.loc[kept["is_listed"].astype(bool)]
    shares = listed["share"].astype(float)
    lowest, median, highest = (
        (float(shares.min()), float(shares.median()), float(shares.max())) if len(shares) else (None, None, None)
    )
    people = int(listed["at_risk"].sum())
    return PostedEvidence(int(listed["nct_id"].nunique()), people, lowest, median, highest, len(kept) - len(listed))


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
