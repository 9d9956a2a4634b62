"""The vocabulary of filters: the names of `DIMENSIONS` are the URL's parameters and the command's options."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fetchers.measures.status import ABSENT_NO_GAP, ELSEWHERE_LETTERS, LETTERS

UNSTATED = "none"  # as a value of a `one` or `any` dimension: the trial states nothing there
AGE_LIMIT = 120  # years
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)  # of a trial's start


def letters(*statuses: str) -> str:
    """The letters of statuses in `trials.measure_statuses`, with and without a registered outcome."""
    found = "".join(LETTERS[status] + LETTERS[status].upper() for status in statuses)
    return found + ABSENT_NO_GAP if "absent" in statuses else found


STATUS_OF = {letter: status for status in LETTERS for letter in letters(status)}


# What readers ask of a measure beside its single statuses, as letters of `trials.measure_statuses`, of which capitals
# stand for a registered outcome; the map counts by the same letters. What is left out is a gap, what is lacked need
# not be one: nobody asks an oncology trial for skin ageing.
VIEWS = {
    "reports": letters("reported", "reported_as_ae"),
    "plans": "".join(letter.upper() for status, letter in LETTERS.items() if status != "not_applicable"),
    "leaves_out": letters("described_only") + LETTERS["absent"],
    "lacks": letters("described_only", "absent"),
    "mentions": letters(*(status for status in LETTERS if status not in ("absent", "not_applicable"))),
}


# The same of what was found outside the registry, as letters of `trials.measure_elsewhere`.
ELSEWHERE_VIEWS = {f"elsewhere_{state}": letter for state, letter in ELSEWHERE_LETTERS.items()}
REPORTED_ANYWHERE = "reported_anywhere"  # in an outcome of the registry, or in the abstract of an article
ALL_VIEWS = (*VIEWS, REPORTED_ANYWHERE, *ELSEWHERE_VIEWS)


SEVERAL = ("one", "any", "measure")  # kinds of which a filter may hold several values


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing to filter by: its SQL, sentence, link, option, widget and line in the README all follow from here.

    `kind`: `one` (column equals any of), `any` (list column holds any of), `flag`, `least` and `most` (whole numbers),
    `since` and `until` (days), `age` (admits it), `search`, `measure` (`id` or `id:status`), `contains` (part of a
    text). `high` is the largest number that makes sense.
    """

    name: str
    kind: str
    column: str
    label: str  # of the widget
    words: str  # in the sentence; {} stands for the values
    help: str  # goes on from "trials": in the README, the option's help and the widget's
    is_main: bool = False  # its widget is in sight from the start
    is_unstated_offered: bool = False  # readers may choose trials that state nothing
    high: int = 10**9

    @property
    def empty(self) -> Any:
        """What filters nothing."""
        return () if self.kind in SEVERAL else "" if self.kind in ("search", "contains") else None

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return f"--{self.name.replace('_', '-')}"


AGE_YEARS = "in years; a trial that states no limit has none"
START_DAY = "a year or a month will do, and a start of which only these are known counts where it may lie in the range"
DIMENSIONS = (
    Dimension("q", "search", "", "Search", 'matching "{}"',
              "in which every word stands in a title, acronym, sponsor, condition, keyword, drug, outcome, arm or id, "
              "be it misspelt or in another spelling", is_main=True),
    Dimension("role", "one", "role", "Role of the rapalog", "with the rapalog as {}",
              "with the rapalog as `experimental`, `comparator`, `background`, `device` or `not_a_treatment`",
              is_main=True),
    Dimension("population", "any", "populations", "Population", "in {}",
              "in any of these populations, such as `ageing` or `tsc_epilepsy`", is_main=True,
              is_unstated_offered=True),
    Dimension("drug", "any", "rapalogs", "Drug", "of {}", "of any of these rapalogs, such as `everolimus`",
              is_main=True),
    Dimension("measure", "measure", "", "Measure", "with {}",
              "with all of these measures: `ID`, or `ID:STATUS` such as `frailty:reported` or `phospho_s6:leaves_out`; "
              "of one measure any of the statuses given will do, and `ID:STATUS:STATUS` wants both",
              is_main=True),
    Dimension("route", "any", "routes", "Route", "given by {}", "in which the rapalog is given by this route",
              is_unstated_offered=True),
    Dimension("regimen", "one", "regimen", "Regimen", "dosed {}", "dosed `daily`, `intermittent`, `single` or `mixed`",
              is_unstated_offered=True),
    Dimension("phase", "any", "phases", "Phase", "in phase {}", "of this phase, as the registry codes it",
              is_unstated_offered=True),
    Dimension("status", "one", "overall_status", "Recruitment status", "of status {}",
              "of this recruitment status, as the registry codes it"),
    Dimension("study_type", "one", "study_type", "Type of study", "of type {}",
              "of this type, as the registry codes it"),
    Dimension("sponsor_class", "one", "sponsor_class", "Class of sponsor", "with a sponsor of class {}",
              "with a lead sponsor of this class, as the registry codes it", is_unstated_offered=True),
    Dimension("sponsor", "contains", "lead_sponsor", "Lead sponsor", 'with a lead sponsor like "{}"',
              "with a lead sponsor whose name contains this"),
    Dimension("country", "any", "countries", "Country", "with sites in {}", "with sites in this country",
              is_unstated_offered=True),
    Dimension("sex", "one", "sex", "Sex", "open to sex {}", "open to this sex, as the registry codes it"),
    Dimension("results", "flag", "has_results", "Posted results", "with posted results|without posted results",
              "`yes` or `no`: with posted results"),
    Dimension("overdue", "flag", "is_overdue", "No results after twelve months",
              "without results twelve months after primary completion|not without results after twelve months",
              "`yes` or `no`: interventional, and without results twelve months after primary completion, by the "
              "data's date"),
    Dimension("obliged", "flag", "is_probably_obliged", "Probably obliged to post",
              "probably obliged to post results|not probably obliged to post results",
              "`yes` or `no`: probably obliged to post results by 42 CFR Part 11, as the FDAAA TrialsTracker reads "
              "public fields"),
    Dimension("older", "flag", "is_older_adults", "Older adults", "in older adults|not aimed at older adults",
              "`yes` or `no`: in older adults"),
    Dimension("genotype", "flag", "is_genetic_stratification", "Genetic stratification",
              "stratified by genotype|not stratified by genotype", "`yes` or `no`: stratified by genotype"),
    Dimension("interactions", "flag", "is_interaction_control", "Interaction control",
              "with interaction control|without interaction control", "`yes` or `no`: with interaction control"),
    Dimension("interacting", "any", "agents", "Interacting agent", "that say something of {}",
              "that study, keep out, let in or ask for any of these interacting agents, such as `ketamine` or "
              "`cyp3a_inhibitors`"),
    Dimension("given_with", "any", "agents_given", "Given together with", "that give a rapalog together with {}",
              "that give a rapalog together with any of these agents, such as `calcineurin_inhibitors`"),
    Dimension("own_article", "flag", "own_article_count > 0", "Own article found",
              "with an article of their own found|without an article of their own found",
              "`yes` or `no`: of which an article of their own was found; `no` may mean that nobody looked"),
    Dimension("dropped", "any", "dropped_measures", "Dropped measure", "that dropped {}",
              "that registered any of these measures once and do so no more, such as `quality_of_life`"),
    Dimension("demoted", "any", "demoted_measures", "Demoted measure", "that demoted {}",
              "that had any of these measures as primary once and have it lower today"),
    Dimension("age", "age", "", "Admits age", "admitting age {} (no stated limit admits all)",
              f"that admit somebody of this age, {AGE_YEARS}", high=AGE_LIMIT),
    Dimension("min_age", "least", "minimum_age_years", "Minimum age at least",
              "with a stated minimum age of {} or more",
              "with a stated minimum age of at least so many years; those that state none admit the youngest",
              high=AGE_LIMIT),
    Dimension("max_age", "most", "maximum_age_years", "Maximum age at most", "with a stated maximum age of {} or less",
              "with a stated maximum age of at most so many years; those that state none admit the oldest",
              high=AGE_LIMIT),
    Dimension("from_date", "since", "start_date", "Started from", "started on {} or later",
              f"started on this day or later; {START_DAY}"),
    Dimension("to_date", "until", "start_date", "Started until", "started on {} or earlier",
              f"started on this day or earlier; {START_DAY}"),
    Dimension("min_enrolment", "least", "enrollment_count", "Participants at least", "with at least {} participants",
              "with at least so many participants, planned or actual; without trials that state none"),
    Dimension("max_enrolment", "most", "enrollment_count", "Participants at most", "with at most {} participants",
              "with at most so many participants, planned or actual; without trials that state none"),
)  # fmt: skip
NAMES = {dimension.name: dimension for dimension in DIMENSIONS}


def readme_rows() -> str:
    """The README's table of filters, a line each."""
    rows = [(dimension.option, dimension.help) for dimension in DIMENSIONS]
    return "".join(f"| `{option}` | {words} |\n" for option, words in [*rows, ("--id", "with these registry ids")])


if __name__ == "__main__":
    print(readme_rows(), end="")
