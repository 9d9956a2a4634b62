"""Pages share readers for the life of a server; a test run lets go of them at its end."""

from collections.abc import Iterator

import pytest
import streamlit as st


@pytest.fixture(autouse=True, scope="session")
def let_go_of_readers() -> Iterator[None]:
    """Close what the pages kept open."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()
