"""What `streamlit run` serves: the pages; from the start on, in the background, what a first visit would wait for."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import streamlit as st

# What the first page imports, with all that these import.
NEEDED = (
    "cache.questions.elsewhere", "dashboard.shared.data_notice", "dashboard.shared.figures.drawing",
    "dashboard.shared.filters_panel", "dashboard.shared.screen", "dashboard.shared.trial_table",
    "dashboard.shared.frame_downloads",
    "dashboard.views.map.answer", "dashboard.views.map.narrow", "dashboard.views.map.tiles",
    "dashboard.views.map.picture", "dashboard.words.elsewhere", "dashboard.words.gap_words",
)  # fmt: skip


def get_ready() -> None:
    """Bring in what the first page needs, and ask its questions; whatever is wrong the page itself tells."""
    for name in NEEDED:
        import_module(name)  # here, beside the server's own start
    from cache.filters.filters import USUAL
    from cache.questions.map import evidence_map, tallies
    from dashboard.state import session
    from seeds.errors import UserError

    try:
        reader = session.prepared()
        evidence_map(reader, USUAL, "population")
        tallies(reader, USUAL)
        reader.vocabulary.sought("")  # read for the first search, which need not wait for it
    except UserError:
        return


@asynccontextmanager
async def _beside(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    threading.Thread(target=get_ready, name="get_ready", daemon=True).start()
    yield {}


app = st.App("app.py", lifespan=_beside)
