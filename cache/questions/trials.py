"""The list of trials: one page of it in an order, the marks of its measures, and trials side by side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from cache.filters.clauses import word_clause
from cache.filters.dimensions import STATUS_OF
from cache.filters.filters import Filters
from cache.filters.search_vocabulary import Sought
from cache.questions.reader import Reader
from fetchers.measures.status import ABSENT_NO_GAP, ELSEWHERE_LETTERS, LETTERS
from seeds.errors import OptionError

PAGE_ROWS = 50
# The order that readers ask for, as SQL over `trials t`; the id makes every order total.
BEST_MATCH = "best_match"
ORDERS = {
    BEST_MATCH: "t.start_date DESC NULLS LAST",  # of a search; without one, the newest first
    "newest": "t.start_date DESC NULLS LAST",
    "oldest": "t.start_date ASC NULLS LAST",
    "most_reported": "len(t.measures_reported) DESC NULLS LAST",
    "most_planned": "len(t.measures_planned) DESC NULLS LAST",
    "phase": "list_max(t.phases) DESC NULLS LAST, t.start_date DESC NULLS LAST",
    "results": "t.has_results DESC, t.results_first_posted_date DESC NULLS LAST",
    "largest": "t.enrollment_count DESC NULLS LAST",
    "results_due": "t.results_due_date DESC NULLS LAST",
    "last_update": "t.last_update_date DESC NULLS LAST",
    "title": "lower(t.brief_title) ASC",
    "sponsor": "lower(t.lead_sponsor) ASC",
    "id": "t.nct_id ASC",
}
# By the status of a measure, which is bound: the letters stand in the order of the statuses.
BY_RANK = "".join(LETTERS.values()).replace(LETTERS["absent"], LETTERS["absent"] + ABSENT_NO_GAP)
BY_STATUS = f"position(lower(status_of(t.measure_statuses, ?)) IN '{BY_RANK}')"
LISTED = (
    "nct_id", "brief_title", "acronym", "role", "populations", "rapalogs", "regimen", "phases", "overall_status",
    "start_date", "enrollment_count", "has_results", "results_due_date", "lead_sponsor",
)  # fmt: skip
ROW = ", ".join(f"t.{name}" for name in (*LISTED, "measure_statuses", "measure_elsewhere"))


@dataclass(frozen=True, slots=True)
class TrialPage:
    """Rows, the number of all trials that the filters leave, the page shown and how many there are.

    Rows have the columns LISTED, the letters of `measure_statuses` (`marks` reads them), and `in_abstracts`: the
    measures that abstracts of own articles report.
    """

    rows: pd.DataFrame
    total: int
    page: int
    pages: int


def trial_page(reader: Reader, filters: Filters, order: str, page: int = 1, size: int = PAGE_ROWS) -> TrialPage:
    """One page of the filtered trials; a page beyond the last gives the last. OptionError for an unknown order.

    `order` is one of ORDERS, or a measure: then by its status, reported first and absent near the end.
    """
    if order not in ORDERS and order not in reader.measures:
        raise OptionError(f"order `{order}` is unknown; known are {', '.join(ORDERS)} and the measures.")
    page = max(1, page)
    if order == BEST_MATCH and filters.q and search_sought(reader, filters.q):
        rows, total = _best_matches(reader, filters, size, (page - 1) * size)
        if not total and page > 1:  # the reader was beyond the last
            page = _pages(reader.count(filters), size)
            rows, total = _best_matches(reader, filters, size, (page - 1) * size)
    else:
        total = reader.count(filters)
        page = min(page, _pages(total, size))
        rows = _in_order(reader, filters, order, size, (page - 1) * size)
    rows["in_abstracts"] = [_in_abstracts(reader, each) for each in rows.pop("measure_elsewhere")]
    return TrialPage(rows, total, page, _pages(total, size))


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))


def _in_order(reader: Reader, filters: Filters, order: str, size: int, offset: int) -> pd.DataFrame:
    """The filtered trials in an order."""
    clause = reader.where(filters)
    return reader.frame(
        f"SELECT {ROW} FROM trials t WHERE {clause.sql} ORDER BY {ORDERS.get(order, BY_STATUS)}, t.nct_id "
        "LIMIT ? OFFSET ?",
        [*clause.values, *([] if order in ORDERS else [order]), size, offset],
    )


def _best_matches(reader: Reader, filters: Filters, size: int, offset: int) -> tuple[pd.DataFrame, int]:
    """Filtered trials by how well they match the search, and how many do (0 where `offset` is beyond the last).

    A title counts more than an outcome, the word as typed more than a part of another or a guess; of the same score
    the newest comes first. One look at the words finds, counts and ranks.
    """
    sought = search_sought(reader, filters.q)
    found = [(word, closeness, place) for place, each in enumerate(sought) for word, closeness in each.words]
    words, rest = word_clause([word for word, _, _ in found]), reader.where(filters.without("q"))
    columns = [[each[at] for each in found] for at in range(3)]
    sql = (
        "WITH held AS (SELECT nct_id, place, max(weight * closeness) AS best "
        f"FROM (SELECT * FROM search_words WHERE {words.sql}) JOIN (SELECT unnest(CAST(? AS VARCHAR[])) AS word, "
        "unnest(CAST(? AS INTEGER[])) AS closeness, unnest(CAST(? AS INTEGER[])) AS place) USING (word) "
        "GROUP BY nct_id, place), "
        "scores AS (SELECT nct_id, sum(best) AS score FROM held GROUP BY nct_id HAVING count(*) = ?) "
        "SELECT t.nct_id, count(*) OVER () AS total FROM trials t JOIN scores USING (nct_id) "
        f"WHERE {rest.sql} ORDER BY score DESC, {ORDERS['newest']}, t.nct_id LIMIT ? OFFSET ?"
    )
    best = reader.rows(sql, [*words.values, *columns, len(sought), *rest.values, size, offset])
    ids = [nct_id for nct_id, _ in best]
    rows = reader.frame(  # by id, so that the long texts of other trials are not read
        f"SELECT {ROW} FROM trials t WHERE list_contains(?, t.nct_id) ORDER BY list_position(?, t.nct_id)", [ids, ids]
    )
    return rows, int(best[0][1]) if best else 0


def _in_abstracts(reader: Reader, elsewhere: str) -> list[str]:
    """The measures whose letter in `measure_elsewhere` says that an abstract reports them."""
    pairs = zip(reader.measures, elsewhere, strict=True)
    return [measure for measure, letter in pairs if letter == ELSEWHERE_LETTERS["yes"]]


def search_sought(reader: Reader, text: str) -> Sequence[Sought]:
    """What each word of a search stands for in the records."""
    return reader.vocabulary.sought(text)


def marks(reader: Reader, rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Reporting status by measure for each trial of a page, which says it itself."""
    pairs = zip(rows["nct_id"], rows["measure_statuses"], strict=True)
    return {nct_id: _stated(reader, letters) for nct_id, letters in pairs}


def statuses(reader: Reader, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Reporting status by measure for each of a few trials."""
    sql = "SELECT nct_id, measure_statuses FROM trials WHERE list_contains(?, nct_id)"  # `reporting` is much longer
    found = dict(reader.rows(sql, [list(ids)]))
    return {nct_id: _stated(reader, found.get(nct_id, "")) for nct_id in ids}


def _stated(reader: Reader, letters: str) -> dict[str, str]:
    """The status of each measure that a trial's letters say; nothing where the trial is not held."""
    return {measure: STATUS_OF[letter] for measure, letter in zip(reader.measures, letters, strict=bool(letters))}


def relaxations(reader: Reader, filters: Filters) -> list[tuple[str, int]]:
    """For an empty answer: each active filter with the number of trials that dropping it alone would give."""
    found = [(dimension.name, reader.count(filters.without(dimension.name))) for dimension, _ in filters.active()]
    return sorted(((name, count) for name, count in found if count), key=lambda each: -each[1])


def side_by_side(reader: Reader, ids: Sequence[str]) -> pd.DataFrame:
    """The facts of a few trials, one row each, in the order given."""
    rows = reader.frame(
        "SELECT nct_id, brief_title, role, populations, rapalogs, routes, frequencies, regimen, phases, allocation, "
        "masking, enrollment_count, start_date, primary_completion_date, results_due_date, overall_status, "
        "has_results, minimum_age, maximum_age, lead_sponsor, is_genetic_stratification, is_interaction_control, "
        "is_older_adults FROM trials WHERE list_contains(?, nct_id) ORDER BY list_position(?, nct_id)",
        [list(ids), list(ids)],
    )
    return rows


def not_held(reader: Reader, trials: Collection[str]) -> list[str]:
    """Those of the trials that the data do not hold, under an older id neither, in order."""
    held = "SELECT nct_id AS id FROM trials UNION SELECT unnest(aliases) FROM trials"
    found = reader.rows(f"SELECT id FROM ({held}) WHERE list_contains(CAST(? AS VARCHAR[]), id)", [[*trials]])
    return sorted({*trials} - {trial for (trial,) in found})
