"""Trials as cards, where the screen has no room for a table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from dashboard.shared.status_matrix import in_full
from dashboard.state.pages import page_link
from dashboard.words.labels import Words, in_words
from dashboard.words.text import plain


def trial_cards(
    rows: pd.DataFrame, found: Mapping[str, Mapping[str, str]], measures: Sequence[str], filters: Filters, words: Words
) -> None:
    """A card per trial: its id as a link to its page, its whole title, the statuses in words, the usual facts."""
    for row in rows.itertuples(index=False):
        with st.container(border=True, gap="xsmall"):
            page_link("trial", plain(row.nct_id), filters, nct=str(row.nct_id))
            st.markdown(card(row, found[str(row.nct_id)], measures, words))


def card(row: Any, statuses: Mapping[str, str], measures: Sequence[str], words: Words) -> str:
    """Markdown of a card: title, a line per measure, and a line of facts."""
    lines = [f"**{plain(row.brief_title)}**"]
    lines += [f"{plain(words.name(each))}: {plain(in_full(statuses.get(each, '')))}" for each in measures]
    if len(row.in_abstracts):
        lines.append(f"In abstracts: {plain(', '.join(words.name(each) for each in row.in_abstracts))}")
    facts = [*(in_words(each) for each in row.phases), row.start_date, row.lead_sponsor,
             "results posted" if row.has_results else "no results posted"]  # fmt: skip
    lines.append(" · ".join(plain(each) for each in facts if each))
    return "  \n".join(lines)
