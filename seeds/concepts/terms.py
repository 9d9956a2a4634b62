"""The vocabulary of measures: one CSV per measure, a line per term, and the traps in which a term means something else.

Columns of `<measure_id>.csv`: `term` as outcomes write it; `concept`, the thing that it names (several terms share
one); `kind` of thing; `form`: how it must be written; `needs`: the company without which an ambiguous term means
nothing; `also`: further measures that it carries, joined by `|`; `source`, `reviewer` and `date` of the judgement.

A `phrase` is found in any case, with hyphen or space, in singular and plural, as whole words. An `abbrev` is found only
as it is cased (small words beside its capitals may be capitalised), as a whole word. An `ambiguous` term (a phrase when
in lower case, else cased) counts where one of its `needs`, joined by `|`, is met: a word of company in the same unit
(`titre`), a word in the record's titles, summary, conditions, keywords or interventions (`record:migraine`), a word in
its titles, conditions or keywords alone (`subject:pneumonia`), or `expansion`: the record defines the abbreviation, as
in `long form (ABBR)`, by another term of its concept. Parts such as `not:sputum` are one more condition together: that
none of these words stands in the unit. Any form may have such parts; beside others, either is company enough
(`serum|not:sputum`). `traps.csv` holds longer strings that look like a term (of one measure, or of all: `*`) and are
none.
"""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from seeds.errors import SeedError
from seeds.strict import read_csv

FOLDER = Path(__file__).parent
MEASURES = tuple(sorted(path.stem for path in FOLDER.glob("*.csv") if path.stem != "traps"))
EVERY = "*"
EXPANSION = "expansion"
IN_RECORD = "record:"
IN_SUBJECT = "subject:"
WITHOUT = "not:"
LONGEST = 120
FORMS = ("phrase", "abbrev", "ambiguous")
KINDS = (
    "analyte",
    "instrument",
    "test",
    "event",
    "organism",
    "vaccine",
    "procedure",
    "imaging",
    "cell",
    "symptom",
    "parameter",
    "exposure_word",
    "domain",
)
SOURCES = ("own", "CDISC", "LOINC name", "NCIt", "literature")
WORD = re.compile(r"[^\W_]+")
WORD_OR_SIGN = re.compile(r"[^\W_]+|[^\w\s-]")  # a word or a sign, as texts are read
Row = TypeVar("Row", "Term", "Trap")


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a measure's file."""

    term: str
    concept: str
    kind: str
    form: str
    needs: str
    also: str
    source: str
    reviewer: str
    date: str

    def __post_init__(self) -> None:
        """Refuse a field that is empty, unknown or against the form of the term, naming it."""
        _check_words("term", self.term)
        if not re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", self.concept):
            raise ValueError(f"field `concept`: write `{self.concept}` in lower case with underscores.")
        _check_known("kind", self.kind, KINDS)
        _check_known("form", self.form, FORMS)
        if self.form == "phrase" and self.term != self.term.lower():
            raise ValueError(f"field `term`: write the phrase `{self.term}` in lower case, or make it an abbrev.")
        if self.form == "phrase" and len("".join(WORD.findall(self.term))) <= 2:
            raise ValueError(f"field `term`: `{self.term}` is too short for a phrase; make it abbrev or ambiguous.")
        if (self.form == "ambiguous" or bool(self.unwanted_company)) != bool(self.needs):
            raise ValueError("field `needs`: give words of company, or `expansion`, for ambiguous terms and no others.")
        if any(not part.strip() for field in (self.needs, self.also) if field for part in field.split("|")):
            raise ValueError("fields `needs` and `also`: no empty part may stand between the strokes.")
        _check_provenance(self.source, self.reviewer, self.date)

    @property
    def unit_company(self) -> tuple[str, ...]:
        """Words, in lower case, of which one in the same unit is company enough."""
        return _unit_company(self.needs)

    @property
    def unwanted_company(self) -> tuple[str, ...]:
        """Words, in lower case, of which none stands in the same unit: company enough, too."""
        return _company_of(WITHOUT, self.needs)

    @property
    def record_company(self) -> tuple[str, ...]:
        """Words, in lower case, of which one in titles, summary, conditions, keywords or interventions is enough."""
        return _company_of(IN_RECORD, self.needs)

    @property
    def subject_company(self) -> tuple[str, ...]:
        """Words, in lower case, of which one in titles, conditions or keywords is enough."""
        return _company_of(IN_SUBJECT, self.needs)

    @property
    def takes_expansion(self) -> bool:
        """Whether it counts where the record spells it out with another term of its concept."""
        return EXPANSION in _parts(self.needs)

    @property
    def also_measures(self) -> tuple[str, ...]:
        """Measures beside the file's own."""
        return _parts(self.also)


@dataclass(frozen=True, slots=True)
class Trap:
    """One line of `traps.csv`: in this string no term of `measure` (`*`: of any) is meant."""

    term: str
    measure: str
    why: str

    def __post_init__(self) -> None:
        """Refuse an empty or over-long string, capitals (traps fold case) and a missing reason."""
        _check_words("term", self.term)
        if self.term != self.term.lower():
            raise ValueError(f"field `term`: write `{self.term}` in lower case; traps are found in any case.")
        if not self.why.strip():
            raise ValueError("field `why` must say why the string is no measure.")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms by measure (every measure has a key, in alphabetical order) and the traps."""

    terms: dict[str, tuple[Term, ...]]
    traps: tuple[Trap, ...]


def term_key(term: str) -> str:
    """What makes two spellings one: lower case, words joined by single spaces (hyphens and marks are spaces)."""
    return " ".join(WORD.findall(term.lower()))


def load_vocabulary_terms(extra: Path | None = None, measures: Collection[str] = MEASURES) -> Vocabulary:
    """The product's terms and traps with those of a user's folder (`concepts/` in it), which take precedence.

    SeedError names the file, line and field of what is malformed, stands twice or names an unknown measure.
    """
    terms: dict[str, dict[tuple[str, str], Term]] = {measure: {} for measure in sorted(measures)}
    traps: dict[tuple[str, str], Trap] = {}
    for folder in [FOLDER, *([extra / "concepts"] if extra else [])]:
        for path in sorted(folder.glob("*.csv")):
            if path.name == "traps.csv":
                traps |= _read_traps(path, measures)
            else:
                _check_known_at(path, "its name", path.stem, measures)
                terms[path.stem] |= _read_terms(path, measures)
    return Vocabulary({measure: tuple(rows.values()) for measure, rows in terms.items()}, tuple(traps.values()))


def _read_terms(path: Path, measures: Collection[str]) -> dict[tuple[str, str], Term]:
    rows = read_csv(path, Term)
    for line, row in enumerate(rows, 2):
        for measure in row.also_measures:
            _check_known_at(path, f"line {line}, field `also`", measure, measures)
    return _unique(path, ((_spelling(row), row) for row in rows))


def _spelling(row: Term) -> tuple[str, str]:
    """Cased terms differ by case; folded ones (lower case) by words and signs, hyphens aside: `c. difficile`."""
    folded = row.term == row.term.lower()
    return ("folded", " ".join(WORD_OR_SIGN.findall(row.term))) if folded else ("cased", row.term)


def _read_traps(path: Path, measures: Collection[str]) -> dict[tuple[str, str], Trap]:
    rows = read_csv(path, Trap)
    for line, row in enumerate(rows, 2):
        if row.measure != EVERY:
            _check_known_at(path, f"line {line}, field `measure`", row.measure, measures)
    return _unique(path, (((row.measure, term_key(row.term)), row) for row in rows))


def _unique(path: Path, rows: Iterable[tuple[tuple[str, str], Row]]) -> dict[tuple[str, str], Row]:
    found: dict[tuple[str, str], Row] = {}
    for line, (key, row) in enumerate(rows, 2):
        if key in found:
            raise SeedError(f"{path}: line {line}, field `term`: `{row.term}` stands there twice; keep one.")
        found[key] = row
    return found


@cache
def _unit_company(needs: str) -> tuple[str, ...]:
    elsewhere = (IN_RECORD, IN_SUBJECT, WITHOUT)
    return tuple(part.lower() for part in _parts(needs) if part != EXPANSION and not part.startswith(elsewhere))


@cache
def _company_of(where: str, needs: str) -> tuple[str, ...]:
    return tuple(part.removeprefix(where).strip().lower() for part in _parts(needs) if part.startswith(where))


@cache
def _parts(field: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in field.split("|") if part.strip())


def _check_words(field: str, words: str) -> None:
    if words != words.strip() or not WORD.search(words):
        raise ValueError(f"field `{field}`: `{words}` must hold a word and no blanks at its ends.")
    if len(words) > LONGEST:
        raise ValueError(f"field `{field}`: `{words[:30]}...` is longer than {LONGEST} characters.")


def _check_known(field: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise ValueError(f"field `{field}`: `{value}` is unknown; use one of {', '.join(known)}.")


def _check_provenance(source: str, reviewer: str, date: str) -> None:
    _check_known("source", source, SOURCES)
    if not reviewer.strip():
        raise ValueError("field `reviewer` must name who judged the term.")
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        raise ValueError(f"field `date`: write `{date}` as YYYY-MM-DD.") from None


def _check_known_at(path: Path, where: str, measure: str, measures: Collection[str]) -> None:
    if measure not in measures:
        raise SeedError(f"{path}: {where}: `{measure}` is no measure; known are {', '.join(sorted(measures))}.")
