"""Cite what a page shows: its sentence, its figures and a link that shows the same data, as text, BibTeX and RIS."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import streamlit as st

from cache.exports.citation import cited
from cache.filters.filters import Filters
from dashboard.shared.downloads import file_stem, sentence
from dashboard.state import url
from dashboard.state.session import PINNED, reader, words

CITATION_TYPES = {"bib": ("BibTeX", "application/x-bibtex"), "ris": ("RIS", "application/x-research-info-systems")}


def cite(claim: str, filters: Filters, what: str = "view", key: str = "cite") -> None:
    """A button that opens the citation of a claim about the filtered trials; the claim ends with its full stop."""
    source = reader()
    with st.popover(f"Cite this {what}", icon=":material/format_quote:", key=key):
        found = cited(source.snapshot, claim, sentence(filters, words()), pinned_link(source.snapshot.name))
        st.code(found.paragraph(), language=None, wrap_lines=True)
        st.caption("The link shows this snapshot for as long as it is kept here, and says so when it is gone.")
        with st.container(horizontal=True, gap="small"):
            for kind, content in (("bib", found.bibtex()), ("ris", found.ris())):
                label, mime = CITATION_TYPES[kind]
                st.download_button(
                    label, content, f"{file_stem('citation', filters, source)}.{kind}", mime, on_click="ignore",
                    key=f"{key}_{kind}", icon=":material/download:",
                )  # fmt: skip


def stated(said: str, filters: Filters) -> None:
    """A sentence with its figures on the page (bold is the only Markdown in it), and the button that cites it."""
    st.markdown(said)
    cite(said.replace("**", ""), filters)


def pinned_link(snapshot: str) -> str:
    """The address of this page, with its filters and settings, over this very snapshot."""
    return with_snapshot(str(st.context.url or "").split("?")[0], url.current_address(), snapshot)


def with_snapshot(page: str, address: Mapping[str, list[str]], snapshot: str) -> str:
    """An address with its parameters and the snapshot that it is to show."""
    page = page if urlsplit(page).path else f"{page}/"
    return f"{page}?{urlencode({**address, PINNED: [snapshot]}, doseq=True)}"
