"""One trial: its facts, and what it plans, posts and leaves out, with the words that show it."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cache.questions.reader import Reader
from fetchers.text.folding import search_form


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial's row of `trials` as a mapping, and its rows of the other tables in the record's order."""

    facts: dict[str, Any]
    arms: pd.DataFrame
    outcomes: pd.DataFrame
    annotations: pd.DataFrame
    reporting: pd.DataFrame
    drug_levels: pd.DataFrame
    adverse_events: pd.DataFrame
    event_groups: pd.DataFrame
    publications: pd.DataFrame
    drug_names: pd.DataFrame
    changes: pd.DataFrame
    articles: pd.DataFrame
    article_measures: pd.DataFrame
    outcome_history: pd.DataFrame
    reviews: pd.DataFrame


ROW_QUERIES = {
    "arms": "SELECT * FROM arms WHERE nct_id = ? ORDER BY arm_index, drug",
    "outcomes": "SELECT * FROM outcomes WHERE nct_id = ? ORDER BY source DESC, "
    "list_position(['primary', 'secondary', 'other', 'post_hoc'], kind), position",
    "annotations": 'SELECT * FROM annotations WHERE nct_id = ? ORDER BY measure, level, unit_path, path, "start"',
    "reporting": "SELECT * FROM reporting WHERE nct_id = ? ORDER BY measure",
    "drug_levels": "SELECT * FROM drug_levels WHERE nct_id = ?",
    "adverse_events": "SELECT * FROM adverse_events WHERE nct_id = ? AND len(measures) > 0 "
    "ORDER BY measures, lower(term), is_serious DESC, position, group_id",
    "event_groups": "SELECT * FROM event_groups WHERE nct_id = ? ORDER BY group_id",
    "publications": "SELECT * FROM publications WHERE nct_id = ? "
    "ORDER BY list_position(['RESULT', 'DERIVED', 'BACKGROUND'], kind), pmid",
    "drug_names": 'SELECT * FROM drug_names WHERE nct_id = ? ORDER BY drug, place, path, "start"',
    "changes": 'SELECT data_date, kind, field, "before", "after" FROM changes WHERE nct_id = ? '
    "ORDER BY data_date DESC, kind, field",
    "articles": "SELECT * FROM articles WHERE nct_id = ? "
    "ORDER BY list_position(['own', 'shared', 'unclear', 'other'], belongs), year, article",
    "article_measures": "SELECT * FROM article_measures WHERE nct_id = ? ORDER BY measure, article",
    "reviews": "SELECT * FROM reviews WHERE nct_id = ? ORDER BY measure, place",
    "outcome_history": "SELECT * FROM outcome_history WHERE nct_id = ? "
    "ORDER BY version, list_position(['dropped', 'moved', 'added', 'reworded', 'time_frame_changed'], change), "
    "wording_before, wording_now",
}


def find_trial(reader: Reader, nct_id: str) -> Trial | None:
    """A trial by its id or by an older id that leads to it; None where the snapshot does not hold it."""
    facts = reader.frame("SELECT * FROM trials WHERE nct_id = ?", [nct_id])
    if facts.empty:
        facts = reader.frame("SELECT * FROM trials WHERE list_contains(aliases, ?) ORDER BY nct_id LIMIT 1", [nct_id])
    if facts.empty:
        return None
    found = {name: _plain(value) for name, value in facts.iloc[0].items()}
    return Trial(found, **{table: reader.frame(sql, [found["nct_id"]]) for table, sql in ROW_QUERIES.items()})


def _plain(value: Any) -> Any:
    """A cell of a frame as a plain value: lists as lists, nothing as None, dates without a time of day."""
    if hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1:
        return value.tolist()
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event in a trial's life; `date` is ISO with the precision the record gives, or empty where it is unknown."""

    date: str
    what: str


TIMELINE = (
    ("first_posted_date", "Registered"),
    ("start_date", "Start"),
    ("primary_completion_date", "Primary completion"),
    ("completion_date", "Completion"),
    ("results_due_date", "Twelve months end"),
    ("certificate_first_submitted_date", "Certificate of delay or extension request submitted"),
    ("certificate_first_posted_date", "Certificate of delay or extension posted"),
    ("results_first_posted_date", "Results posted"),
    ("last_update_date", "Latest update"),
)


def timeline(facts: dict[str, Any]) -> list[TimelineEvent]:
    """The dated events of a trial, earliest first; what happened to submitted results keeps the record's order."""
    found = [TimelineEvent(str(facts[column]), what) for column, what in TIMELINE if facts.get(column)]
    return _with_submissions(sorted(found, key=lambda event: event.date), facts.get("submissions") or [])


def _with_submissions(events: list[TimelineEvent], submissions: Iterable[str]) -> list[TimelineEvent]:
    """An event without a date stands right after the one that it followed."""
    found, at = list(events), 0
    for words in submissions:
        date, _, what = words.partition(" ") if words[:1].isdigit() else ("", "", words.removeprefix("date unknown "))
        while date and at < len(found) and found[at].date <= date:
            at += 1
        found.insert(at, TimelineEvent(date, f"Results {what}"))
        at += 1
    return found


def paired_outcomes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Registered outcomes beside the posted ones of the same kind and wording; the rest of either list alone.

    Columns: `kind`, `registered`, `time_frame`, `posted`, `standing`, `measures`. The registry fills the posted list
    from the registered one, so wording pairs them, however it is set; what was reworded stands twice,
    once in each list.
    """
    waiting: dict[tuple[str, str], deque[Any]] = {}
    for row in outcomes.itertuples(index=False):
        if row.source == "posted":
            waiting.setdefault(_wording(row), deque()).append(row)
    has_results = bool(waiting)
    rows, paired = [], set()
    for row in outcomes.itertuples(index=False):
        if row.source == "posted":
            continue
        posted = waiting.get(_wording(row))
        match = posted.popleft() if posted else None
        if match is not None:
            paired.add(match.path)
        standing = _posted_standing(match) if match is not None else _unposted_standing(has_results)
        rows.append(
            (row.kind, row.title, row.time_frame, match.title if match is not None else "", standing, row.measures)
        )
    rows += [
        (row.kind, "", row.time_frame, row.title, f"{_posted_standing(row)}; not among the registered", row.measures)
        for row in outcomes.itertuples(index=False)
        if row.source == "posted" and row.path not in paired
    ]
    return pd.DataFrame(rows, columns=["kind", "registered", "time_frame", "posted", "standing", "measures"])


def _wording(outcome: Any) -> tuple[str, str]:
    return outcome.kind, search_form(outcome.title)


def _posted_standing(row: Any) -> str:
    if row.has_values:
        return "posted with values"
    promised = f", promised for {row.anticipated_posting_date}" if row.anticipated_posting_date else ""
    return f"posted without values{promised}"


def _unposted_standing(has_results: bool) -> str:
    return "not among the posted" if has_results else "no results posted"


def events_by_arm(events: pd.DataFrame) -> pd.DataFrame:
    """Adverse events of liabilities, a row per posted row (a term may stand in a table twice), a column per group.

    A cell is `affected / at risk (percent)`; groups for which the posted row says nothing are left empty.
    """
    names = _group_names(events)
    found: dict[tuple[bool, int], dict[str, str]] = {}
    for row in events.itertuples(index=False):
        place = (row.is_serious, row.position)
        if place not in found:
            found[place] = {
                "measure": ", ".join(row.measures), "term": row.term, "table": "serious" if row.is_serious else "other",
                "organ_system": row.organ_system, "vocabulary": row.source_vocabulary,
                **dict.fromkeys(names.values(), ""),
            }  # fmt: skip
        cells = found[place]
        if name := names.get(row.group_id):
            figures = affected_of(row.affected_count, row.at_risk_count)
            cells[name] = f"{cells[name]}; {figures}" if cells[name] else figures
    return pd.DataFrame(found.values())


def _group_names(events: pd.DataFrame) -> dict[str, str]:
    """A name of its own for each group, by id: its title, with the id where another group has the title too."""
    pairs = zip(events["group_id"], events["group_title"], strict=True)
    titles = {group: title or group for group, title in pairs if group}
    shared = Counter(titles.values())
    return {group: title if shared[title] == 1 else f"{title} ({group})" for group, title in sorted(titles.items())}


def affected_of(affected: float, at_risk: float) -> str:
    """`8 / 20 (40%)`; without a number at risk there is no percentage."""
    if pd.isna(affected):
        return "not posted"
    if pd.isna(at_risk) or not at_risk:
        return f"{int(affected)} / –"
    return f"{int(affected)} / {int(at_risk)} ({affected / at_risk:.0%})"
