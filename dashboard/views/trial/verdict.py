"""The verdict on a trial at first sight: the status of every measure in words, and the gaps by name."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.shared.status_matrix import in_full
from dashboard.words.labels import STATUS_NAMES, Words
from dashboard.words.text import plain

# Badges of Streamlit's Markdown: the colour goes with the words, never instead of them.
STATUS_BADGES = {
    "reported": "blue", "reported_as_ae": "green", "not_posted": "orange", "overdue": "orange",
    "results_pending": "violet", "awaited": "violet", "described_only": "yellow",
}  # fmt: skip
GAP_WORDS = {
    "not_posted": "registered, and the posted results leave it out",
    "overdue": "registered, and without results twelve months after primary completion",
    "described_only": "described, and no outcome",
    "absent": "not told to be measured: in no outcome, no adverse-event row and no description",
}


def verdict(rows: Mapping[str, Any], words: Words) -> str:
    """Markdown: a line per group of measures, in which every measure stands behind its status.

    `rows`: rows of `reporting` by measure, in the order to show.
    """
    statuses = {measure: row.status for measure, row in rows.items()}
    lines = [f"**{group}** {by_status(statuses, measures, words)}" for group, measures in words.by_group(statuses)]
    return "\n\n".join(lines)


def by_status(statuses: Mapping[str, str], measures: Iterable[str], words: Words) -> str:
    """`● reported Phospho-S6, Autophagy; · absent Frailty`, in the order of the statuses."""
    found: dict[str, list[str]] = {status: [] for status in STATUS_NAMES}
    for measure in measures:
        found.setdefault(statuses[measure], []).append(plain(words.name(measure)))
    return " ".join(f"{badge(status)} {', '.join(names)}" for status, names in found.items() if names)


def badge(status: str) -> str:
    """A status with its mark, set off from the names around it."""
    return f":{STATUS_BADGES.get(status, 'gray')}-badge[{plain(in_full(status))}]"


def gaps(rows: Iterable[Any], words: Words) -> str:
    """Markdown: the measures that the trial leaves open, by the way in which it does; rows of `reporting`.

    What is absent is named where its absence is a gap.
    """
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.status in GAP_WORDS and (row.status != "absent" or row.is_gap):
            found.setdefault(row.status, []).append(plain(words.name(row.measure)))
    told = [
        f"- {said.capitalize()}: {', '.join(found[status])}." for status, said in GAP_WORDS.items() if status in found
    ]
    return "\n".join(told) or "- None."
