"""One filter for pages, command line and exports: bound SQL, one English sentence, and the URL.

`DIMENSIONS` is the whole vocabulary of filters: its names are the URL's parameters and the command's options.
"""

import calendar
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from fetchers.status import LETTERS
from seeds.errors import OptionError

NCT = re.compile(r"NCT\d{8}", re.IGNORECASE)
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
WHOLE = re.compile(r"\d{1,12}", re.ASCII)
UNSTATED = "none"  # as a value of a `one` or `any` dimension: the trial states nothing there
AGE_LIMIT = 120  # years
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)  # of a trial's start
LONGEST_ABBREVIATION = 3  # `NIH`; longer codes in capitals are words
SIGNS = {"least": ">=", "most": "<=", "since": ">=", "until": "<="}


def letters(*statuses: str) -> str:
    """The letters of statuses in `trials.measure_statuses`, with and without a registered outcome."""
    return "".join(LETTERS[status] + LETTERS[status].upper() for status in statuses)


# What readers ask of a measure beside its single statuses, as letters of `trials.measure_statuses`, of which capitals
# stand for a registered outcome; the map counts by the same letters.
VIEWS = {
    "reports": letters("reported", "reported_as_ae"),
    "plans": "".join(letter.upper() for status, letter in LETTERS.items() if status != "not_applicable"),
    "leaves_out": letters("described_only", "absent"),
    "mentions": letters(*(status for status in LETTERS if status not in ("absent", "not_applicable"))),
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing to filter by. `kind`: `one` (column equals any of), `any` (list column holds any of), `flag`,
    `least` and `most` (whole numbers), `since` and `until` (days), `age` (admits it), `search`, `measure` (`id` or
    `id:status`), `contains` (part of a text). `high` is the largest number that makes sense.
    """

    name: str
    kind: str
    column: str
    words: str  # in the sentence; {} stands for the values
    high: int = 10**9


DIMENSIONS = (
    Dimension("q", "search", "", 'matching "{}"'),
    Dimension("role", "one", "role", "with the rapalog as {}"),
    Dimension("population", "any", "populations", "in {}"),
    Dimension("drug", "any", "rapalogs", "of {}"),
    Dimension("measure", "measure", "", "with {}"),
    Dimension("route", "any", "routes", "given by {}"),
    Dimension("regimen", "one", "regimen", "dosed {}"),
    Dimension("phase", "any", "phases", "in phase {}"),
    Dimension("status", "one", "overall_status", "of status {}"),
    Dimension("study_type", "one", "study_type", "of type {}"),
    Dimension("sponsor_class", "one", "sponsor_class", "with a sponsor of class {}"),
    Dimension("sponsor", "contains", "lead_sponsor", 'with a lead sponsor like "{}"'),
    Dimension("country", "any", "countries", "with sites in {}"),
    Dimension("sex", "one", "sex", "open to sex {}"),
    Dimension("results", "flag", "has_results", "with posted results|without posted results"),
    Dimension("overdue", "flag", "", "with overdue results|without overdue results"),
    Dimension("older", "flag", "is_older_adults", "in older adults|not aimed at older adults"),
    Dimension("genotype", "flag", "is_genetic_stratification", "stratified by genotype|not stratified by genotype"),
    Dimension("interactions", "flag", "is_interaction_control", "with interaction control|without interaction control"),
    Dimension("age", "age", "", "admitting age {} (no stated limit admits all)", AGE_LIMIT),
    Dimension("min_age", "least", "minimum_age_years", "with a stated minimum age of {} or more", AGE_LIMIT),
    Dimension("max_age", "most", "maximum_age_years", "with a stated maximum age of {} or less", AGE_LIMIT),
    Dimension("from_date", "since", "start_date", "started on {} or later"),
    Dimension("to_date", "until", "start_date", "started on {} or earlier"),
    Dimension("min_enrolment", "least", "enrollment_count", "with at least {} participants"),
    Dimension("max_enrolment", "most", "enrollment_count", "with at most {} participants"),
)  # fmt: skip
NAMES = {dimension.name: dimension for dimension in DIMENSIONS}


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of SQL over table `trials` (alias `t`) with its bound values; `status_of` is a macro of `Reader`."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; an empty field filters nothing. `as_of` is the data date that overdue is judged by."""

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

    def where(self, as_of: str) -> Clause:
        """SQL over `trials t`; `as_of` (ISO date) is what overdue is judged by."""
        clauses = [_clause(dimension, value, as_of) for dimension, value in self.active()]
        if self.ids:
            clauses.append(Clause("list_contains(?, t.nct_id)", (list(self.ids),)))
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
            values["ids"] = tuple(_nct(each) for each in given)
        elif name not in NAMES:
            raise OptionError(f"`{name}` is no filter; known are {', '.join(NAMES)}.")
        elif given:
            values[name] = _read(NAMES[name], given, known or {})
    return Filters(**values)


def _nct(value: str) -> str:
    if not NCT.fullmatch(value):
        raise OptionError(f"`{value}` is no registry id; write it like NCT01234567.")
    return value.upper()


def _read(dimension: Dimension, given: list[str], known: Mapping[str, Iterable[str]]) -> Any:
    if dimension.kind == "flag":
        return _flag(dimension.name, given[-1])
    if dimension.kind in ("least", "most", "age"):
        return _whole(dimension, given[-1])
    if dimension.kind in ("since", "until"):
        return _day(dimension, given[-1])
    if dimension.kind in ("search", "contains"):
        return given[-1]
    for value in given:
        _check(dimension, value, known)
    return tuple(dict.fromkeys(given))


def _flag(name: str, value: str) -> bool:
    if value not in ("yes", "no"):
        raise OptionError(f"filter `{name}`: `{value}` is neither yes nor no.")
    return value == "yes"


def _whole(dimension: Dimension, value: str) -> int:
    if not WHOLE.fullmatch(value):
        raise OptionError(f"filter `{dimension.name}`: `{value}` is no whole number.")
    if int(value) > dimension.high:
        raise OptionError(f"filter `{dimension.name}`: `{value}` is too large; the most is {dimension.high}.")
    return int(value)


def _day(dimension: Dimension, value: str) -> date:
    """A day; of a year or month alone the first (`since`) or the last (`until`)."""
    found = DAY.fullmatch(value)
    try:
        year, month, day = (int(part) if part else 0 for part in found.groups()) if found else (0, 0, 0)
        month = month or (1 if dimension.kind == "since" else 12)
        day = day or (1 if dimension.kind == "since" else calendar.monthrange(year, month)[1])
        read = date(year, month, day)
    except ValueError as error:  # also of a month or day that no calendar has
        raise OptionError(f"filter `{dimension.name}`: `{value}` is no date; write it like 2015-03-01.") from error
    if not EARLIEST <= read <= LATEST:
        raise OptionError(f"filter `{dimension.name}`: `{value}` is not between {EARLIEST} and {LATEST}.")
    return read


def _check(dimension: Dimension, value: str, known: Mapping[str, Iterable[str]]) -> None:
    head, _, tail = value.partition(":")
    if dimension.kind == "measure" and tail:
        _must_be(f"{dimension.name} status", tail, [*VIEWS, *known.get("measure_status", (tail,))])
    if dimension.kind in ("one", "any") and value == UNSTATED:
        return
    if dimension.name in known:
        _must_be(dimension.name, head if dimension.kind == "measure" else value, list(known[dimension.name]))


def _must_be(name: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(allowed)[:40])}."
        raise OptionError(f"filter `{name}`: `{value}` is unknown; {hint}")


def _clause(dimension: Dimension, value: Any, as_of: str) -> Clause:
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
            return Clause(f"{column} ILIKE ? ESCAPE '!'", (f"%{_like(value)}%",))
        case "measure":
            return _measure_clause(value)
        case "search":
            return _search_clause(value)
    if dimension.name == "overdue":
        return _overdue_clause(value, as_of)
    return Clause(f"coalesce({column}, FALSE) = ?", (value,))


def _age_clause(age: int) -> Clause:
    """Trials that admit somebody of that age, who may be nearly a year older; where no limit is stated, none holds."""
    admits = "coalesce(t.minimum_age_years < ?, TRUE) AND coalesce(t.maximum_age_years >= ?, TRUE)"
    return Clause(admits, (age + 1, age))


def _start_clause(column: str, sign: str, day: date) -> Clause:
    """Compared as exactly as the record says it: a start in `2015-03` is neither before nor after 2015-03-15."""
    return Clause(f"nullif({column}, '') {sign} left(?, length({column}))", (day.isoformat(),))


def _overdue_clause(wanted: bool, as_of: str) -> Clause:
    overdue = (
        "NOT t.has_results AND NOT t.is_results_in_review AND t.results_due_date < CAST(? AS DATE) "
        "AND t.overall_status <> 'WITHDRAWN' AND t.study_type = 'INTERVENTIONAL'"
    )
    return Clause(overdue if wanted else f"NOT coalesce({overdue}, FALSE)", (as_of,))


def _measure_clause(values: tuple[str, ...]) -> Clause:
    """Trials that satisfy every chosen measure; without a status: reported, planned or described anywhere."""
    parts: list[str] = []
    bound: list[Any] = []
    for value in values:
        measure, _, status = value.partition(":")
        wanted = VIEWS.get(status or "mentions") or (letters(status) if status in LETTERS else "")
        parts.append("list_contains(?, status_of(t.measure_statuses, ?))")
        bound += [list(wanted), measure]
    return Clause(" AND ".join(parts), tuple(bound))


SEARCHED = ("brief_title", "official_title", "acronym", "lead_sponsor", "org_study_id")
SEARCHED_LISTS = ("conditions", "keywords", "rapalogs", "aliases")


def _search_clause(words: str) -> Clause:
    """Trials in which every word stands somewhere in titles, sponsor, conditions, keywords, drugs or ids."""
    parts: list[str] = []
    bound: list[str] = []
    for word in words.split():
        texts = [f"t.{name} ILIKE ? ESCAPE '!'" for name in ("nct_id", *SEARCHED)]
        lists = [f"array_to_string(t.{name}, ' ') ILIKE ? ESCAPE '!'" for name in SEARCHED_LISTS]
        parts.append("(" + " OR ".join(texts + lists) + ")")
        bound += [f"%{_like(word)}%"] * (len(texts) + len(lists))
    return Clause(" AND ".join(parts) or "TRUE", tuple(bound))


def _like(text: str) -> str:
    return re.sub(r"([!%_])", r"!\1", text)


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
