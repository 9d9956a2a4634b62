"""What is said of readers' verdicts on labels."""

from collections.abc import Mapping, Sequence
from typing import Any

VERDICT_WORDS = {"yes": "holds", "no": "does not hold", "": "is disputed"}
STATE_WORDS = {
    "applied": "in force",
    "words_changed": "dropped since the words are others now",
    "place_gone": "dropped since the place is gone",
    "disputed": "not applied since as many readers say yes as no",
}


def review_in_words(review: Mapping[str, Any]) -> str:
    """`holds, by A on 2026-11-01 (in force): reason`; the mapping has the fields of table `reviews`."""
    who = ", ".join(review["reviewers"])
    said = f"{VERDICT_WORDS[review['verdict']]}, by {who} on {review['review_date']} ({STATE_WORDS[review['state']]})"
    return f"{said}: {review['reason']}" if review["reason"] else said


def reviews_in_words(counts: Mapping[str, int]) -> str:
    """A line on how many verdicts stand and fell, by state; nothing where there are none."""
    if not counts:
        return ""
    told = ", ".join(f"{STATE_WORDS[state]} {count}" for state, count in counts.items())
    return f"Verdicts of readers: {told}.\n"


def strangers_in_words(trials: Sequence[str]) -> str:
    """A line on verdicts about trials that the data do not hold; nothing where there are none."""
    return f"Not held here, so their verdicts wait: {', '.join(trials)}.\n" if trials else ""


def verdicts_gone_in_words(before: int, now: int) -> str:
    """A line where the stored labels followed verdicts and no verdict was given any more; else nothing."""
    if now or not before:
        return ""
    return (
        f"Verdicts of readers that no longer count: {before}. The stored labels followed them; this run was given no "
        "folder of verdicts. Run it again with --seeds DIR, or set RAPATRIALS_SEEDS for every command."
    )
