"""All that the page Safety shows of an event, without what it only counts."""

from typing import NamedTuple

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.comparisons import Compared, Pooled, compare, pool
from cache.safety.dose import dosed
from cache.safety.incidence import groups_apart, incidence, summed_groups
from cache.safety.overview import overview


class SafetyAnswer(NamedTuple):
    """Figures by population, comparisons, the groups of the dose plot, and the first groups of how many."""

    populations: pd.DataFrame
    compared: Compared
    pooled: list[Pooled]
    dosed: pd.DataFrame
    first_groups: pd.DataFrame
    group_count: int


def safety_answer(reader: Reader, filters: Filters, event: str, most: int) -> SafetyAnswer:
    """The answer, with at most so many groups one by one; trials that do not list the event are only counted."""
    groups = summed_groups(reader, filters, event)
    compared = compare(groups)
    pooled = pool(compared)
    populations = overview(groups, pooled, groups_apart(reader, filters))
    trials = groups["nct_id"].head(most).unique().tolist()
    first_groups = incidence(reader, filters, event, of_listing=True, among=trials).head(most)
    return SafetyAnswer(populations, compared, pooled, dosed(groups), first_groups, len(groups))
