"""Trials that stand alike in all measures, counted together: what makes the map fast over many trials.

`reporting` has a row per trial and measure, too many to read at each change of a filter where there are 600,000
trials. A trial's row in `trials` has the same as a short text, `measure_statuses`, a letter per measure; few texts
are distinct. DuckDB counts the texts, and the letters of each are told apart here.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from cache.filters.dimensions import REPORTED_ANYWHERE, VIEWS, letters
from fetchers.measures.status import ELSEWHERE_LETTERS, LETTERS, STATUSES

# What is counted, as letters; the views are those that filters by measure use.
COUNTED = {
    "base": letters(*(set(STATUSES) - {"not_applicable"})),
    "reported": letters("reported"),
    "reports": VIEWS["reports"],
    "plans": VIEWS["plans"],
    "described": letters("described_only"),
    "leaves_out": VIEWS["leaves_out"],
}
# What became of registered outcomes, by status: capitals stand for them. Together they are `plans` without those that
# owe nothing; `unregistered` is what trials posted without ever registering it.
FATES = ("reported", "reported_as_ae", "not_posted", "results_pending", "overdue", "awaited", "not_required")
FLOW = {f"plan_{status}": LETTERS[status].upper() for status in FATES} | {"unregistered": LETTERS["reported"]}
# Reported in an outcome of the registry, or in the abstract of an article of the trial's own: a letter of each text.
ANYWHERE = letters("reported"), ELSEWHERE_LETTERS["yes"]
Pattern = tuple[str, str, int]  # column of the map, letters of the measures in order, number of trials


def measure_counts(
    measures: Sequence[str], patterns: Sequence[Pattern], counted: Mapping[str, str] = COUNTED
) -> pd.DataFrame:
    """Counts per `measure` and `column`, each in a column of `counted` (name: letters), in that order."""
    columns = sorted({column for column, _, _ in patterns})
    place = {column: position for position, column in enumerate(columns)}
    trials = np.zeros((len(columns), len(patterns)), dtype=np.int64)
    for position, (column, _, count) in enumerate(patterns):
        trials[place[column], position] = count
    text = "".join(statuses for _, statuses, _ in patterns)
    found = np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(len(patterns), len(measures))
    counts = {flag: (trials @ _is_one_of(found, wanted)).T.ravel() for flag, wanted in counted.items()}
    cells = {"measure": np.repeat(list(measures), len(columns)), "column": np.tile(columns, len(measures))}
    return pd.DataFrame(cells | counts)


def anywhere_counts(measures: Sequence[str], patterns: Sequence[tuple[str, str, str, int]]) -> pd.DataFrame:
    """Trials that report each measure anywhere, per `measure` and `column`, as `reported_anywhere`.

    A pattern holds the column of the map, statuses, what was found elsewhere, and the number of trials.
    """
    registry, article = ANYWHERE

    def merged(statuses: str, elsewhere: str) -> str:
        pairs = zip(statuses, elsewhere, strict=True)
        return "".join("y" if one in registry or other == article else "n" for one, other in pairs)

    found = [(column, merged(statuses, elsewhere), n) for column, statuses, elsewhere, n in patterns]
    return measure_counts(measures, found, {REPORTED_ANYWHERE: "y"})


def _is_one_of(found: npt.NDArray[np.uint8], wanted: str) -> npt.NDArray[np.int64]:
    """1 where a letter (as its ASCII code) is wanted, else 0."""
    return np.isin(found, [ord(letter) for letter in wanted]).astype(np.int64)
