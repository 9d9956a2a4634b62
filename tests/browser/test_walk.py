"""A reader's way from the map to the words of a record and to a file, in a real browser."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from cache.filters import Filters
from cache.query import Reader
from cache.snapshot import Store
from tests.browser.conftest import settle
from tests.dashboard.sample import HOSTILE

Visit = Callable[..., Page]


def params(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def click_square(page: Page, measure: str, column: str) -> None:
    """A real click on the map's square: its place is asked of the figure, the mouse does the rest."""
    place = page.evaluate(
        """([measure, column]) => {
            const plot = document.querySelector('.st-key-map .js-plotly-plot');
            const at = plot.data[0].customdata.findIndex(each => each[0] === measure && each[1] === column);
            const box = plot.getBoundingClientRect(), layout = plot._fullLayout;
            return [box.left + layout.xaxis._offset + layout.xaxis.d2p(plot.data[0].x[at]),
                    box.top + layout.yaxis._offset + layout.yaxis.d2p(plot.data[0].y[at])];
        }""",
        [measure, column],
    )
    page.mouse.click(*place)
    settle(page)


def test_from_a_square_to_the_trials_to_the_words(visit: Visit) -> None:
    page = visit("/")
    page.locator(".st-key-map").scroll_into_view_if_needed()
    click_square(page, "phospho_s6", "ageing")
    page.get_by_role("link", name="Open all 1 on the Trials page").click()
    page.wait_for_url("**/trials?*")
    settle(page)
    assert params(page) == {"role": ["experimental"], "population": ["ageing"], "measure": ["phospho_s6:reports"]}
    expect(page.get_by_text("1 trials with the rapalog as experimental")).to_be_visible()
    page.goto(page.url.replace("/trials?", "/trial?nct=NCT09000001&"))
    settle(page)
    marked = page.locator(".stMarkdownColoredBackground", has_text="Phospho-S6").first
    expect(marked).to_be_visible()
    expect(page.get_by_text("Posted with values, Posted outcome 1, title:").first).to_be_visible()


def test_filters_go_into_the_address_and_come_back_elsewhere(visit: Visit) -> None:
    page = visit("/trials")
    page.get_by_role("combobox", name="Population").click()
    page.get_by_role("option", name="Ageing").click()
    settle(page)
    assert params(page) == {"role": ["experimental"], "population": ["ageing"]}
    path = page.url.split("/", 3)[3]
    other = visit(f"/{path}")
    expect(other.get_by_text("3 trials with the rapalog as experimental, in Ageing")).to_be_visible()
    other.get_by_role("link", name="Map").click()
    settle(other)
    assert params(other) == {"role": ["experimental"], "population": ["ageing"]}


def test_an_emptied_filter_stays_empty_in_a_copied_link(visit: Visit) -> None:
    page = visit("/trials")
    page.get_by_role("button", name="No filters").click()
    settle(page)
    assert params(page) == {"role": ["any"]}
    page.reload()
    settle(page)
    expect(page.get_by_text("6 all trials")).to_be_visible()


def test_the_back_button_brings_the_filters_back(visit: Visit) -> None:
    page = visit("/trials")
    page.get_by_role("button", name="No filters").click()
    settle(page)
    page.go_back()
    settle(page)
    assert params(page) == {"role": ["experimental"]}
    expect(page.get_by_text("5 trials with the rapalog as experimental")).to_be_visible()


@pytest.mark.parametrize("kind", ["CSV", "Excel", "Parquet"])
def test_a_download_holds_what_the_query_gives(visit: Visit, cache: Path, kind: str, tmp_path: Path) -> None:
    page = visit("/trials?population=ageing&role=any")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Trials as {kind}").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    snapshot = Store(cache).current()
    assert snapshot
    sql, values = Reader(snapshot).table("trials", Filters(population=("ageing",)))
    expected = Reader(snapshot).frame(f"SELECT nct_id, brief_title FROM ({sql})", values)
    ids, titles = read_back(path)
    assert ids == list(expected["nct_id"])
    assert titles == list(expected["brief_title"])


def read_back(path: Path) -> tuple[list[str], list[str]]:
    """Ids and titles of a downloaded file."""
    if path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    elif path.suffix == ".parquet":
        rows = pq.read_table(path).to_pylist()
    else:
        book = openpyxl.load_workbook(path)
        head, *lines = book.worksheets[0].iter_rows(values_only=True)
        book.close()
        rows = [dict(zip(head, line, strict=True)) for line in lines]
    return [row["nct_id"] for row in rows], [row["brief_title"] for row in rows]


PAGES = [
    "/",
    "/trials",
    "/trial?nct=NCT09000001",
    "/measure?id=trough_level&role=any",
    "/reporting",
    "/changes",
    "/about",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_page_does_not_scroll_sideways(visit: Visit, path: str) -> None:
    page = visit(path, width=420)
    wide = "const main = document.querySelector('[data-testid=stMain]'); "
    assert page.evaluate(f"(() => {{ {wide} return main.scrollWidth <= main.clientWidth; }})()")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_text_is_shown_as_typed(visit: Visit) -> None:
    page = visit("/trial?nct=NCT09000001", scheme="dark")
    typed = HOSTILE.replace("\u202e", "")
    assert f"Trial 1: {typed}" in page.get_by_role("heading").first.inner_text()
    assert f"Why {typed}" in page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_makes_links_or_images_of_what_was_typed(visit: Visit, path: str) -> None:
    page = visit(path, scheme="dark")
    assert page.locator("[data-testid=stMain] a[href*=evil]").count() == 0
    assert page.locator("[data-testid=stMain] img").count() == 0


def test_selected_trials_stand_side_by_side(visit: Visit) -> None:
    page = visit("/trials?role=any&order=id")
    table = page.locator(".st-key-trials [data-testid=stDataFrame]")
    expect(table.locator("canvas").first).to_be_visible()
    for row in (1, 2):  # the boxes at the left of the first two rows
        box = table.bounding_box()
        assert box
        page.mouse.click(box["x"] + 16, box["y"] + 35 * row + 17)
        expect(page.get_by_role("link", name=f"Open NCT0900000{row}")).to_be_visible()
        settle(page)
    expect(page.get_by_role("region", name="2 trials side by side")).to_be_visible()
    page.get_by_role("button", name="Keep only these").click()
    settle(page)
    assert params(page)["ids"] == ["NCT09000001", "NCT09000002"]
    expect(page.get_by_text("2 trials chosen by id")).to_be_visible()
