"""The gaps as small tiles beside the map."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions.map import tallies
from cache.questions.reader import Reader
from dashboard.state.pages import page_link
from dashboard.state.session import ask, is_digest, words
from dashboard.words.statements import gap_tiles, owing_nothing


def show(filters: Filters) -> None:
    """What is planned and posted, described only, and missing altogether, over the filtered trials."""
    found = ask(tallies, filters)
    base = int(found["base"].max()) if len(found) else 0
    for tile in gap_tiles(found, words().names, with_interval=not is_digest()):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{tile.title}**  \n{tile.text}")
            if tile.measure:
                page_link("measure", "Measure", filters, id=tile.measure)
    nothing = owing_nothing(ask(Reader.count, filters), base)
    st.caption(
        f"{nothing}Counted on registry records alone: a journal article may exist where the registry holds none."
    )
