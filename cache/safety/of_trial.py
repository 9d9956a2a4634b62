"""Safety and interactions of one trial: known liabilities in each posted group, and what it says of agents."""

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.incidence import FIGURES, incidence_frame
from cache.safety.posted import with_events
from seeds.adverse_events.terms import LIABILITIES

LIABILITY_GROUP = ("event", "g.group_id", "g.title", "g.overlap", "g.threshold_percent", "g.certainty", "g.arm_label")
SAID = ("agent", "status", "basis", "sentence")


def liabilities_of(reader: Reader, nct_id: str) -> pd.DataFrame:
    """A row per liability that the trial's tables list and posted group, in the record's order of groups; figures as
    those of `incidence`."""
    head, values = with_events(reader, Filters(ids=(nct_id,)), LIABILITIES)
    rows = reader.rows(
        f"{head} SELECT {', '.join([*LIABILITY_GROUP, *FIGURES.values()])} FROM (SELECT DISTINCT event FROM counted) "
        "CROSS JOIN (SELECT g.* FROM group_arms g JOIN chosen USING (nct_id)) g "
        "LEFT JOIN counted USING (event, nct_id, group_id) ORDER BY event, group_id",
        values,
    )
    return incidence_frame(rows, [name.removeprefix("g.") for name in LIABILITY_GROUP])


def interactions_of(reader: Reader, nct_id: str) -> pd.DataFrame:
    """What the trial says of interacting agents, a row per agent and status with its sentence."""
    sql = f"SELECT {', '.join(SAID)} FROM interactions WHERE nct_id = ? ORDER BY agent, status"
    return pd.DataFrame(reader.rows(sql, [nct_id]), columns=list(SAID))
