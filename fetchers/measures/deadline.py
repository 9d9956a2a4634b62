"""Whether a trial's results are late, and whether it is probably obliged to post any: two facts, decided here alone.

The rule behind both is section 801 of the US Food and Drug Administration Amendments Act of 2007 with its final rule,
42 CFR Part 11, in force since 18 January 2017. Results of an applicable clinical trial are due twelve months after its
primary completion (42 CFR 11.44); applicable are controlled interventional trials of drug, biological and device
products other than phase 1 and small device feasibility trials (42 CFR 11.10, 11.22), and no observational study but
the paediatric surveillance of devices. *Late* describes a record and accuses nobody: it holds for every interventional
trial. *Probably obliged* is read from public fields as the FDAAA TrialsTracker does it (DeVito, Bacon, Goldacre:
bioRxiv 266452), who alike warn that the law is decided by what no record states.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fetchers.record.dates import last_day
from fetchers.rows import TrialFacts

INTERVENTIONAL, WITHDRAWN_STATUS, EXPANDED_ACCESS = "INTERVENTIONAL", "WITHDRAWN", "EXPANDED_ACCESS"
RULE_START = date(2017, 1, 18)  # the day on which 42 CFR Part 11 took effect
REGULATED_TYPES = {"DRUG", "BIOLOGICAL", "DEVICE", "COMBINATION_PRODUCT", "GENETIC", "RADIATION", "DIAGNOSTIC_TEST"}
PHASE_1 = ({"PHASE1"}, {"EARLY_PHASE1"}, {"EARLY_PHASE1", "PHASE1"})  # phase 1/2 is more than phase 1
UNITED_STATES = "United States"


@dataclass(frozen=True, slots=True)
class ResultsState:
    """How a trial's results stand on the data's day: the state with its reason, and whether twelve months are over.

    `state` is `posted`, or what a registered measure without results then is: `results_pending`, `overdue`,
    `awaited`, `not_required` or `not_applicable`.
    """

    state: str
    reason: str
    is_due: bool = False

    @property
    def is_overdue(self) -> bool:
        """Due, neither posted nor in the registry's review."""
        return self.state == "overdue"


def is_past(due: date | None, as_of: date) -> bool:
    """Whether a due date lies before the data's day; the day itself is in time."""
    return due is not None and due < as_of


def results_state(facts: TrialFacts, as_of: date) -> ResultsState:
    """How the results stand; `as_of` is the data's day."""
    if facts["overall_status"] == WITHDRAWN_STATUS:
        return ResultsState("not_applicable", "The trial was withdrawn before anyone was enrolled.")
    if facts["study_type"] == EXPANDED_ACCESS:
        return ResultsState("not_applicable", "Expanded access owes no results.")
    is_due = facts["study_type"] == INTERVENTIONAL and is_past(facts["results_due_date"], as_of)
    if facts["has_results"]:
        return ResultsState("posted", "Results are posted.", is_due)
    if facts["is_results_in_review"]:
        return ResultsState("results_pending", "Results are submitted and in the registry's review.", is_due)
    if facts["study_type"] != INTERVENTIONAL:
        kind = "an observational study" if facts["study_type"] else "a study of no stated type"
        return ResultsState("not_required", f"No results are posted, and {kind} owes none.")
    if facts["results_due_date"] is None:
        return ResultsState("awaited", "No results, and no primary completion date to judge by.")
    day = facts["results_due_date"].isoformat()
    if is_due:
        return ResultsState("overdue", f"Twelve months after primary completion ended {day}; no results.", True)
    return ResultsState("awaited", f"No results yet; twelve months after primary completion end {day}.")


def obligation(facts: TrialFacts) -> tuple[bool, str]:
    """Whether a trial is probably obliged to post results, and in words the first reason against it or those for it."""
    against = next((words for holds, words in _AGAINST if holds(facts)), "")
    if against:
        return False, against
    if delayed := facts["certificate_first_submitted_date"]:
        return False, f"A certificate or request that delays results was submitted on {delayed}."
    regulated = _is_stated_regulated(facts)
    if regulated is None:
        why = "with a site in the United States and a drug, biological or device; whether FDA-regulated is not stated"
    else:
        why = "of an FDA-regulated drug or device"
    return True, f"Interventional, beyond phase 1, {why}; completed on {facts['primary_completion_date']}."


def _is_stated_regulated(facts: TrialFacts) -> bool | None:
    """What the record states of regulation by the FDA; None where it says neither of drug nor of device."""
    stated = (facts["is_fda_regulated_drug"], facts["is_fda_regulated_device"])
    return None if stated == (None, None) else any(stated)


def _is_unlikely_regulated(facts: TrialFacts) -> bool:
    """Of a trial that states nothing: no site in the United States, or no product that the FDA could regulate."""
    abroad = UNITED_STATES not in facts["countries"]
    return _is_stated_regulated(facts) is None and (abroad or not REGULATED_TYPES & set(facts["intervention_types"]))


def _is_before_rule(facts: TrialFacts) -> bool:
    done = last_day(facts["primary_completion_date"])
    return done is None or done < RULE_START


# in this order; the first that holds is told
_AGAINST: tuple[tuple[Callable[[TrialFacts], bool], str], ...] = (
    (lambda facts: facts["study_type"] != INTERVENTIONAL, "The rule binds interventional trials alone."),
    (lambda facts: facts["overall_status"] == WITHDRAWN_STATUS, "The trial was withdrawn before anyone was enrolled."),
    (lambda facts: set(facts["phases"]) in PHASE_1, "Phase 1 trials are exempt."),
    (lambda facts: facts["primary_purpose"] == "DEVICE_FEASIBILITY", "Device feasibility trials are exempt."),
    (lambda facts: _is_stated_regulated(facts) is False, "The record states no FDA-regulated drug or device."),
    (
        _is_unlikely_regulated,
        "Whether FDA-regulated is not stated, and no site in the United States with a drug, biological or device is.",
    ),
    (lambda facts: facts["is_results_waived"] is True, "The registry says that the posting of results is waived."),
    (lambda facts: not last_day(facts["primary_completion_date"]), "No primary completion date is stated."),
    (lambda facts: facts["primary_completion_type"] != "ACTUAL", "The primary completion date is only estimated."),
    (_is_before_rule, f"Primary completion came before the rule took effect on {RULE_START.isoformat()}."),
)
