"""A reader's way from the map to the words of a record and to a file, in a real browser."""

from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from dashboard.shared.trial_table import TRIAL_ROW_PX
from tests.browser.conftest import Visit, cells_of, expect_only_params, expect_params, main_text, settle
from tests.dashboard.sample import HOSTILE, S6


def square(page: Page, measure: str, column: str) -> Locator:
    """The button in a square of the map."""
    return page.locator(f".st-key-squares button[data-square='{measure}.{column}']")


def click_square(page: Page, measure: str, column: str) -> None:
    """A real click on the map's square."""
    square(page, measure, column).click()
    settle(page)


def test_from_a_square_to_the_trials_to_the_words(visit: Visit) -> None:
    page = visit("/")
    click_square(page, "phospho_s6", "ageing")
    page.get_by_role("link", name="Open all 1 on the Trials page").click()
    page.wait_for_url("**/trials?*")
    settle(page)
    expect_only_params(page, role=["experimental"], population=["ageing"], measure=["phospho_s6:reported"])
    expect(page.get_by_text("1 trial with the rapalog as experimental")).to_be_visible()
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
    expect_only_params(page, role=["experimental"], population=["ageing"])
    path = page.url.split("/", 3)[3]
    other = visit(f"/{path}")
    expect(other.get_by_text("3 trials with the rapalog as experimental, in Ageing")).to_be_visible()
    other.get_by_role("link", name="Map").click()
    settle(other)
    expect_only_params(other, role=["experimental"], population=["ageing"])


def test_an_emptied_filter_stays_empty_in_a_copied_link(visit: Visit) -> None:
    page = visit("/trials")
    page.get_by_role("button", name="No filters").click()
    settle(page)
    expect_only_params(page, role=["any"])
    page.reload()
    settle(page)
    expect(page.get_by_text("All 6 trials")).to_be_visible()


def test_the_back_button_brings_the_filters_back(visit: Visit) -> None:
    page = visit("/trials")
    page.get_by_role("button", name="No filters").click()
    settle(page)
    page.go_back()
    settle(page)
    expect_only_params(page, role=["experimental"])
    expect(page.get_by_text("5 trials with the rapalog as experimental")).to_be_visible()


PAGES = [
    "/",
    "/trials",
    "/trial?nct=NCT09000001",
    "/compare?nct=NCT09000001&nct=NCT09000003",
    "/measure?id=trough_level&role=any",
    "/reporting",
    "/claims?role=any",
    "/interactions?agent=ketamine&role=any",
    "/people?role=any",
    "/safety?event=stomatitis&role=any",
    "/changes",
    "/about",
]


def test_hostile_text_is_shown_as_typed(visit: Visit) -> None:
    typed = HOSTILE.replace("\u202e", "")
    page = visit(f"/trial?{urlencode({'nct': 'NCT09000001', 'q': HOSTILE, 'sponsor': HOSTILE})}", scheme="dark")
    assert f"Trial 1: {typed}" in page.get_by_role("heading").first.inner_text()
    said = main_text(page)
    for words in (f"Why {typed}", f"Sponsor {typed}", f"before the trough levels {typed}", f"Spain, {typed}"):
        assert words in said
    cells = cells_of(page)
    for words in (f"Arm 0 {HOSTILE}", f"{S6} {HOSTILE}", f"Group 0 {HOSTILE}", f"Mouth ulceration {HOSTILE}"):
        assert words in cells
    page.get_by_role("link", name="Back to the list").click()
    settle(page)
    assert f"Search: {typed[:50]}" in main_text(page)
    assert page.locator("a[href*='evil.example/']").count() == 0


def test_selected_trials_stand_side_by_side(visit: Visit) -> None:
    page = visit("/trials?role=any&order=id")
    table = page.locator(".st-key-trials [data-testid=stDataFrame]")
    expect(table.locator("canvas").first).to_be_visible()
    for row in (1, 2):  # the boxes at the left of the first two rows
        box = table.bounding_box()
        assert box
        page.mouse.click(box["x"] + 16, box["y"] + 35 + TRIAL_ROW_PX * (row - 0.5))
        expect(page.get_by_role("link", name=f"NCT0900000{row}")).to_be_visible()
        settle(page)
    expect(page.get_by_role("region", name="2 trials side by side")).to_be_visible()
    link = page.get_by_role("link", name="Comparison as a page to link to").get_attribute("href")
    assert link
    other = visit("/" + link.removeprefix(page.url.split("/trials")[0]).lstrip("/"))
    expect_params(other, nct=["NCT09000001", "NCT09000002"])
    expect(other.get_by_role("region", name="2 trials side by side")).to_be_visible()
    page.get_by_role("button", name="Keep only these").click()
    settle(page)
    expect_params(page, ids=["NCT09000001", "NCT09000002"])
    expect(page.get_by_text("2 trials chosen by id")).to_be_visible()
