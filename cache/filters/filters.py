"""One filter for pages, command line and exports: bound SQL, one English sentence, and the URL."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from cache.filters.clauses import Clause, clause_of
from cache.filters.dimensions import DIMENSIONS, NAMES, UNSTATED, Dimension
from cache.filters.values import read, read_id
from seeds.errors import OptionError

LONGEST_ABBREVIATION = 3  # `NIH`; longer codes in capitals are words


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; an empty field filters nothing."""

    q: str = ""
    role: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    drug: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    regimen: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    study_type: tuple[str, ...] = ()
    sponsor_class: tuple[str, ...] = ()
    sponsor: str = ""
    country: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    results: bool | None = None
    overdue: bool | None = None
    obliged: bool | None = None
    older: bool | None = None
    genotype: bool | None = None
    interactions: bool | None = None
    age: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    from_date: date | None = None
    to_date: date | None = None
    min_enrolment: int | None = None
    max_enrolment: int | None = None
    ids: tuple[str, ...] = field(default=(), metadata={"note": "chosen trials; not in the sentence's dimensions"})

    def active(self) -> Iterator[tuple[Dimension, Any]]:
        """The dimensions that filter, with their values."""
        for dimension in DIMENSIONS:
            value = getattr(self, dimension.name)
            if value not in ("", (), None):
                yield dimension, value

    def without(self, name: str) -> "Filters":
        """The same filters with one dimension relaxed."""
        empty: Any = next(each.default for each in fields(self) if each.name == name)
        return replace(self, **{name: empty})

    def where(self) -> Clause:
        """SQL over `trials t`."""
        clauses = [clause_of(dimension, value) for dimension, value in self.active()]
        if self.ids:
            chosen = "list_contains(?, t.nct_id) OR list_has_any(t.aliases, ?)"  # an older id leads to its trial
            clauses.append(Clause(chosen, (list(self.ids), list(self.ids))))
        values = tuple(value for clause in clauses for value in clause.values)
        return Clause(" AND ".join(f"({clause.sql})" for clause in clauses) or "TRUE", values)

    def sentence(self, labels: Mapping[str, str] | None = None) -> str:
        """One English phrase: `trials with the rapalog as experimental, in ageing, with phospho-S6 reported`."""
        names = labels or {}
        parts = [_phrase(dimension, value, names) for dimension, value in self.active()]
        if self.ids:
            parts.append(f"chosen by id ({len(self.ids)})")
        return ", ".join(["trials", *parts]).replace("trials, ", "trials ", 1) if parts else "all trials"

    def to_params(self) -> dict[str, list[str]]:
        """URL parameters; reading them back gives the same filters."""
        found: dict[str, list[str]] = {}
        for dimension, value in self.active():
            values = value if isinstance(value, tuple) else (value,)
            found[dimension.name] = [_written(each) for each in values]
        if self.ids:
            found["ids"] = list(self.ids)
        return found


def _written(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def from_params(params: Mapping[str, Iterable[str]], known: Mapping[str, Iterable[str]] | None = None) -> Filters:
    """Filters from URL parameters or options; OptionError names an unknown parameter or value and what is known.

    `known` gives the values that exist per dimension (measure ids, populations, statuses in the data ...).
    """
    values: dict[str, Any] = {}
    for name, given in params.items():
        given = [each for each in given if each != ""]
        if name == "ids":
            values["ids"] = tuple(read_id(each) for each in given)
        elif name not in NAMES:
            raise OptionError(f"`{name}` is no filter; known are {', '.join(NAMES)}.")
        elif given:
            values[name] = read(NAMES[name], given, known or {})
    return Filters(**values)


def _phrase(dimension: Dimension, value: Any, labels: Mapping[str, str]) -> str:
    if dimension.kind == "flag":
        return dimension.words.split("|")[0 if value else 1]
    if not isinstance(value, tuple):  # as the reader wrote it
        return dimension.words.format(value)
    joint = " and " if dimension.kind == "measure" else " or "
    return dimension.words.format(joint.join(_named(each, labels) for each in value))


def _named(value: str, labels: Mapping[str, str]) -> str:
    if value == UNSTATED:
        return "not stated"
    head, _, tail = value.partition(":")
    coded = head.replace("_", " ")
    name = labels.get(head) or (coded.capitalize() if head.isupper() and len(head) > LONGEST_ABBREVIATION else coded)
    return f"{name} {labels.get(tail, tail.replace('_', ' '))}" if tail else name
