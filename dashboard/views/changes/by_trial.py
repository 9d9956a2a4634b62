"""Changes trial by trial, in words, what stood before beside what stands after."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from cache.exports.change_words import ToldChange, told_change
from cache.filters.filters import Filters
from cache.questions.changes import Change
from dashboard.state.pages import trial_line
from dashboard.state.session import words
from dashboard.words.text import plain

FLAG = ":material/flag:"


def show_trials(found: Sequence[Change], filters: Filters) -> None:
    """A part of the page for each trial, in their order."""
    for (nct_id, title), changes in groupby(found, key=lambda each: (each.nct_id, each.title)):
        with st.container(border=True, gap="xsmall"):
            trial_line(nct_id, title, filters)
            st.markdown(changes_table(list(changes)))


def changes_table(changes: Sequence[Change]) -> str:
    """Markdown: a row for each change of a trial; before and after stand beside each other where there are any."""
    told = [told_change(each.kind, each.field, each.before, each.after, words().names) for each in changes]
    lines = [_cells(change, words) for change, words in zip(changes, told, strict=True)]
    if not any(words.before or words.after for words in told):
        return "  \n".join(f"{line[0]} · {line[1]}" for line in lines)
    head = ["Data of | What | Before | After", "---|---|---|---"]
    return "\n".join(head + [" | ".join(line) for line in lines])


def _cells(change: Change, told: ToldChange) -> list[str]:
    what = f"{FLAG} {plain(told.what)}" if change.is_flagged else plain(told.what)
    return [plain(change.data_date), what, plain(told.before) or "–", plain(told.after) or "–"]
