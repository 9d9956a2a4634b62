"""What a snapshot holds, in figures."""

from dataclasses import dataclass

from cache.questions.reader import Reader


@dataclass(frozen=True, slots=True)
class Holdings:
    """Numbers of trials: all, by role, and those that only mention a rapalog."""

    trials: int
    mention_only: int
    with_results: int
    by_role: tuple[tuple[str, int], ...]


def holdings(reader: Reader) -> Holdings:
    """Counts of trials in the snapshot."""
    trials, mention_only, with_results = reader.rows(
        "SELECT count(*), count(*) FILTER (is_mention_only), count(*) FILTER (has_results) FROM trials"
    )[0]
    roles = reader.rows("SELECT role, count(*) n FROM trials GROUP BY role ORDER BY n DESC, role")
    return Holdings(int(trials), int(mention_only), int(with_results), tuple((str(r), int(n)) for r, n in roles))


def landmark_trials(reader: Reader) -> list[tuple[str, str]]:
    """Id and title of every trial of a small snapshot (the embedded digest)."""
    return [
        (str(i), str(t)) for i, t in reader.rows("SELECT nct_id, brief_title FROM trials ORDER BY nct_id LIMIT 100")
    ]
