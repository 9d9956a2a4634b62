"""Where the absence of a measure is a gap, in words."""

from collections.abc import Iterable

from dashboard.words.labels import GROUP_NAMES, Words
from dashboard.words.text import plain


def gap_rule(measures: Iterable[str], words: Words) -> str:
    """Markdown: which of these measures are asked of which populations; empty where all are asked of all.

    Measures of one group that are asked of the same populations are named as the group.
    """
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for measure in measures:
        label = words.labels.get(measure)
        if label and label.gap_in:
            found.setdefault((label.group, label.gap_in), []).append(measure)
    parts = [
        f"{_named(group, those, words)} in {' or '.join(plain(words.name(each)) for each in populations)}"
        for (group, populations), those in found.items()
    ]
    if not parts:
        return ""
    return (
        f"An absence counts as a gap where the measure is asked for: {'; '.join(parts)}, and wherever a trial "
        "describes it without making it an outcome."
    )


def _named(group: str, measures: list[str], words: Words) -> str:
    """The group where all of its measures are meant, else the measures."""
    all_of_it = {each for each in words.order if words.groups[each] == group}
    if len(measures) > 1 and set(measures) == all_of_it:
        return f"{GROUP_NAMES[group].lower()} measures"
    return ", ".join(plain(words.name(each)) for each in measures)
