"""No page has a serious fault of accessibility, light or dark, wide or narrow; each has one title, its own."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.state.pages import PAGES as TITLES
from tests.browser.conftest import Visit
from tests.browser.test_walk import PAGES

OF_ITS_SUBJECT = {"trial": "NCT09000001", "measure": "Trough level"}  # titles that name what the page is about
GRAVE = ("serious", "critical")

# Neither the page nor its main part is wider than the window, once what was drawn late has found its place.
FITS = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return main.scrollWidth <= main.clientWidth && document.documentElement.scrollWidth <= window.innerWidth;
}"""


def grave_faults(page: Page) -> list[str]:
    """What axe calls serious or critical, with the element and the way out."""
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in Axe().run(page).response["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_without_grave_faults_and_has_a_title_of_its_own(visit: Visit, path: str) -> None:
    page = visit(path)
    assert grave_faults(page) == []
    assert page.locator("h1").count() == 1
    name = urlsplit(path).path.strip("/") or "map"
    assert page.title() == f"{OF_ITS_SUBJECT.get(name, TITLES[name][0])} · RapaTrials"


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_dark_page_is_so_too_and_neither_scrolls_sideways_nor_makes_links_of_what_was_typed(
    visit: Visit, path: str
) -> None:
    page = visit(path, width=420, scheme="dark")
    page.wait_for_function(FITS)
    assert page.locator("[data-testid=stMain] a[href*=evil]").count() == 0
    assert page.locator("[data-testid=stMain] img").count() == 0
    assert grave_faults(page) == []


def test_no_two_pages_have_one_title() -> None:
    told = {name: OF_ITS_SUBJECT.get(name, title) for name, (title, _, _) in TITLES.items()}
    assert len(set(told.values())) == len(told) == len(PAGES)
