"""Changes of a trial: before beside after on a wide screen, below each other on a narrow one."""

from datetime import date

from cache.questions.changes import Change
from dashboard.views.changes.by_trial import changes_table

DAY = date(2026, 3, 2)


def change(kind: str, before: str, after: str, is_flagged: bool = False) -> Change:
    return Change("NCT09000001", "Title", DAY, "2026-03-02T09:00:05", kind, "path", before, after, is_flagged)


CHANGES = [change("outcome_reworded", "Grip | a", "Gait"), change("outcome_dropped", "Mood", "", True)]


def test_before_stands_beside_after() -> None:
    assert changes_table(CHANGES).replace("\\", "").splitlines()[2:] == [
        "2026-03-02 · outcome reworded | Grip | a | Gait",
        "2026-03-02 · :material/flag: registered outcome gone | Mood | –",
    ]
    assert "Grip \\| a" in changes_table(CHANGES)  # a sponsor's bar makes no column


def test_on_a_narrow_screen_it_stands_above() -> None:
    assert changes_table(CHANGES, narrow=True).replace("\\", "").split("\n\n") == [
        "2026-03-02 · outcome reworded  \n*before:* Grip | a  \n*after:* Gait",
        "2026-03-02 · :material/flag: registered outcome gone  \n*before:* Mood",
    ]
