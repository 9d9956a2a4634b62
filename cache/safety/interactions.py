"""What trials say of drugs and foods that interact with rapalogs: counts by agent, the sentences, what is combined."""

from collections.abc import Sequence

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.excerpts import ALL_ROWS, Excerpt
from cache.questions.reader import Reader
from fetchers.interactions.rows import INTERACTION_STATUSES
from seeds.errors import OptionError
from seeds.interactions.agents import agent_names

LISTED_ALONE = ("ketamine", "cannabidiol")  # whose few combinations with a rapalog are shown by themselves
NOT_MENTIONED = "not_mentioned"
SENTENCES = ("nct_id", "brief_title", "rapalogs", "agent", "status", "basis", "words", "sentence", "path")


def by_agent(reader: Reader, filters: Filters) -> pd.DataFrame:
    """A row per agent: in how many of the filtered trials each status holds (a trial may have several), and in how many
    the agent is not mentioned; `trials` are all that the filters leave.
    """
    clause = reader.where(filters)
    rows = reader.rows(
        "SELECT agent, status, count(DISTINCT nct_id) FROM interactions JOIN trials t USING (nct_id) "
        f"WHERE {clause.sql} GROUP BY GROUPING SETS ((agent, status), (agent))",
        clause.values,
    )
    counts = {(agent, status): number for agent, status, number in rows}  # without a status: of any
    trials = reader.count(filters)
    return pd.DataFrame([
        {"agent": agent, "name": name}
        | {status: counts.get((agent, status), 0) for status in INTERACTION_STATUSES}
        | {NOT_MENTIONED: trials - counts.get((agent, None), 0), "trials": trials}
        for agent, name in agent_names().items()
    ])  # fmt: skip


def sentences(reader: Reader, filters: Filters, agent: str, status: str = "", most: int = 10**9) -> pd.DataFrame:
    """The filtered trials that mention an agent, a row per status with the sentence that says so; `status` chooses one,
    and `most` ends the list.

    OptionError where the agent or the status is unknown.
    """
    known_agent(agent)
    if status and status not in INTERACTION_STATUSES:
        raise OptionError(f"status `{status}` is unknown; known are {', '.join(INTERACTION_STATUSES)}.")
    clause = reader.where(filters)
    return reader.frame(
        f"SELECT {', '.join(SENTENCES)} FROM interactions JOIN trials t USING (nct_id) "
        f"WHERE agent = ? AND (status = ? OR ? = '') AND {clause.sql} "
        "ORDER BY list_position(?, status), start_date DESC, nct_id LIMIT ?",
        [agent, status, status, *clause.values, list(INTERACTION_STATUSES), most],
    )


def combined(reader: Reader, filters: Filters, agents: Sequence[str] = LISTED_ALONE, most: int = ALL_ROWS) -> Excerpt:
    """The filtered trials that give one of the agents together with a rapalog, with what they measure; `total` counts
    these trials.

    `primary_outcomes`: titles as registered; `measures`: all that an outcome is about. `most` is of trials, by id.
    """
    clause = reader.where(filters)
    found = reader.frame(
        "SELECT nct_id, brief_title, overall_status, rapalogs, agent, "
        "list_sort(list_distinct(outcome_measures)) AS measures, sentence "
        "FROM interactions JOIN trials t USING (nct_id) WHERE status = 'studied' AND list_contains(?, agent) "
        f"AND {clause.sql} ORDER BY agent, nct_id",
        [list(agents), *clause.values],
    )
    trials = sorted(set(found["nct_id"]))
    rows = found[found["nct_id"].isin(trials[:most])].reset_index(drop=True)
    titles = _primary_outcomes(reader, trials[:most])
    rows.insert(5, "primary_outcomes", [titles.get(each, []) for each in rows["nct_id"]])
    return Excerpt(rows, len(trials))


def _primary_outcomes(reader: Reader, trials: Sequence[str]) -> dict[str, list[str]]:
    """Titles of registered primary outcomes of some trials, by their ids: named, for the table is a large one."""
    if not trials:
        return {}
    rows = reader.rows(
        "SELECT nct_id, list(title ORDER BY position) FROM outcomes WHERE source = 'registered' AND kind = 'primary' "
        f"AND nct_id IN ({', '.join('?' * len(trials))}) GROUP BY nct_id",
        trials,
    )
    return {str(trial): titles for trial, titles in rows}


def known_agent(agent: str) -> str:
    """The agent's name; OptionError where there is no such agent."""
    names = agent_names()
    if agent not in names:
        raise OptionError(f"agent `{agent}` is unknown; known are {', '.join(names)}.")
    return names[agent]
