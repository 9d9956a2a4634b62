"""One filter for pages, command line and exports: bound SQL, one English sentence, and the URL."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cache.filters.clauses import Clause, clause_of, joined
from cache.filters.dimensions import NAMES, UNSTATED, Dimension
from cache.filters.measure_values import WITHOUT_STATUS, by_measure, narrowed
from cache.filters.search_vocabulary import Seek, as_typed
from cache.filters.values import NOTHING_SAID, Said, read, read_id
from seeds.drugs.family import RAPALOGS, Family
from seeds.errors import OptionError

LONGEST_ABBREVIATION = 3  # `NIH`; longer codes in capitals are words


def _empty(name: str) -> Any:
    return () if name == "ids" else NAMES[name].empty


@dataclass(frozen=True, slots=True, init=False)
class Filters:
    """What to show, by the names of `DIMENSIONS`: `Filters(role=("device",), results=True).role`.

    What is not named filters nothing; `ids` chooses trials one by one. `chosen` are values to begin from.
    """

    chosen: tuple[tuple[str, Any], ...]

    def __init__(self, chosen: tuple[tuple[str, Any], ...] = (), **values: Any) -> None:
        named = dict(chosen) | values
        if unknown := named.keys() - {*NAMES, "ids"}:
            raise TypeError(f"`{min(unknown)}` is no filter")
        held = [(name, named[name]) for name in [*NAMES, "ids"] if name in named and named[name] != _empty(name)]
        object.__setattr__(self, "chosen", tuple(held))

    def __getattr__(self, name: str) -> Any:
        if name == "chosen" or (name != "ids" and name not in NAMES):  # `chosen`: while a copy is being made
            raise AttributeError(name)
        return dict(self.chosen).get(name, _empty(name))

    def active(self) -> Iterator[tuple[Dimension, Any]]:
        """The dimensions that filter, with their values."""
        return ((NAMES[name], value) for name, value in self.chosen if name != "ids")

    def but(self, **values: Any) -> "Filters":
        """The same filters with other values for these dimensions."""
        return Filters(self.chosen, **values)

    def with_measure(self, measure: str, status: str) -> "Filters":
        """The same filters, and a measure in this status or view too."""
        return self.but(measure=narrowed(self.measure, measure, status))

    def without(self, name: str) -> "Filters":
        """The same filters with one dimension relaxed."""
        return Filters(tuple((each, value) for each, value in self.chosen if each != name))

    def where(self, seek: Seek = as_typed) -> Clause:
        """SQL over `trials t`; `seek` tells what the words of a search stand for in the records."""
        clauses = [clause_of(dimension, value, seek) for dimension, value in self.active()]
        if self.ids:
            chosen = "list_contains(?, t.nct_id) OR list_has_any(t.aliases, ?)"  # an older id leads to its trial
            clauses.append(Clause(chosen, (list(self.ids), list(self.ids))))
        return joined(clauses, "AND")

    def sentence(self, labels: Mapping[str, str] | None = None, family: Family = RAPALOGS) -> str:
        """One English phrase: `trials with the rapalog as experimental, in ageing, with phospho-S6 reported`."""
        names = labels or {}
        parts = [_phrase(dimension, value, names, family.said(dimension.words)) for dimension, value in self.active()]
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


# What readers who have chosen nothing see on the pages. Commands begin with all trials, unless told `--usual`.
USUAL = Filters(role=("experimental",))


def _written(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def from_params(
    params: Mapping[str, Iterable[str]], known: Mapping[str, Iterable[str]] | None = None, said: Said = NOTHING_SAID
) -> Filters:
    """Filters from URL parameters or options; OptionError names an unknown parameter or value and what is known.

    `known` gives the values that exist per dimension (measure ids, populations, statuses in the data ...), `said` what
    people say for them.
    """
    values: dict[str, Any] = {}
    for name, given in params.items():
        given = [each for each in given if each != ""]
        if name == "ids":
            values["ids"] = tuple(read_id(each) for each in given)
        elif name not in NAMES:
            raise OptionError(f"`{name}` is no filter; known are {', '.join(NAMES)}.")
        elif given:
            values[name] = read(NAMES[name], given, known or {}, said)
    return Filters(**values)


def _phrase(dimension: Dimension, value: Any, labels: Mapping[str, str], words: str) -> str:
    if dimension.kind == "flag":
        return words.split("|")[0 if value else 1]
    if not isinstance(value, tuple):  # as the reader wrote it
        return words.format(value)
    if dimension.kind == "measure":
        return " and ".join(words.format(each) for each in _measures_named(value, labels))
    return words.format(" or ".join(_named(each, labels) for each in value))


def _measures_named(values: tuple[str, ...], labels: Mapping[str, str]) -> Iterator[str]:
    """`phospho-S6 reported or registered, not posted` for every measure."""
    for measure, ways in by_measure(values).items():
        said = " or ".join(" and ".join(_named(each, labels) for each in together) for together in ways)
        yield _named(measure, labels) if ways == [[WITHOUT_STATUS]] else f"{_named(measure, labels)} {said}"


def _named(value: str, labels: Mapping[str, str]) -> str:
    if value == UNSTATED:
        return "not stated"
    coded = value.replace("_", " ")
    return labels.get(value) or (coded.capitalize() if value.isupper() and len(value) > LONGEST_ABBREVIATION else coded)
