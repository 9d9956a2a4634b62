"""The tables of the page Reporting, each with its downloads."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import linked
from dashboard.state.session import words

LIST_TITLES = {
    "overdue": "No results after twelve months",
    "without_values": "Posted without values",
    "left_out": "Outcomes not posted",
    "described": "Described only",
    "elsewhere": "Gaps and articles",
    "lost": "Dropped since registration",
}
TABLE_TITLES = LIST_TITLES | {"lost_outcomes": "Dropped outcomes"}


def table(name: str, rows: pd.DataFrame, filters: Filters, make: Callable[[], pd.DataFrame]) -> None:
    """A table with links to the trials, and the downloads of all its rows that `make` gives."""
    shown, config = linked(rows, filters, words())
    st.dataframe(
        shown, hide_index=True, key=f"table_{name}", column_config=config, placeholder="–", alt=TABLE_TITLES[name]
    )
    frame_buttons(name, make, filters, words(), "Rows")
