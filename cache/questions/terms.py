"""How far the adverse-event term list reaches in a snapshot, and which terms it leaves unmapped."""

from dataclasses import dataclass

from cache.questions.reader import Reader


@dataclass(frozen=True, slots=True)
class Reach:
    """Posted rows (one per term and group) and distinct terms, how many of each are mapped, rows per liability."""

    rows: int
    mapped_rows: int
    terms: int
    mapped_terms: int
    rows_per_measure: dict[str, int]


def reach(reader: Reader) -> Reach:
    """Counts over all posted adverse events; a row of two liabilities counts for both, and once in the sum."""
    rows, mapped_rows, terms, mapped_terms = reader.rows(
        "SELECT count(*), count(*) FILTER (len(measures) > 0), count(DISTINCT lower(term)), "
        "count(DISTINCT lower(term)) FILTER (len(measures) > 0) FROM adverse_events"
    )[0]
    sql = "SELECT m, count(*) FROM (SELECT unnest(measures) m FROM adverse_events) GROUP BY m ORDER BY m"
    return Reach(rows, mapped_rows, terms, mapped_terms, dict(reader.rows(sql)))


def unmapped(reader: Reader, limit: int) -> list[tuple[str, str, int, int]]:
    """Terms that no liability claims: term in lower case, organ system, rows, trials; the most frequent first."""
    return reader.rows(
        "SELECT lower(term) t, organ_system, count(*) n, count(DISTINCT nct_id) FROM adverse_events "
        "WHERE len(measures) = 0 GROUP BY ALL ORDER BY n DESC, t, organ_system LIMIT ?",
        [limit],
    )
