"""Every download of every page, opened and compared with the query that it stands for; every figure as a picture."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from PIL import Image
from playwright.sync_api import Page

from cache.exports.cells import cell
from cache.exports.table_files import ABOUT_KEY
from cache.filters.filters import Filters
from cache.questions import changes, measure, reporting, trials
from cache.questions.map import evidence_map
from cache.questions.reader import Reader
from cache.safety.claims import claims
from cache.safety.comparisons import compare, pool
from cache.safety.dose import dose_points, dosed
from cache.safety.incidence import groups_apart, incidence
from cache.safety.interactions import by_agent, combined, sentences
from cache.safety.overview import overview
from cache.safety.people import people
from cache.store.snapshot import Store
from dashboard.views.compare.comparison import comparison_frame
from dashboard.words.labels import words_of
from seeds.knowledge import load_knowledge
from tests.browser.conftest import Visit, settle

AGEING = Filters(population=("ageing",))
REPORTED = Filters(population=("ageing",), measure=("trough_level:reports",))
FIRST = Filters(ids=("NCT09000001",))
Frame = Callable[[Reader], pd.DataFrame]
COUNTS = ["base", "reported", "reports", "plans", "described", "leaves_out"]
PAIR = ("NCT09000001", "NCT09000003")


def compared(reader: Reader) -> pd.DataFrame:
    """The comparison of PAIR."""
    return comparison_frame(
        trials.side_by_side(reader, PAIR), trials.statuses(reader, PAIR), words_of(load_knowledge())
    )


# What the downloads of a page hold, by the name in the file: a table with its filters, or the page's own figures.
def safety_overview(reader: Reader) -> pd.DataFrame:
    """The first table of the page Safety."""
    groups = incidence(reader, AGEING, "stomatitis")
    return overview(groups, pool(compare(groups)), groups_apart(reader, AGEING))


PAGES: dict[str, dict[str, Filters | Frame]] = {
    "/?population=ageing": {
        "map": lambda reader: evidence_map(reader, AGEING, "population").cells[COUNTS],
        "reporting": AGEING,
    },
    "/trials?population=ageing": {"trials": AGEING},
    "/trial?nct=NCT09000001": {"trials": FIRST},
    "/compare?nct=NCT09000001&nct=NCT09000003": {"comparison": compared},
    "/measure?id=trough_level&population=ageing": {
        "years": lambda reader: measure.how_often_is(reader, AGEING, "trough_level").years,
        "trials": REPORTED,
        "levels": lambda reader: measure.posted_levels(reader, AGEING, "trough_level").rows,
    },
    "/measure?id=phospho_s6&population=ageing": {
        "titles": lambda reader: measure.outcome_titles(reader, AGEING, "phospho_s6").rows,
    },
    "/reporting?population=ageing": {
        "sponsors": lambda reader: reporting.overdue_by(reader, AGEING, "sponsor"),
        "overdue": lambda reader: reporting.overdue_trials(reader, AGEING).rows,
    },
    "/reporting?population=ageing&kind=without_values": {
        "without_values": lambda reader: reporting.posted_without_values(reader, AGEING).rows,
    },
    "/reporting?role=any&kind=described": {
        "described": lambda reader: reporting.described_only(reader, Filters()),
    },
    "/safety?event=stomatitis&population=ageing": {
        "safety": safety_overview,
        "arms": lambda reader: incidence(reader, AGEING, "stomatitis"),
        "dose": lambda reader: dose_points(dosed(incidence(reader, AGEING, "stomatitis")), "daily_dose", {}),
    },
    "/claims?population=ageing": {"claims": lambda reader: claims(reader, AGEING)},
    "/interactions?role=any&agent=cyp3a_inhibitors": {
        "interactions": lambda reader: by_agent(reader, Filters()),
        "combined": lambda reader: combined(reader, Filters()).rows,
        "sentences": lambda reader: sentences(reader, Filters(), "cyp3a_inhibitors"),
    },
    "/people?population=ageing": {"people": lambda reader: people(reader, AGEING)},
    "/changes?population=ageing": {"changes": lambda reader: changes.recorded_changes(reader, AGEING).rows},
}  # fmt: skip


@pytest.fixture(scope="module")
def reader(cache: Path) -> Iterator[Reader]:
    snapshot = Store(cache).current()
    assert snapshot
    found = Reader(snapshot)
    yield found
    found.close()


UNFOLDED_BY = {"titles": "Titles and time frames in use"}  # downloads that stand in a part which is opened first
# What a figure's picture says below it, by page and figure.
FIGURES = {
    "/?population=ageing": {"map": "Trials that report each measure as an outcome: trials in Ageing."},
    "/measure?id=trough_level&population=ageing": {
        "years": "Trough level: trials in Ageing.", "levels": "Trough level: trials in Ageing.",
    },
    "/reporting?population=ageing": {"overdue_years": "No results after twelve months: trials in Ageing."},
}  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_download_holds_what_its_query_gives(visit: Visit, reader: Reader, path: str, tmp_path: Path) -> None:
    page = visit(path, scheme="dark")
    for name in PAGES[path].keys() & UNFOLDED_BY:
        page.get_by_text(UNFOLDED_BY[name]).click()
        settle(page)
    assert names_of_downloads(page) <= {name for names in PAGES.values() for name in names}
    for name, source in PAGES[path].items():
        rows = reader.frame(*reader.table(name, source)) if isinstance(source, Filters) else source(reader)
        expected = [[written(value) for value in row] for row in rows.itertuples(index=False)]
        files = [save(page, button, tmp_path) for button in page.locator(f".st-key-downloads_{name} button").all()]
        assert [file.suffix for file in files] == [
            ".zip",
            ".xlsx",
            ".parquet",
            ".csv",
        ]  # the CSV with its companions first
        assert len({file.stem for file in files}) == 1
        assert re.fullmatch(rf"rapatrials-{name}[a-z0-9_-]*-{reader.as_of}-[0-9a-f]{{6}}", files[0].stem)
        for file in files:
            assert read_back(file, list(rows)) == expected, file.name
    for name, words in FIGURES.get(path, {}).items():
        if name == "map":
            draw_map(page)
        drawing = ElementTree.fromstring(picture(page, name, tmp_path).read_bytes())  # noqa: S314 (our own file)
        texts = [" ".join(each.itertext()) for each in drawing.iter("{http://www.w3.org/2000/svg}text")]
        assert f"{words} ClinicalTrials.gov, data of 2026-03-02." in " ".join(" ".join(texts).split())
        assert "rgb(23, 22, 20)" in ElementTree.tostring(drawing, encoding="unicode")  # the dark page's own ground


def test_a_figure_is_saved_as_png_too(visit: Visit, tmp_path: Path) -> None:
    page = visit("/")
    draw_map(page)
    page.locator(".st-key-picture_map").get_by_text("PNG").click()
    settle(page)
    box = page.locator(".st-key-map .main-svg").first.bounding_box()
    with Image.open(picture(page, "map", tmp_path)) as image:
        assert box
        assert abs(image.width - 2 * box["width"]) <= 1


def test_every_other_figure_is_saved_as_it_stands(visit: Visit, tmp_path: Path) -> None:
    page = visit("/measure?id=trough_level", scheme="dark")
    figure = page.locator(".st-key-years")
    box = figure.locator("svg.drawing").bounding_box()
    with Image.open(save(page, figure.get_by_role("button", name="PNG"), tmp_path)) as image:
        assert box
        assert abs(image.width - 2 * box["width"]) <= 1
        assert image.convert("RGB").getpixel((2, 2)) == (23, 22, 20)  # the dark page's own ground
        assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 50  # letters and bars are on it


def draw_map(page: Page) -> None:
    """Unfold the map's picture, which is drawn only then."""
    page.get_by_text("Save the map as a picture").click()
    page.locator(".st-key-map .modebar-btn").first.wait_for()


def names_of_downloads(page: Page) -> set[str]:
    """The names of all rows of downloads on a page."""
    rows = page.locator("[class*=st-key-downloads_]").all()
    return {re.findall(r"st-key-downloads_(\w+)", row.get_attribute("class") or "")[0] for row in rows}


def picture(page: Page, name: str, folder: Path) -> Path:
    """Press the button of a figure that saves it, a camera on the map; gives the file."""
    button = page.locator(f".st-key-{name} .modebar-btn, .st-key-{name} .save button").first
    return save(page, button, folder)


def save(page: Page, button: Any, folder: Path) -> Path:
    """Press a download's button, once the page stands still; gives the file."""
    settle(page)
    with page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def read_back(path: Path, names: list[str]) -> list[list[str]]:
    """The named columns of a file, row by row, each value as `written` gives it."""
    rows: list[dict[str, Any]]
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        assert b"Data as of" in table.schema.metadata[ABOUT_KEY]
        rows = table.to_pylist()
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        assert "Filter: " in str(book["about"]["A2"].value) and book["columns"]["A1"].value
        head, *lines = book.worksheets[0].iter_rows(values_only=True)
        book.close()
        rows = [dict(zip(map(str, head), line, strict=True)) for line in lines]
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            data = next(name for name in archive.namelist() if name.endswith(".csv") and "columns" not in name)
            about = next(name for name in archive.namelist() if name.endswith("about.txt"))
            assert "trials" in archive.read(about).decode()
            rows = list(csv.DictReader(io.StringIO(archive.read(data).decode("utf-8-sig"))))
    else:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return [[written(row[name]) for name in names] for row in rows]


def written(value: Any) -> str:
    """A value as text that is the same for every kind of file: numbers in short, lists joined, formulas neutralised."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list) and pd.isna(value):
        return ""
    text = re.sub(r"^(\d{4}-\d\d-\d\d) 00:00:00$", r"\1", str(cell(value)))
    return f"{float(text):g}" if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text) else text
