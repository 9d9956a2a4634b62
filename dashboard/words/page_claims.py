"""What pages show, as sentences to cite: plain text with the figures and what they are of, a full stop at the end."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard.words.interaction_words import STATUS_WORDS
from dashboard.words.labels import STATUS_NAMES, Words, in_words, several
from dashboard.words.safety_words import percent, ratio_words
from dashboard.words.statements import flow


def measure_claim(name: str, counts: pd.DataFrame, tally: Any | None) -> str:
    """A measure's statuses (`statuses` of `how_often_is`) and what became of plans (its row of `tallies`)."""
    told = [f"{STATUS_NAMES.get(row.status, row.status)} {row.trials:,}" for row in counts.itertuples(index=False)]
    fate = f" {flow(tally).replace('**', '')}" if tally is not None else ""
    return f"{name}, trials by status: {', '.join(told) or 'none'}.{fate}"


def levels_claim(name: str, rows: pd.DataFrame) -> str:
    """The posted levels of a measure: rows of `cache.questions.measure.levels_by_dose`."""
    held = rows[rows["value_ng_ml"].notna()]
    span = f", {held['value_ng_ml'].min():g} to {held['value_ng_ml'].max():g} ng/mL" if len(held) else ""
    return f"{name}: {several(len(held), 'posted level')} of {several(held['nct_id'].nunique(), 'trial')}{span}."


def described_claim(rows: pd.DataFrame) -> str:
    """How many trials describe what is none of their outcomes: `measure` (its name) and `trials`."""
    told = ", ".join(f"{row.measure} {row.trials:,}" for row in rows.itertuples(index=False))
    return f"Trials that say that they measure something that is none of their outcomes: {told}."


def lost_claim(rows: pd.DataFrame, looked: int) -> str:
    """How many trials dropped or demoted what they registered: `measure` (its name), `dropped`, `demoted`."""
    told = ", ".join(f"{row.measure} {row.dropped:,} and {row.demoted:,}" for row in rows.itertuples(index=False))
    return f"Dropped and demoted measures, over {several(looked, 'trial')} whose versions were looked at: {told}."


def claims_claim(rows: pd.DataFrame) -> str:
    """How the claims of texts stand beside posted tables: rows of `cache.safety.claims.claims`."""
    counts = rows["verdict"].value_counts()
    told = ", ".join(f"{verdict} {count}" for verdict, count in counts.items())
    return f"{several(len(rows), 'claim')} of texts beside posted tables of adverse events: {told}."


def people_claim(rows: pd.DataFrame, words: Words, measure: str) -> str:
    """Women among the people of posted baselines, by population: rows of `cache.safety.people.people`."""
    told = [
        f"{words.names.get(row.population) or in_words(row.population)} "
        f"{percent(row.women / (row.women + row.men))} of {row.women + row.men:,}"
        for row in rows.itertuples(index=False)
        if row.women + row.men
    ]
    of = f" in trials that report {words.name(measure)}" if measure else ""
    return f"Women among the people of posted baselines{of}: {', '.join(told) or 'none posted'}."


def agents_claim(name: str, row: Any) -> str:
    """What trials say of an interacting agent: a row of `cache.safety.interactions.by_agent`."""
    told = ", ".join(f"{said} {getattr(row, status):,}" for status, said in STATUS_WORDS.items())
    return f"{name}, of {several(row.trials, 'trial')}: {told} (a trial may say several)."


def safety_claim(event: str, rows: pd.DataFrame, words: Words) -> str:
    """How often an event is, by population: rows of `cache.safety.overview.overview`."""
    told = [
        f"{words.names.get(row.population) or in_words(row.population)} median {percent(row.share_median)} "
        f"({percent(row.share_lowest)} to {percent(row.share_highest)}) of groups with a rapalog in "
        f"{several(row.trials, 'trial')} with {row.people:,} people, {_ratio(row)}"
        for row in rows.itertuples(index=False)
        if row.trials
    ]
    return words.said(f"{event}: {'; '.join(told) or 'no posted group lists it'}.")


def _ratio(row: Any) -> str:
    said = ratio_words(row)
    return f"risk ratio {said}" if said[0].isdigit() else said


def trial_claim(nct_id: str, statuses: Mapping[str, str], words: Words) -> str:
    """A trial's measures by status: `reported Trough level; absent Frailty`."""
    found: dict[str, list[str]] = {}
    for measure in (each for _, measures in words.by_group(statuses) for each in measures):
        found.setdefault(statuses[measure], []).append(words.name(measure))
    told = [f"{said} {', '.join(found[status])}" for status, said in STATUS_NAMES.items() if status in found]
    return f"{nct_id}, measures by status in the registry: {'; '.join(told) or 'none judged'}."


def changes_claim(total: int, kinds: Iterable[str], since: str) -> str:
    """How many changes there are, of which kinds (all where none is named), from which day of the data on."""
    of = " or ".join(kinds)
    return (
        f"{several(total, 'change')} of registry records{f' ({of})' if of else ''}{f' since {since}' if since else ''}."
    )
