"""A change of a trial in words, for feeds, mails and pages alike: what happened, and what stands before and after."""

from collections.abc import Mapping
from dataclasses import dataclass

CHANGED_FIELDS = {
    "overall_status": "recruitment status", "why_stopped": "reason for stopping", "start_date": "start",
    "primary_completion_date": "primary completion", "completion_date": "completion",
    "enrollment_count": "participants", "enrollment_type": "number of participants is",
}  # fmt: skip
HAPPENED = {
    "new": "new trial", "outcome_added": "outcome registered", "outcome_dropped": "registered outcome gone",
    "outcome_reworded": "outcome reworded",
}  # fmt: skip
OF_MEASURES = ("measure_status", "relabelled")


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What happened, and what stood there before and stands there after where there is something to tell."""

    what: str
    before: str = ""
    after: str = ""

    def sentence(self) -> str:
        """All of it on one line."""
        if self.before and self.after:
            return f"{self.what}: {self.before} → {self.after}"
        return f"{self.what}: {self.after or self.before}" if self.after or self.before else self.what


def told_change(kind: str, field: str, before: str, after: str, names: Mapping[str, str]) -> ToldChange:
    """A row of table `changes` in words; `names` are those of measures."""
    if kind == "results_posted":
        return ToldChange(f"results posted on {after}" if after else "results posted")
    if kind == "removed":
        return ToldChange(f"left the registry's answer ({after})" if after else "left the registry's answer", before)
    if kind in OF_MEASURES:
        name = names.get(field, field.replace("_", " "))
        what = f"{name}, labelled anew" if kind == "relabelled" else name
        return ToldChange(what, _coded(before), _coded(after))
    if kind in HAPPENED:
        return ToldChange(HAPPENED[kind], before, after)
    shown = _coded if field in ("overall_status", "enrollment_type") else str
    return ToldChange(
        CHANGED_FIELDS.get(field, field.replace("_", " ")), shown(before) or "none", shown(after) or "none"
    )


def _coded(code: str) -> str:
    return code.replace("_", " ").lower()
