"""The pages of the dashboard by name, for the navigation and for links between them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from cache.filters.filters import Filters
from dashboard.state.url import link
from dashboard.words.text import plain

VIEWS_FOLDER = Path(__file__).parents[1] / "views"
# name: title, icon, whether it stands in the menu
PAGES = {
    "map": ("Map", "grid_on", True),
    "trials": ("Trials", "list", True),
    "trial": ("Trial", "description", False),
    "compare": ("Comparison", "compare", False),
    "measure": ("Measures", "straighten", True),
    "safety": ("Safety", "health_and_safety", True),
    "claims": ("Claims", "balance", True),
    "people": ("People", "groups", True),
    "interactions": ("Interactions", "join_inner", True),
    "reporting": ("Reporting", "fact_check", True),
    "changes": ("Changes", "history", True),
    "about": ("About", "info", True),
}


def page(name: str) -> Any:
    """A page by its name, as navigation and links want it; the menu has no icons, or it would not fit at 1400 px."""
    title, _, listed = PAGES[name]
    return st.Page(
        VIEWS_FOLDER / name / "page.py",
        title=title,
        url_path="" if name == "map" else name,
        default=name == "map",
        visibility="visible" if listed else "hidden",
    )


def navigation() -> Any:
    """The menu across the top; gives the page to run."""
    return st.navigation([page(name) for name in PAGES], position="top")


def page_link(name: str, label: str, filters: Filters, **params: str | Sequence[str]) -> None:
    """A link to a page that carries the filters; the label is Markdown."""
    st.page_link(page(name), label=label, query_params=link(filters, **params), icon=f":material/{PAGES[name][1]}:")


def trial_line(nct_id: str, title: str, filters: Filters) -> None:
    """A line that names a trial: its id as a link to its page, and its whole title, which breaks where it is long."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page_link("trial", plain(nct_id), filters, nct=nct_id)
        st.caption(plain(title))
