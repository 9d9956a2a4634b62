"""A part of a page that a script beside its module draws, with words at the pointer as all such parts have them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


def component(name: str, drawn_by: Path) -> Callable[..., Any]:
    """The part `name`, drawn into an element of this class by the script and the style of this path (`.js`, `.css`)."""

    def both(ending: str) -> str:
        return "\n".join(file.with_suffix(ending).read_text(encoding="utf-8") for file in (HERE / "tip", drawn_by))

    # an empty element would be taken for one that was never closed
    return st.components.v2.component(name, html=f'<div class="{name}">\n</div>', css=both(".css"), js=both(".js"))
