"""Builds the registry queries that select every trial naming a rapalog (Essie expressions, API v2).

Every name is asked for where a trial would use it: titles, arms, interventions and keywords (`query.intr`, the
area InterventionSearch). Generic names are asked for everywhere else too: `query.term` (BasicSearch) adds
summary, conditions and outcomes, but neither the eligibility criteria nor the detailed description
(`/api/v2/studies/search-areas`), so those two are named, and so are the groups of posted adverse events, where a
drug given besides the study's own may be named alone. In all these the registry's synonyms bring in brands and
codes: it expands a generic name to its concept (MeSH and RxNorm names).

The registry refuses a query of more than about 13 terms ("Too complicated query"), so names are dealt out over
several queries whose results are united by NCT id; one that is refused all the same is halved.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from seeds.drugs.names import DrugName, Drugs

# The most that the registry was seen to take. Its unit is not known, and many fields or synonyms may make a term
# dear: a query refused costs one request more than two small ones, one that is taken saves two.
TERMS_PER_QUERY = 12
TERM, INTERVENTION = "query.term", "query.intr"
BEYOND_BASIC_SEARCH = ("EligibilityCriteria", "DetailedDescription")
# by path, which the registry takes as well as a piece name; left out, and told, should it ever not
POSTED_GROUPS = tuple(f"resultsSection.adverseEventsModule.eventGroups.{leaf}" for leaf in ("title", "description"))


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the registry: any of `names`, in an area or field if given, with any of `needs` if given."""

    names: tuple[str, ...]
    param: str = TERM
    area: str = ""
    needs: tuple[str, ...] = ()
    optional: bool = False  # a refusal is told and does not end the crawl

    @property
    def expression(self) -> str:
        """The Essie expression, operators in upper case as the registry demands.

        >>> Query(('"Absorb"',), needs=('"scaffold"', '"BVS"')).expression
        '("Absorb") AND ("scaffold" OR "BVS")'
        """
        found = _any(self.names)
        if self.area:
            return f"AREA[{self.area}]{found}"
        return f"{found} AND {_any(self.needs)}" if self.needs else found

    @property
    def params(self) -> dict[str, str]:
        """As request parameters."""
        return {self.param: self.expression}

    def halves(self) -> "tuple[Query, Query] | None":
        """Two queries that together ask the same, or None where only one name is left."""
        if len(self.names) < 2:
            return None
        middle = len(self.names) // 2
        return replace(self, names=self.names[:middle]), replace(self, names=self.names[middle:])


def rapalog_queries(drugs: Drugs) -> list[Query]:
    """Every query that together selects the trials naming a rapalog, in the order of the drugs."""
    needs = {context.id: _quoted(context.query) for context in drugs.contexts}
    asked = [name for drug in drugs.drugs for name in drug.names if name.query]
    generic = [spelling for name in asked if name.kind == "generic" for spelling in _spelled(name)]
    by_need: dict[str, list[str]] = defaultdict(list)
    for name in asked:
        if name.kind != "generic":
            by_need[name.needs] += _spelled(name)
    dealt = _dealt(generic, TERMS_PER_QUERY)
    queries = [Query(some) for some in dealt]
    queries += [Query(some, area=area) for area in BEYOND_BASIC_SEARCH for some in dealt]
    queries += [Query(some, area=path, optional=True) for path in POSTED_GROUPS for some in dealt]
    for need, names in by_need.items():
        context = needs.get(need, ())
        queries += [Query(s, INTERVENTION, "", context) for s in _dealt(names, TERMS_PER_QUERY - len(context))]
    return queries


def own_query(expression: str) -> list[Query]:
    """A user's own Essie expression in place of the rapalogs, taken as it is."""
    return [Query((expression,))]


def _spelled(name: DrugName) -> tuple[str, ...]:
    return _quoted((name.name, *name.spellings))


def _quoted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f'"{word}"' for word in words)


def _any(words: tuple[str, ...]) -> str:
    return f"({' OR '.join(words)})"


def _dealt(names: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(names[start : start + size]) for start in range(0, len(names), size)]
