"""Changes trial by trial, in words, what stood before beside what stands after."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from cache.exports.change_words import ToldChange, told_change
from cache.filters.filters import Filters
from cache.questions.changes import Change
from dashboard.shared.screen import is_narrow
from dashboard.state.pages import trial_line
from dashboard.state.session import words
from dashboard.words.text import plain

FLAG = ":material/flag:"


def show_trials(found: Sequence[Change], filters: Filters) -> None:
    """A part of the page for each trial, in their order."""
    for (nct_id, title), changes in groupby(found, key=lambda each: (each.nct_id, each.title)):
        with st.container(border=True, gap="xsmall"):
            trial_line(nct_id, title, filters)
            st.markdown(changes_table(list(changes), is_narrow()))


def changes_table(changes: Sequence[Change], narrow: bool = False) -> str:
    """Markdown: a row for each change of a trial, before beside after, or above it where the screen is narrow."""
    told = [told_change(each.kind, each.field, each.before, each.after, words().names) for each in changes]
    heads = [_head(change, each) for change, each in zip(changes, told, strict=True)]
    if not any(each.before or each.after for each in told):
        return "  \n".join(heads)
    if narrow:
        pairs = zip(heads, told, strict=True)
        return "\n\n".join("  \n".join([head, *_sides(each)]) for head, each in pairs)
    rows = [
        f"{head} | {plain(each.before) or '–'} | {plain(each.after) or '–'}"
        for head, each in zip(heads, told, strict=True)
    ]
    return "\n".join(["What | Before | After", "---|---|---", *rows])


def _head(change: Change, told: ToldChange) -> str:
    """The day of the data and what happened, flagged where it is a signal."""
    return f"{plain(change.data_date)} · {FLAG + ' ' if change.is_flagged else ''}{plain(told.what)}"


def _sides(told: ToldChange) -> list[str]:
    sides = (("before", told.before), ("after", told.after))
    return [f"*{name}:* {plain(said)}" for name, said in sides if said]
