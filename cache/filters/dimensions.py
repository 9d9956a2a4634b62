"""The vocabulary of filters: the names of `DIMENSIONS` are the URL's parameters and the command's options."""

from dataclasses import dataclass
from datetime import date

from fetchers.measures.status import LETTERS

UNSTATED = "none"  # as a value of a `one` or `any` dimension: the trial states nothing there
AGE_LIMIT = 120  # years
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)  # of a trial's start


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
    Dimension("overdue", "flag", "is_overdue",
              "without results twelve months after primary completion|not without results after twelve months"),
    Dimension("obliged", "flag", "is_probably_obliged",
              "probably obliged to post results|not probably obliged to post results"),
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
