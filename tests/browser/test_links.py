"""A copied link shows the same view in another browser: each page with filters and settings chosen by hand."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, expect_only_params, expect_params, main_text, params, settle

FILTERS = {
    "age": ["70"], "from_date": ["2011-05-01"], "to_date": ["2025-12-31"], "min_enrolment": ["10"],
}  # fmt: skip
# page in the menu: label of a setting, what is chosen there (a pressed button or an option of a menu), parameter
SETTINGS = {
    "Map": [("button", "Leave out", {"view": ["leaves_out"]}), ("Columns", "Drug", {"by": ["drug"]})],
    "Trials": [("Order", "Largest", {"order": ["largest"]})],
    "Measures": [("Measure", "Frailty", {"id": ["frailty"]}), ("button", "Plan it", {"view": ["plans"]})],
    "Reporting": [("button", "Described only", {"kind": ["described"]})],
    "Changes": [("Kind of change", "Results posted", {"change": ["results_posted"]})],
    "About": [],
}


def type_filters(page: Page) -> None:
    """Fill the filters of FILTERS by keyboard."""
    page.get_by_text("More filters").click()
    page.get_by_role("button", name="No filters").click()
    settle(page)
    for label, value in (("Admits age", "70"), ("Participants at least", "10")):
        page.get_by_label(label, exact=True).fill(value)
        page.keyboard.press("Enter")
        settle(page)
    for name in ("from_date", "to_date"):
        page.locator(f".st-key-filter_{name}").get_by_role("spinbutton").first.click()
        page.keyboard.type(FILTERS[name][0].replace("-", ""))
        page.keyboard.press("Escape")  # of the calendar
        page.keyboard.press("Tab")
        settle(page)


def test_every_page_is_restored_by_its_link(visit: Visit) -> None:
    page = visit("/trials")
    type_filters(page)
    expect_only_params(page, **FILTERS)
    expect(
        page.get_by_text("trials admitting age 70 (no stated limit admits all), started on 2011-05-01")
    ).to_be_visible()
    for name, settings in SETTINGS.items():
        page.get_by_role("link", name=name, exact=True).first.click()
        settle(page)
        wanted = dict(FILTERS)
        for label, value, parameter in settings:
            choose(page, label, value)
            wanted |= parameter
        expect_params(page, **wanted)
        other = visit("/" + page.url.split("/", 3)[3])
        assert main_text(other) == main_text(page), name
        assert params(other) == params(page)
        other.context.close()


def choose(page: Page, label: str, value: str) -> None:
    """Press a button of a row, or choose from the menu with the label."""
    main = page.locator("[data-testid=stMain]")
    if label == "button":
        main.get_by_role("radio", name=value, exact=True).or_(
            main.get_by_role("button", name=value, exact=True)
        ).click()
    else:
        main.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=value, exact=True).click()
    settle(page)
