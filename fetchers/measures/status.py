"""The reporting status of a trial for one measure, derived from its levels (docs/measures.md, first that holds)."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

STATUSES = (
    "reported", "reported_as_ae", "not_posted", "results_pending", "overdue", "awaited", "described_only", "absent",
    "not_applicable",
)  # fmt: skip
# A status in one letter, capital where the measure stands in a registered outcome: a trial's statuses as one short
# text (`trials.measure_statuses`) answer what is asked of all trials without reading a row per trial and measure.
LETTERS = dict(zip(STATUSES, "renpowdax", strict=True))
EXEMPT_STUDY_TYPES = {"EXPANDED_ACCESS"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a trial owes: facts of the trial that decide between statuses."""

    has_results: bool
    in_review: bool
    due: date | None
    as_of: date
    exempt: str = ""  # why the trial owes nothing, in words


def exemption(overall_status: str, study_type: str) -> str:
    """Why a trial owes no report, or an empty string."""
    if overall_status == "WITHDRAWN":
        return "The trial was withdrawn before anyone was enrolled."
    if study_type in EXEMPT_STUDY_TYPES:
        return "Expanded access owes no results."
    return ""


def reporting_status(levels: Set[str], trial: Standing) -> tuple[str, str]:
    """Status and the reason for it in words; `levels` are those of one measure in one trial."""
    if trial.exempt:
        return "not_applicable", trial.exempt
    if "posted" in levels:
        return "reported", "A posted outcome holds values."
    if "ae_table" in levels:
        return "reported_as_ae", "The adverse-event table has a row for it; no posted outcome holds values."
    if "registered" in levels:
        return _owed(levels, trial)
    if "posted_empty" in levels:
        return "not_posted", "A posted outcome is there without values; it was never registered."
    if "described" in levels:
        return "described_only", "The description says it is measured; it is no outcome."
    return "absent", "No outcome, adverse-event row or description mentions it."


def _owed(levels: Set[str], trial: Standing) -> tuple[str, str]:
    if trial.has_results:
        if "posted_empty" in levels:
            return "not_posted", "Registered; the posted outcome holds no values."
        return "not_posted", "Registered; the posted results leave it out."
    if trial.in_review:
        return "results_pending", "Registered; results are submitted and in the registry's review."
    if trial.due is None:
        return "awaited", "Registered; no results, and no primary completion date to judge by."
    if trial.as_of > trial.due:
        return "overdue", f"Registered; results were due by {trial.due.isoformat()} and are not posted."
    return "awaited", f"Registered; results are due by {trial.due.isoformat()}."


def status_letter(status: str, is_registered: bool) -> str:
    """The letter of a status in `trials.measure_statuses`."""
    letter = LETTERS[status]
    return letter.upper() if is_registered else letter
