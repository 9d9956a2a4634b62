"""Pages of safety can be read: a forest plot of sixty trials on any screen, and tables within their width."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cache.store.snapshot import Store
from dashboard.shared.safety.forest_figure import MOST_LINES
from seeds.knowledge import load_knowledge
from tests.browser.conftest import Visit, serving, settle, watched
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import Record, record, with_results

TRIALS = MOST_LINES + 4  # more than are drawn
SMALLEST_PX = 11
# Boxes of the figure, of its texts and of its squares, and the size of the letters.
MEASURED = """plot => {
    const box = part => { const {left, right, top, bottom} = part.getBoundingClientRect();
                          return {left, right, top, bottom}; };
    const texts = [...plot.querySelectorAll('text')].filter(each => each.textContent.trim());
    return {
        figure: box(plot),
        main: box(document.querySelector('[data-testid=stMainBlockContainer]')),
        rows: [...plot.querySelectorAll('.down')].map(each => ({text: each.textContent, ...box(each)})),
        texts: texts.map(each => ({text: each.textContent, size: parseFloat(getComputedStyle(each).fontSize),
                                   ...box(each)})),
        squares: [...plot.querySelectorAll('.point')].map(box),
    };
}"""


def trial(number: int) -> Record:
    """A randomised trial of sirolimus against placebo that posts stomatitis on both sides."""
    arms = [
        {"label": "Sirolimus", "type": "EXPERIMENTAL", "description": "sirolimus 1 mg once daily by mouth"},
        {"label": "Placebo", "type": "PLACEBO_COMPARATOR", "description": "placebo once daily by mouth"},
    ]
    given = [
        {"type": "DRUG", "name": each["label"], "armGroupLabels": [each["label"]]} for each in arms
    ]  # fmt: skip
    at_risk = 20 + number
    stats = [
        {"groupId": f"EG00{at}", "numAffected": affected, "numAtRisk": at_risk}
        for at, affected in enumerate((1 + number % 9, 1 + number % 4))
    ]
    groups = [{"id": f"EG00{at}", "title": each["label"]} for at, each in enumerate(arms)]
    made = record(
        f"NCT{number:08d}",
        armsInterventionsModule={"armGroups": arms, "interventions": given},
        designModule={
            "studyType": "INTERVENTIONAL", "phases": ["PHASE2"], "designInfo": {"allocation": "RANDOMIZED"},
            "enrollmentInfo": {"count": 2 * at_risk, "type": "ACTUAL"},
        },
    )  # fmt: skip
    return with_results(made, events={"eventGroups": groups, "otherEvents": [{"term": "Stomatitis", "stats": stats}]})


@pytest.fixture(scope="module")
def forest_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard over so many trials that can be compared."""
    root = Path(tmp_path_factory.mktemp("forest"))
    made = [trial(number) for number in range(1, TRIALS + 1)]
    make_snapshot(Store(root), made, load_knowledge(), "2026-03-02T09:00:05")
    with serving(root) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, forest_site: str) -> Iterator[Visit]:
    """Open pages of the dashboard over them."""
    with watched(chromium, forest_site) as opened:
        yield opened


def measured(page: Page) -> dict[str, Any]:
    """The figure's parts once it stands."""
    page.locator(".st-key-forest").scroll_into_view_if_needed()
    settle(page)
    return dict(page.locator(".st-key-forest svg.drawing").evaluate(MEASURED))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 420])
def test_sixty_trials_can_be_read(visit: Visit, width: int, scheme: str) -> None:
    page = visit("/safety?event=stomatitis", width=width, scheme=scheme)
    told = measured(page)
    rows = sorted(told["rows"], key=lambda each: each["top"])
    assert len(rows) == MOST_LINES + 1
    assert len({each["text"] for each in rows}) == len(rows)
    for above, below in pairwise(rows):
        assert below["top"] - above["top"] >= above["bottom"] - above["top"], (above, below)
    assert min(each["size"] for each in told["texts"]) >= SMALLEST_PX
    figure, main = told["figure"], told["main"]
    assert main["left"] <= figure["left"] <= figure["right"] <= main["right"] <= width
    for each in told["texts"]:
        assert figure["left"] <= each["left"] <= each["right"] <= figure["right"], each["text"]
        assert figure["top"] <= each["top"] <= each["bottom"] <= figure["bottom"], each["text"]
    assert len(told["squares"]) == MOST_LINES + 1
    names = max(each["right"] for each in rows)
    assert all(names <= each["left"] and each["right"] <= figure["right"] for each in told["squares"])
    below_axis = [each for each in told["texts"] if each["top"] > rows[-1]["bottom"]]
    for one, other in pairwise(sorted(below_axis, key=lambda each: (each["top"], each["left"]))):
        assert one["right"] <= other["left"] or one["bottom"] <= other["top"], (one["text"], other["text"])


FITTING = {"/safety?event=stomatitis": 1, "/claims": 2, "/people": 1}  # tables from the top


@pytest.mark.parametrize("path", FITTING)
def test_no_column_is_cut_on_a_wide_screen(visit: Visit, path: str) -> None:
    page = visit(path)
    tables = page.locator("[data-testid=stMain] [data-testid=stDataFrame]")
    for at in range(FITTING[path]):
        tables.nth(at).scroll_into_view_if_needed()
        tables.nth(at).locator("canvas").first.wait_for()
        wide = tables.nth(at).evaluate("each => each.querySelector('.dvn-scroll-inner').scrollWidth")
        assert 700 < wide <= tables.nth(at).evaluate("each => each.clientWidth")
