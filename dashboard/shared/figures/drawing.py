"""Figures on a page: described in words, and saved as a picture that says itself what it shows."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.shared.downloads import file_stem
from dashboard.shared.figures.component import component
from dashboard.shared.figures.marks import Chart
from dashboard.state import url
from dashboard.state.session import is_digest, reader
from dashboard.words.text import unturned

_figure = component("figure", Path(__file__).with_name("figure"))


def caption(what: str, sentence: str) -> str:
    """The line below a figure: what it shows, of which trials, by whose data of which date."""
    source = "Digest of landmark trials" if is_digest() else "ClinicalTrials.gov"
    return f"{what}: {sentence}. {source}, data of {reader().as_of}."


def draw(figure: Chart, name: str, alt: str) -> None:
    """Draw a figure, with buttons below it that save it under the name of the page's filters."""
    _figure(key=name, data=figure_data(figure, alt, file_stem(name, url.taken(), reader())))


def figure_data(figure: Chart, alt: str, stem: str) -> dict[str, Any]:
    """What the browser draws a figure from: `alt` for whoever does not see it, `stem` of a saved picture's name."""
    return asdict(figure, dict_factory=_unturned) | {"alt": alt, "stem": stem}


def _unturned(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a mark; titles of groups and arms are a sponsor's words."""
    return {name: unturned(value) if isinstance(value, str) else value for name, value in fields}
