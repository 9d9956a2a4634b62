"""No page has a serious fault of accessibility, light or dark, and each has one title of its own; keys alone do."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from tests.browser.test_walk import PAGES

GRAVE = ("serious", "critical")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, path: str, scheme: str) -> None:
    page = visit(path, scheme=scheme)
    found = Axe().run(page).response["violations"]
    grave = [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]
    assert grave == []


def test_every_page_has_one_heading_of_the_first_rank_and_a_title_of_its_own(visit: Visit) -> None:
    titles = []
    for path in PAGES:
        page = visit(path)
        assert page.locator("h1").count() == 1, path
        titles.append(page.title())
        page.context.close()
    assert len(set(titles)) == len(PAGES)
    assert all(title.endswith("RapaTrials") for title in titles)
