"""What readers come for, in at most so many clicks; what is typed is no click."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.shared.trial_table import TRIAL_ROW_PX
from tests.browser.conftest import Visit, expect_params, params, serving, settle, watched
from tests.browser.test_walk import click_square, square

HEAD_PX, BOX_PX, FIRST_PX = 35, 16, 80  # of the table of trials: its head, the boxes at the left, the first column
# The field, button or link that has the focus, by its label or else by its words.
FOCUSED = """(() => {
    const held = document.activeElement;
    return held.matches('input, button, a') ? held.getAttribute('aria-label') || held.innerText : '';
})()"""

# How strongly an element is seen, by its own opacity and that of all around it.
STRENGTH = """each => {
    let strength = 1;
    for (let at = each; at; at = at.parentElement || at.getRootNode().host) strength *= getComputedStyle(at).opacity;
    return strength;
}"""


@dataclass
class Hand:
    """A reader's mouse on a page, which counts its clicks."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        settle(self.page)

    def click_row(self, row: int, across: int) -> None:
        """The table of trials, in a row (from 1) so many pixels from its left."""
        table = self.page.locator(".st-key-trials [data-testid=stDataFrame]")
        expect(table.locator("canvas").first).to_be_visible()
        box = table.bounding_box()
        assert box
        place = box["x"] + across, box["y"] + HEAD_PX + TRIAL_ROW_PX * (row - 0.5)
        self.page.mouse.move(*place)
        self.page.wait_for_timeout(300)  # a link opens where the table has seen the pointer come
        self.page.mouse.click(*place)
        self.clicks += 1
        settle(self.page)

    def choose_row(self, row: int) -> None:
        """Tick the box of a row, or untick it; done when the address tells."""
        before = self.page.url
        self.click_row(row, BOX_PX)
        expect(self.page).not_to_have_url(before)
        settle(self.page)

    def choose(self, filter_name: str, *typed: str) -> None:
        """Click a list of choices, and type what is to be chosen in it."""
        self.click(self.page.get_by_role("combobox", name=filter_name, exact=True))
        for words in typed:
            self.page.keyboard.type(words)
            self.page.keyboard.press("Enter")
            settle(self.page)
        if self.page.get_by_role("listbox").is_visible():  # of several choices: it stays open and covers the page;
            self.page.keyboard.press("Escape")  # where one choice has closed it, this key would take the choice back


@dataclass
class Keys:
    """A reader's keyboard on a page, without any pointer."""

    page: Page

    def reach(self, name: str, backwards: bool = False) -> None:
        """Go on by the tabulator key to what has this name."""
        for _ in range(120):
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            if name in self.page.evaluate(FOCUSED):
                return
        raise AssertionError(f"{name} is not reached by the tabulator key")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        settle(self.page)

    def type(self, *typed: str) -> None:
        """Choose in a list what is typed."""
        for words in typed:
            self.page.keyboard.type(words)
            self.press("Enter")


def cells(page: Page) -> list[str]:
    """What the table of trials says to whoever hears it, once it does."""
    page.locator(".st-key-trials [role=gridcell]").first.wait_for(state="attached")
    return page.locator(".st-key-trials [role=gridcell]").all_inner_texts()


def test_who_registered_phospho_s6_in_ageing_or_healthy_volunteers_and_what_became_of_it(visit: Visit) -> None:
    hand = Hand(visit("/"))
    hand.choose("Population", "Ageing", "Healthy")
    hand.choose("Measure", "Phospho-S6: planned")
    expect(hand.page.get_by_text("Registered 2: of these posted 1, not yet due 1.")).to_be_visible()
    hand.click(hand.page.get_by_role("link", name="Trials", exact=True))
    expect_params(hand.page, population=["ageing", "healthy_volunteers"])
    expect(hand.page.get_by_text("2 trials with the rapalog as experimental")).to_be_visible()
    assert {"● reported", "△ awaited, not yet due"} <= set(cells(hand.page))
    assert hand.clicks <= 3


def test_the_same_by_keyboard_alone(visit: Visit) -> None:
    keys = Keys(visit("/"))
    keys.reach("Population")
    keys.type("Ageing", "Healthy")
    keys.reach("Measure")
    keys.type("Phospho-S6: planned")
    expect(keys.page.get_by_text("Registered 2: of these posted 1, not yet due 1.")).to_be_visible()
    keys.reach("Trials", backwards=True)
    keys.press("Enter")
    keys.page.wait_for_url("**/trials?*")
    settle(keys.page)
    expect_params(keys.page, population=["ageing", "healthy_volunteers"])
    expect_params(keys.page, measure=["phospho_s6:plans"])
    expect(keys.page.get_by_text("2 trials with the rapalog as experimental")).to_be_visible()
    assert {"● reported", "△ awaited, not yet due"} <= set(cells(keys.page))


def test_who_is_late_and_probably_obliged_with_a_measure_registered(visit: Visit) -> None:
    hand = Hand(visit("/"))
    hand.choose("Measure", "Quality of life: planned")
    hand.click(hand.page.get_by_role("link", name="Reporting", exact=True))
    hand.click(hand.page.get_by_role("link", name="Open those probably obliged to post"))
    expect(hand.page.get_by_text("1 trial with the rapalog as experimental")).to_be_visible()
    expect_params(hand.page, obliged=["yes"], overdue=["yes"])
    assert "▲ no results after twelve months" in cells(hand.page)
    assert hand.clicks <= 3


def test_three_trials_side_by_side_and_one_swapped(visit: Visit) -> None:
    hand = Hand(visit("/trials?role=any&order=id"))
    for row in (1, 2, 3):
        hand.choose_row(row)
    expect(hand.page.get_by_role("region", name="3 trials side by side")).to_be_visible()
    hand.choose_row(3)
    hand.choose_row(4)
    expect_params(hand.page, chosen=["NCT09000001,NCT09000002,NCT09000004"])
    expect(hand.page.get_by_role("region", name="3 trials side by side")).to_be_visible()
    assert hand.clicks <= 5
    hand.page.get_by_role("link", name="Comparison as a page to link to").click()
    settle(hand.page)
    hand.page.get_by_role("link", name="Back to the list").click()
    settle(hand.page)
    expect_params(hand.page, chosen=["NCT09000001,NCT09000002,NCT09000004"])
    expect(hand.page.get_by_role("region", name="3 trials side by side")).to_be_visible()


def test_why_a_label_is_here_and_a_line_that_corrects_it(visit: Visit) -> None:
    hand = Hand(visit("/trials?role=any&order=id"))
    with hand.page.context.expect_page() as opened:
        hand.click_row(1, FIRST_PX)
    trial = Hand(opened.value, hand.clicks)
    settle(trial.page)
    expect(trial.page.get_by_text("Posted with values, Posted outcome 1, title:").first).to_be_visible()
    trial.choose("A label is wrong? Choose it for a line to send", "Phospho-S6")
    place = re.escape("NCT09000001,protocolSection.outcomesModule.primaryOutcomes[0],")
    expect(trial.page.get_by_text(re.compile(f"{place}[0-9a-f]{{16}},phospho_s6,no,")).first).to_be_visible()
    assert trial.clicks <= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_click_on_a_square_answers_in_view_and_nothing_fades(visit: Visit, scheme: str) -> None:
    page = visit("/", scheme=scheme)
    click_square(page, "phospho_s6", "ageing")
    expect_params(page, cell=["phospho_s6.ageing"])
    answer = page.locator(".st-key-answer").bounding_box()
    assert answer
    assert 0 <= answer["y"] < 1000
    chosen = square(page, "phospho_s6", "ageing")
    assert chosen.get_attribute("aria-pressed") == "true"
    assert "rgb(213, 94, 0)" in chosen.evaluate("each => getComputedStyle(each).boxShadow")
    assert chosen.evaluate(STRENGTH) == square(page, "frailty", "ageing").evaluate(STRENGTH) == 1
    click_square(page, "phospho_s6", "ageing")  # lets go of it
    expect_params(page, cell=None)
    assert page.locator(".st-key-squares button[aria-pressed=true]").count() == 0


def test_squares_are_one_stop_of_the_keyboard_and_arrows_lead_from_one_to_the_next(visit: Visit) -> None:
    keys = Keys(visit("/?cell=phospho_s6.ageing"))
    squares = keys.page.locator(".st-key-squares button")
    assert squares.evaluate_all("all => all.filter(each => each.tabIndex === 0).map(each => each.dataset.square)") == [
        "phospho_s6.ageing"
    ]
    square(keys.page, "phospho_s6", "ageing").focus()
    keys.press("ArrowDown")
    focused = keys.page.locator(".st-key-squares button:focus")
    assert focused.get_attribute("data-square") == "trough_level.ageing"
    assert "of 3 trials report it as an outcome" in keys.page.get_by_role("tooltip").inner_text()
    assert focused.get_attribute("aria-describedby") == keys.page.get_by_role("tooltip").get_attribute("id")
    keys.press("Enter")
    expect_params(keys.page, cell=["trough_level.ageing"])
    assert focused.get_attribute("data-square") == "trough_level.ageing"  # it is not lost when the page answers


def test_the_first_screen_of_the_map_shows_twelve_rows_that_can_be_read(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as site, watched(chromium, site) as visit:  # the landmark trials, with two notices more
        page = visit("/")
        page.set_viewport_size({"width": 1400, "height": 900})
        settle(page)
        seen = page.locator(".st-key-squares button").evaluate_all(
            """all => all
                .filter(each => each.getBoundingClientRect().bottom <= 900 && /^[0-9]+$/.test(each.textContent))
                .map(each => [each.getBoundingClientRect().top, parseFloat(getComputedStyle(each).fontSize)])"""
        )
        loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert min(size for _, size in seen) >= 12
    assert len({round(top / 10) for top, _ in seen}) >= 12
    assert not [name for name in loaded if "PlotlyChart" in name]  # half of all that a first load would fetch


def test_the_list_with_four_measures_fits_a_window_of_1400_pixels(visit: Visit) -> None:
    measures = ("phospho_s6", "trough_level", "frailty", "stomatitis")
    page = visit("/trials?role=any&shown=&" + "&".join(f"measure={each}:lacks" for each in measures))
    heads = page.locator(".st-key-trials [role=columnheader]")
    expect(heads.first).to_be_attached()  # the table draws first and tells screen readers a little later
    sideways = "(() => { const grid = document.querySelector('.st-key-trials .dvn-scroller'); "
    sideways += "return [grid.scrollWidth, grid.clientWidth]; })()"
    needed, there = page.evaluate(sideways)
    assert needed <= there
    assert {"Phospho-S6", "Trough level", "Frailty", "Stomatitis", "Phase", "Start", "Results", "Sponsor"} <= set(
        heads.all_inner_texts()
    )
    page.get_by_role("radio", name="All columns").click()
    settle(page)
    expect_params(page, columns=["all"])
    needed, there = page.evaluate(sideways)
    assert needed > there


def test_all_groups_of_measures_are_chosen_and_let_go_of_by_one_button(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="All", exact=True).click()
    settle(page)
    expect(page.locator(".st-key-squares").get_by_text("Stomatitis").first).to_be_visible()
    assert len(params(page)["groups"][0].split(",")) == 6
    page.get_by_role("button", name="None", exact=True).click()
    settle(page)
    expect(page.locator(".st-key-squares").get_by_text("Phospho-S6")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/trials"])
def test_a_narrow_page_shows_all_its_choices(visit: Visit, path: str) -> None:
    page = visit(path, width=420)
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stButtonGroup] button')]
            .every(each => each.getBoundingClientRect().right <= window.innerWidth)"""
    )
    assert page.get_by_role("button", name="Disease endpoint").is_visible()
