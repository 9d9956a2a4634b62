"""Loads the reviewed adverse-event terms: the term list and the rules that carry it to terms it lacks.

The list (`terms.csv`) decides for the terms it names; the rules (`patterns.toml`) decide for all others.
Both are facts of vocabulary: which posted adverse-event term is about which liability.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_csv, read_entries

FOLDER = Path(__file__).parent
LIABILITIES = (
    "stomatitis",
    "infection",
    "wound_healing",
    "lipids",
    "glucose_insulin",
    "blood_counts",
    "reproductive_health",
    "neurological_symptoms",
)
# Single terms that pages and claims ask for; each is found in any spelling and order of words, and with an s at
# its end.
OFFERED_TERMS = (
    "headache", "tremor", "paraesthesia", "insomnia", "dizziness", "fatigue", "convulsion", "diarrhoea", "rash",
    "oedema peripheral", "proteinuria", "pneumonia",
)  # fmt: skip
# Two words for one event: MedDRA 18.0 made "seizure" the preferred term that had been "convulsion".
SAME_WORDS = {"seizure": "convulsion", "seizures": "convulsions"}
TERM_KINDS = ("preferred", "lower_level", "spelling", "exclusion")


@dataclass(frozen=True)
class AeTerm:
    """One reviewed term: its liabilities, joined by `;`, or none when the kind is `exclusion`."""

    term: str
    measures: str
    kind: str
    source: str

    def __post_init__(self) -> None:
        """Refuse an unknown kind, an unnamed source, and an exclusion that maps (or a term that does not)."""
        if self.kind not in TERM_KINDS:
            raise ValueError(f"kind `{self.kind}` is unknown; use one of {', '.join(TERM_KINDS)}.")
        if not self.term.strip() or not self.source.strip():
            raise ValueError("term and source must not be empty.")
        if (self.kind == "exclusion") == bool(self.measures):
            raise ValueError(f"`{self.term}` must name measures, or be an exclusion without any.")

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The liabilities of this term, none for an exclusion."""
        return tuple(part.strip() for part in self.measures.split(";") if part.strip())


@dataclass(frozen=True)
class AePattern:
    """One rule: a term holding one of `literals` (and the `pattern`, but none of `exclude`) is about `measure`.

    One of `other` bars a term, too, where none of `named` stands in it. All but the literals are patterns, mostly
    named word lists, which may stand within a word. Everything is matched against the normalised term, in lower case
    and American spelling. Without literals the rule tries every term of its organ systems that no rule with literals
    claims.
    """

    id: str
    measure: str
    source: str
    literals: tuple[str, ...] = ()
    pattern: str = ""
    exclude: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    organ_systems: tuple[str, ...] = ()
    positive: tuple[str, ...] = field(default=())
    negative: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a rule that would try every term, regexes that do not compile, and rules without examples."""
        if not self.literals and not self.organ_systems:
            raise ValueError("give `literals`, or the `organ_systems` whose terms it covers.")
        if not all(literal.strip() for literal in self.literals):
            raise ValueError("an empty literal would be found in every term; remove it.")
        if not self.positive or not self.negative:
            raise ValueError("give `positive` and `negative` example terms.")
        for name in ("pattern", "exclude", "other", "named"):
            patterns = getattr(self, name)
            try:
                re.compile(patterns if isinstance(patterns, str) else "|".join(patterns))
            except re.error as error:
                raise ValueError(f"field `{name}` is not a valid regular expression: {error}.") from error


@dataclass(frozen=True)
class AeTerms:
    """The reviewed term list and the rules, and the liabilities they may name (in the order of answers)."""

    terms: tuple[AeTerm, ...]
    patterns: tuple[AePattern, ...]
    liabilities: tuple[str, ...] = LIABILITIES


def load_ae_terms(folder: Path | None = None, liabilities: Collection[str] = LIABILITIES) -> AeTerms:
    """Read `terms.csv` and `patterns.toml` of a folder (the product's own when none is given).

    Raises SeedError, naming file and entry, for malformed rows, unknown measures and duplicates.
    """
    folder = folder or FOLDER
    term_file, pattern_file = folder / "terms.csv", folder / "patterns.toml"
    terms = read_csv(term_file, AeTerm)
    patterns = read_entries(pattern_file, "pattern", AePattern)
    for term in terms:
        _check_measures(term.measure_ids, liabilities, f"{term_file}: `{term.term}`")
    for rule in patterns:
        _check_measures((rule.measure,), liabilities, f"{pattern_file}: pattern `{rule.id}`")
    _check_unique([term.term for term in terms], term_file)
    _check_unique([rule.id for rule in patterns], pattern_file)
    return AeTerms(tuple(terms), tuple(patterns), tuple(liabilities))


def _check_measures(measures: Collection[str], liabilities: Collection[str], place: str) -> None:
    if unknown := [name for name in measures if name not in liabilities]:
        raise SeedError(f"{place}: `{unknown[0]}` is no liability; known are {', '.join(liabilities)}.")


def _check_unique(names: list[str], path: Path) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SeedError(f"{path}: `{name}` stands there twice; remove one.")
        seen.add(name)
