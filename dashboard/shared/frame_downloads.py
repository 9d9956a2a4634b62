"""Downloads of a page's own figures: built when the button is pressed, from the question that drew them."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from cache.exports.frame_files import frame_bytes
from cache.exports.table_files import about_text
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from dashboard.shared.downloads import FILE_TYPES, file_stem, sentence
from dashboard.state.session import reader
from dashboard.words.labels import Words
from seeds.tables.figures import meaning_of


def frame_buttons(
    name: str, make: Callable[[], pd.DataFrame], filters: Filters, words: Words, what: str, subject: str = ""
) -> None:
    """A row of buttons for one figure's numbers; `make` gives the whole frame when a button is pressed.

    `subject`: what tells the figure apart beside its filter, such as the measure's id.
    """
    source, said = reader(), sentence(filters, words)
    stem = file_stem("-".join(filter(None, [name, subject])), filters, source)
    kinds = {"zip": (f"{what} as CSV with dictionary and filter (zip)", "application/zip"),
             **{kind: (f"{what} as {label}", mime) for kind, (label, mime) in FILE_TYPES.items()}}  # fmt: skip
    with st.container(horizontal=True, gap="small", key=f"downloads_{name}"):
        for kind, (label, mime) in kinds.items():
            st.download_button(
                label, partial(_bytes, source, make, kind, (name, subject), said, words),
                file_name=f"{stem}.{kind}", mime=mime, on_click="ignore", icon=":material/download:",
                key=f"get_{stem}.{kind}",
            )  # fmt: skip


def _bytes(
    source: Reader, make: Callable[[], pd.DataFrame], kind: str, named: tuple[str, str], said: str, words: Words
) -> bytes:
    frame = make()
    meanings = {str(column): words.said(meaning_of(named[0], str(column))) for column in frame}
    return frame_bytes(frame, kind, about_text(source, " ".join(filter(None, named)), said, len(frame)), meanings)
