"""The reporting status of a trial for one measure, derived from its levels (docs/measures.md, first that holds)."""

from collections.abc import Collection, Iterable, Set

from fetchers.measures.deadline import ResultsState

STATUSES = (
    "reported", "reported_as_ae", "not_posted", "results_pending", "overdue", "awaited", "not_required",
    "described_only", "absent", "not_applicable",
)  # fmt: skip
# A status in one letter, capital where the measure stands in a registered outcome: a trial's statuses as one short
# text (`trials.measure_statuses`) answer what is asked of all trials without reading a row per trial and measure.
LETTERS = dict(zip(STATUSES, "renpowudax", strict=True))
ABSENT_NO_GAP = "i"  # absent where nobody asks for the measure

# Beside the status, what was found outside the registry (docs/articles.md), a letter each in `trials.measure_elsewhere`
ELSEWHERE_LETTERS = {
    "yes": "y", "abstract_silent": "s", "no_abstract": "b", "retracted": "r", "no_article": "f", "not_looked": "n",
}  # fmt: skip
NOT_LOOKED = "not_looked"


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
    return "absent", "No outcome, adverse-event row or description says that it is measured."


def _registered(levels: Set[str], results: ResultsState) -> tuple[str, str]:
    if results.state != "posted":
        return results.state, f"Registered. {results.reason}"
    if "posted_empty" in levels:
        return "not_posted", "Registered; the posted outcome holds no values."
    return "not_posted", "Registered; the posted results leave it out."


def is_gap(status: str, populations: Iterable[str], gap_in: Collection[str]) -> bool:
    """Whether a measure is left out: described and no outcome, or absent where its absence is a gap.

    `gap_in`: the populations for which it is; none stands for all (docs/measures.md, section Gaps).
    """
    if status == "absent":
        return not gap_in or any(each in gap_in for each in populations)
    return status == "described_only"


def status_letter(status: str, is_registered: bool, is_gap: bool) -> str:
    """The letter of a status in `trials.measure_statuses`."""
    if status == "absent" and not is_gap:
        return ABSENT_NO_GAP
    letter = LETTERS[status]
    return letter.upper() if is_registered else letter
