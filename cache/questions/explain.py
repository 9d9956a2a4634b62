"""What `explain` tells: a trial's statuses with their evidence, or what was searched in vain."""

from typing import Any

from cache.questions.reader import Reader
from seeds.errors import OptionError

TRIAL = (  # by its id, or by an older one that leads to it
    "SELECT nct_id, brief_title, rapalogs, role, role_reason FROM trials "
    "WHERE nct_id = ? OR list_contains(aliases, ?) ORDER BY nct_id <> ?, nct_id LIMIT 1"
)
STATED = ("measure", "status", "reason", "searched", "reported_elsewhere")
SILENT = ("absent", "not_applicable")


def explained(reader: Reader, nct_id: str, measure: str | None) -> dict[str, Any]:
    """Status and evidence of a trial's measures as plain values; OptionError for an unknown trial or measure.

    Without a measure: all that are not absent, and those that an abstract reports.
    """
    trial = reader.rows(TRIAL, [nct_id] * 3)
    if not trial:
        why = reader.family.said("it names no rapalog, or is newer than the data")
        raise OptionError(f"{nct_id} is not in this snapshot; {why}.")
    nct_id, title, rapalogs, role, reason = trial[0]
    statuses = reader.rows(f"SELECT {', '.join(STATED)} FROM reporting WHERE nct_id = ? ORDER BY measure", [nct_id])
    if measure and measure not in {row[0] for row in statuses}:
        raise OptionError(f"measure `{measure}` is unknown; known are {', '.join(row[0] for row in statuses)}.")
    told = []
    for row in statuses:
        if row[0] == measure or (not measure and (row[1] not in SILENT or row[-1] == "yes")):
            found = {
                "evidence": _evidence(reader, nct_id, row[0]),
                "articles": _articles(reader, nct_id, row[0]),
                "reviews": _reviews(reader, nct_id, row[0]),
            }
            told.append(dict(zip(STATED, row, strict=True)) | found)
    return {"nct_id": nct_id, "title": title, "rapalogs": rapalogs, "role": f"{role} ({reason})", "measures": told}


def _evidence(reader: Reader, nct_id: str, measure: str) -> list[dict[str, Any]]:
    names = ("level", "path", "start", "end", "words", "snippet", "rule", "confidence")
    sql = (
        'SELECT level, path, "start", "end", words, snippet, rule, confidence FROM annotations '
        "WHERE nct_id = ? AND measure = ?"
    )
    return [dict(zip(names, row, strict=True)) for row in reader.rows(sql, [nct_id, measure])]


def _reviews(reader: Reader, nct_id: str, measure: str) -> list[dict[str, Any]]:
    """What readers decided about a measure's labels, whether it still stands or not."""
    names = ("place", "verdict", "reviewers", "review_date", "reason", "state")
    sql = f"SELECT {', '.join(names)} FROM reviews WHERE nct_id = ? AND measure = ? ORDER BY ALL"
    return [dict(zip(names, row, strict=True)) for row in reader.rows(sql, [nct_id, measure])]


def _articles(reader: Reader, nct_id: str, measure: str) -> list[dict[str, Any]]:
    """The sentences of abstracts that report a measure."""
    names = ("article", "level", "sentence", "rule", "confidence")
    sql = f"SELECT {', '.join(names)} FROM article_measures WHERE nct_id = ? AND measure = ? ORDER BY ALL"
    return [dict(zip(names, row, strict=True)) for row in reader.rows(sql, [nct_id, measure])]
