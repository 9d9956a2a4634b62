"""Filters as SQL over table `trials`: values are bound, never written into the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cache.filters.dimensions import UNSTATED, Dimension
from cache.filters.measure_values import by_measure, looks
from cache.filters.search_vocabulary import Seek, Sought, as_typed

SIGNS = {"least": ">=", "most": "<=", "since": ">=", "until": "<="}


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of SQL over table `trials` (alias `t`) with its bound values; `status_of` is a macro of `Reader`."""

    sql: str
    values: tuple[Any, ...] = ()


def clause_of(dimension: Dimension, value: Any, seek: Seek = as_typed) -> Clause:
    """What a dimension's value leaves; `seek` tells what the words of a search stand for."""
    column = f"t.{dimension.column}"
    match dimension.kind:
        case "one":
            return Clause(f"list_contains(?, coalesce(nullif({column}, ''), '{UNSTATED}'))", (list(value),))
        case "any":
            empty = f" OR coalesce(len({column}), 0) = 0" if UNSTATED in value else ""
            held = " OR ".join([f"list_contains({column}, ?)"] * len(value))  # a quarter of what `list_has_any` takes
            return Clause(f"{held}{empty}", value)
        case "least" | "most":
            return Clause(f"{column} {SIGNS[dimension.kind]} ?", (value,))
        case "since" | "until":
            return _start_clause(column, SIGNS[dimension.kind], value)
        case "age":
            return _age_clause(value)
        case "contains":
            return Clause(f"strip_accents({column}) ILIKE strip_accents(?) ESCAPE '!'", (f"%{_like(value)}%",))
        case "measure":
            return _measure_clause(value)
        case "search":
            return _search_clause(seek(value))
    return Clause(f"coalesce({column}, FALSE) = ?", (value,))


def _age_clause(age: int) -> Clause:
    """Trials that admit somebody of that age, who may be nearly a year older; where no limit is stated, none holds."""
    admits = "coalesce(t.minimum_age_years < ?, TRUE) AND coalesce(t.maximum_age_years >= ?, TRUE)"
    return Clause(admits, (age + 1, age))


def _start_clause(column: str, sign: str, day: date) -> Clause:
    """Compared as exactly as the record says it: a start in `2015-03` is neither before nor after 2015-03-15."""
    return Clause(f"nullif({column}, '') {sign} left(?, length({column}))", (day.isoformat(),))


def joined(clauses: Sequence[Clause], word: str) -> Clause:
    """Clauses as one, by `AND` or `OR`; none of them leave everything."""
    values = tuple(value for clause in clauses for value in clause.values)
    return Clause(f" {word} ".join(f"({clause.sql})" for clause in clauses) or "TRUE", values)


def _measure_clause(values: tuple[str, ...]) -> Clause:
    """Trials that have every chosen measure in one of its chosen ways; by itself a measure must be mentioned."""
    return joined([_ways_clause(measure, ways) for measure, ways in by_measure(values).items()], "AND")


def _ways_clause(measure: str, ways: Sequence[Sequence[str]]) -> Clause:
    alternatives = [joined([_status_clause(measure, status) for status in together], "AND") for together in ways]
    return joined(alternatives, "OR")


def _status_clause(measure: str, status: str) -> Clause:
    held = [Clause(f"list_contains(?, status_of(t.{column}, ?))", (list(wanted), measure))
            for column, wanted in looks(status)]  # fmt: skip
    return joined(held, "OR")


def _search_clause(sought: Sequence[Sought]) -> Clause:
    """Trials in whose records every typed word stands, or a word that it stands for."""
    held = [word_clause([word for word, _ in each.words]) for each in sought]
    within = [Clause(f"t.nct_id IN (SELECT nct_id FROM search_words WHERE {each.sql})", each.values) for each in held]
    return joined(within, "AND")


def word_clause(words: Sequence[str]) -> Clause:
    """Rows of `search_words` of these words; the table is sorted by them, so that only their part of it is read."""
    return Clause(f"word IN ({', '.join('?' * len(words))})" if words else "FALSE", tuple(words))


def _like(text: str) -> str:
    return re.sub(r"([!%_])", r"!\1", text)
