"""The reporting status of a trial for one measure, derived from its levels (docs/measures.md, first that holds)."""

from collections.abc import Set

from fetchers.measures.deadline import ResultsState

STATUSES = (
    "reported", "reported_as_ae", "not_posted", "results_pending", "overdue", "awaited", "not_required",
    "described_only", "absent", "not_applicable",
)  # fmt: skip
# A status in one letter, capital where the measure stands in a registered outcome: a trial's statuses as one short
# text (`trials.measure_statuses`) answer what is asked of all trials without reading a row per trial and measure.
LETTERS = dict(zip(STATUSES, "renpowudax", strict=True))


def reporting_status(levels: Set[str], results: ResultsState) -> tuple[str, str]:
    """Status and the reason for it in words; `levels` are those of one measure in the trial."""
    if results.state == "not_applicable":
        return results.state, results.reason
    if "posted" in levels:
        return "reported", "A posted outcome holds values."
    if "ae_table" in levels:
        return "reported_as_ae", "The adverse-event table has a row for it; no posted outcome holds values."
    if "registered" in levels:
        return _registered(levels, results)
    if "posted_empty" in levels:
        return "not_posted", "A posted outcome is there without values; it was never registered."
    if "described" in levels:
        return "described_only", "The description says it is measured; it is no outcome."
    return "absent", "No outcome, adverse-event row or description mentions it."


def _registered(levels: Set[str], results: ResultsState) -> tuple[str, str]:
    if results.state != "posted":
        return results.state, f"Registered. {results.reason}"
    if "posted_empty" in levels:
        return "not_posted", "Registered; the posted outcome holds no values."
    return "not_posted", "Registered; the posted results leave it out."


def status_letter(status: str, is_registered: bool) -> str:
    """The letter of a status in `trials.measure_statuses`."""
    letter = LETTERS[status]
    return letter.upper() if is_registered else letter
