"""Which liabilities a posted adverse-event term is about: the reviewed list first, then the rules.

`LiabilityTerms.measures` is called for every row of every adverse-event table, so answers are kept per
(term, organ system) as posted, and one pass for literals decides which rules are worth trying.
"""

import re
from collections.abc import Callable, Sequence

from ahocorasick_rs import AhoCorasick

from fetchers.text.folding import fold
from seeds.adverse_events.terms import AePattern, AeTerms
from seeds.errors import SeedError

Search = Callable[[str], re.Match[str] | None]
Row = tuple[str | None, str | None]
"""A posted adverse-event row: term and organ system, as posted."""

KEPT_ANSWERS = 200_000
"""Answers kept before the memory is emptied: several times what the registry's distinct terms need per shard."""

LONGEST_TERM = 500
"""Characters judged; the registry cuts terms at 100, so what is longer is no term."""

_RAISED = str.maketrans(dict.fromkeys("¹²³⁴⁵⁶⁷⁸⁹⁰", " "))  # footnotes, which folding would take for digits
_SIGNS = str.maketrans(dict.fromkeys('*†‡§¶#^~"', " ") | {"`": "'"})
_GRADE = r"(?:ctcae\s*)?\b(?:grades?|gr\.?)\s*[1-5](?:\s*(?:[-/,]|or|to|and)\s*[1-5])*"
# What sponsors put around the term, tried only where the text before it stands in the term.
_WRAPPINGS = (
    (":", re.compile(r"^\s*(?:t?e?s?ae|(?:non-?)?serious)\s*:")),  # SAE: Anemia
    ("-", re.compile(r"^\s*(?:t?e?s?ae|(?:non-?)?serious)\s*-")),  # Serious - anemia
    ("infection/feb", re.compile(r"^\s*infection/febrile neutropenia\s*[:-]+\s*(?!other)(?=\w)")),  # a category
    ("gr", re.compile(rf"^\s*[(\[]?\s*{_GRADE}\s*[)\]]?\s*[:-]?\s+(?!neutro|anc|thrombo)")),  # Grade 3-4 anemia
    ("gr", re.compile(rf"[\s,:;(\[-]*{_GRADE}\s*[)\]]?\s*$")),  # Anemia (grade 3)
    ("no", re.compile(r"[\s,:;-]*[(\[]?\b(?:nos|not otherwise specified)\b[)\]]?")),
    ("nec", re.compile(r"[\s,:;-]*[(\[]?\bnec\b[)\]]?")),
    ("]", re.compile(r"\s*\[[0-9a-z]\]\s*$")),  # footnote marks: Anemia [1], Anemia (a)
    (")", re.compile(r"\s*\([0-9a-f]\)\s*$")),
)


def normalise(term: str) -> str:
    """A term as the list and the rules see it: lower case, American digraphs, no marks, one space.

    `ae` and `oe` become `e` in every word, so that anaemia and anemia are one term.
    """
    text = term.strip()[:LONGEST_TERM]
    plain = text.lower()
    # most terms are nothing but letters, round which only the two wrappings that are words can stand
    if not (plain.isascii() and plain.replace(" ", "").isalpha()) or "no" in plain or "nec" in plain:
        plain = _unwrapped(text)
    text = plain.replace("ae", "e").replace("oe", "e").replace("leuco", "leuko")
    return " ".join(text.split()).strip(" .,;:-'_/")


def _unwrapped(text: str) -> str:
    """A term in lower case without marks, and without what sponsors put around it."""
    text = fold(text.translate(_RAISED)).translate(_SIGNS).lower()
    for sign, wrapping in _WRAPPINGS:
        if sign in text:
            text = wrapping.sub(" ", text)
    return text


class _Rule:
    """A pattern with its regexes, compiled when a term first asks."""

    def __init__(self, pattern: AePattern) -> None:
        self.id = pattern.id
        self.measure = pattern.measure
        self.organ_systems = frozenset(name.lower() for name in pattern.organ_systems)
        self._pattern = pattern
        self._is_compiled = False
        self._needs: Search | None = None
        self._refuses: Search | None = None
        self._is_other: Search | None = None
        self._is_named: Search | None = None

    def _compile(self) -> None:
        self._is_compiled = True
        self._needs = _search([self._pattern.pattern])
        self._refuses = _search(self._pattern.exclude)
        self._is_other = _search(self._pattern.other)
        self._is_named = _search(self._pattern.named)

    def holds(self, term: str, organ_system: str) -> bool:
        """Whether a normalised term, known to hold one of the rule's literals, fulfils the rest of it."""
        if self.organ_systems and organ_system not in self.organ_systems:
            return False
        if not self._is_compiled:
            self._compile()
        if self._needs and not self._needs(term):
            return False
        if self._refuses and self._refuses(term):
            return False
        return not (self._is_other and self._is_other(term)) or bool(self._is_named and self._is_named(term))


def _search(patterns: Sequence[str]) -> Search | None:
    """The search for any of some patterns, none where there are none."""
    return re.compile("|".join(patterns)).search if any(patterns) else None


class LiabilityTerms:
    """Answers which liabilities a posted term is about; build it once and ask it for every row."""

    def __init__(self, seeds: AeTerms) -> None:
        """Compile the list and the rules; SeedError when two spellings of a listed term disagree."""
        self.liabilities = seeds.liabilities
        self._order = {measure: place for place, measure in enumerate(seeds.liabilities)}
        self._listed = _listed_terms(seeds)
        rules = [(_Rule(pattern), pattern.literals) for pattern in seeds.patterns]
        self._organ_system_rules = [rule for rule, literals in rules if not literals]
        self._organ_systems = {name for rule in self._organ_system_rules for name in rule.organ_systems}
        literals = [(normalise(literal), rule) for rule, some in rules for literal in some]
        self._literal_rules = [rule for _, rule in literals]
        self._literals = AhoCorasick([literal for literal, _ in literals])
        self._answers: dict[Row, tuple[str, ...]] = {}

    def measures(self, term: str | None, organ_system: str | None) -> tuple[str, ...]:
        """The liabilities of a posted term, in the order of the vocabulary; empty when there is none."""
        answer = self._answers.get((term, organ_system))
        if answer is None:
            if len(self._answers) >= KEPT_ANSWERS:
                self._answers.clear()
            answer = self._answers[term, organ_system] = self._judge(term, organ_system)
        return answer

    def _judge(self, term: str | None, organ_system: str | None) -> tuple[str, ...]:
        text = normalise(term or "")
        if (listed := self._listed.get(text)) is not None:
            return listed
        found = {rule.measure for rule in self._rules_of(text, organ_system)}
        return tuple(sorted(found, key=self._order.__getitem__))

    def _rules_of(self, text: str, organ_system: str | None) -> list[_Rule]:
        """The rules that hold; those of a whole organ system speak only where no other does."""
        organ_system = (organ_system or "").strip().lower()
        hits = self._literals.find_matches_as_indexes(text, overlapping=True)
        if not hits and organ_system not in self._organ_systems:
            return []
        candidates = dict.fromkeys(self._literal_rules[index] for index, _, _ in hits)
        held = [rule for rule in candidates if rule.holds(text, organ_system)]
        return held or [rule for rule in self._organ_system_rules if rule.holds(text, organ_system)]


def _listed_terms(seeds: AeTerms) -> dict[str, tuple[str, ...]]:
    order = {measure: place for place, measure in enumerate(seeds.liabilities)}
    listed: dict[str, tuple[str, ...]] = {}
    for entry in seeds.terms:
        measures = tuple(sorted(entry.measure_ids, key=order.__getitem__))
        if listed.setdefault(normalise(entry.term), measures) != measures:
            raise SeedError(f"terms.csv: `{entry.term}` and another spelling of it name different measures.")
    return listed
