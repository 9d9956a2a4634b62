"""The status of each measure in one trial, with the record's own words marked in their surroundings."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.words.labels import LEVEL_NAMES, MARKS, STATUS_NAMES, Words, several
from dashboard.words.places import place_in_words
from dashboard.words.text import as_read_with, marked, plain, span_in_snippet
from fetchers.reviews.verdicts import REVIEWED

EVIDENCE_SHOWN = 6  # pieces of evidence in sight per measure; the rest one click away
DIGITS = re.compile(r"\d+")
LEVEL_ORDER = ("posted", "posted_empty", "registered", "ae_table", "described", "design", "population", "eligibility")


def measure_statuses(reporting: pd.DataFrame, annotations: pd.DataFrame, words: Words) -> None:
    """Draw every group of measures: those with evidence one by one, the absent ones in one sentence.

    What only the adverse-event table shows is one sentence too: its rows stand with their numbers in a section.
    """
    rows = {row.measure: row for row in reporting.itertuples(index=False)}
    evidence = {measure: found for measure, found in annotations.groupby("measure")}
    for group, measures in words.by_group(rows):
        st.markdown(f"#### {group}")
        shown = [each for each in measures if each in evidence or rows[each].status not in ("absent", "not_applicable")]
        events = [each for each in shown if each in evidence and set(evidence[each]["level"]) == {"ae_table"}]
        for measure in (each for each in shown if each not in events):
            one_measure(rows[measure], evidence.get(measure), words)
        if events:
            st.markdown(events_alone({each: evidence[each]["path"].nunique() for each in events}, words))
        if silent := [measure for measure in measures if measure not in shown]:
            st.markdown(silence([rows[each] for each in silent], words))


def events_alone(rows: Mapping[str, int], words: Words) -> str:
    """Markdown for measures that only rows of the adverse-event table show; `rows`: how many by measure."""
    names = ", ".join(f"{plain(words.name(measure))} ({several(count, 'row')})" for measure, count in rows.items())
    return f"{MARKS['reported_as_ae']} **Reported as adverse event:** {names}, [with numbers](#adverse-events)."


def silence(rows: Iterable[Any], words: Words) -> str:
    """Markdown for measures without a trace in the record, and where was searched."""
    rows = list(rows)
    names = ", ".join(plain(words.name(row.measure)) for row in rows)
    searched = ", ".join(plain(field) for field in rows[0].searched)
    if rows[0].status == "not_applicable":
        return f"{MARKS['not_applicable']} {plain(rows[0].reason)} Nothing found for {names}."
    return f"{MARKS['absent']} **Absent:** {names}. Searched: {searched}."


def one_measure(row: Any, evidence: pd.DataFrame | None, words: Words) -> None:
    """One measure's status, reason and evidence."""
    added = " Posted though never registered." if row.is_added_in_results else ""
    status = STATUS_NAMES.get(row.status, row.status)
    st.markdown(
        f"{MARKS.get(row.status, '')} **{plain(words.name(row.measure))}: {plain(status)}.** {plain(row.reason)}{added}"
    )
    if evidence is None:
        return
    pieces = [*evidence_lines(evidence[evidence["level"] != "ae_table"]), *event_line(evidence)]
    st.markdown("\n".join(pieces[:EVIDENCE_SHOWN]))
    if len(pieces) > EVIDENCE_SHOWN:
        with st.expander(f"{len(pieces) - EVIDENCE_SHOWN} more for {plain(words.name(row.measure))}"):
            st.markdown("\n".join(pieces[EVIDENCE_SHOWN:]))


def event_line(evidence: pd.DataFrame) -> list[str]:
    """The adverse-event rows in one line: with their numbers they stand in the section of that name."""
    count = evidence.loc[evidence["level"] == "ae_table", "path"].nunique()
    return [f"- *{LEVEL_NAMES['ae_table']}:* {several(count, 'row')}, [with numbers](#adverse-events)"] if count else []


def evidence_lines(evidence: pd.DataFrame) -> list[str]:
    """Markdown list items, best level first; one per text, all its words marked."""
    ordered = sorted(
        evidence.itertuples(index=False), key=lambda row: (_rank(row.level), in_order(row.path), row.start)
    )
    lines: dict[tuple[str, str, str, bool], list[tuple[int, int]]] = {}
    for row in ordered:
        spans = lines.setdefault((row.level, row.path, row.snippet, row.confidence == REVIEWED), [])
        if span := span_in_snippet(row.snippet, row.words, int(row.start)):
            spans.append(span)
    return [
        f"- *{LEVEL_NAMES.get(level, plain(level))}, {plain(place_in_words(path))}:* "
        f"{marked(*as_read_with(snippet, spans))}{' · read by hand' if by_hand else ''}"
        for (level, path, snippet, by_hand), spans in lines.items()
    ]


def in_order(path: str) -> str:
    """A path under which places sort as the record has them: the tenth outcome after the ninth."""
    return DIGITS.sub(lambda number: number.group().zfill(6), path)


def _rank(level: str) -> int:
    return LEVEL_ORDER.index(level) if level in LEVEL_ORDER else len(LEVEL_ORDER)
