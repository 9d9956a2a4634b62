"""What was found outside the registry, in a real browser: the map's mode, the filter, a trial's page."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit, cells_of, expect_params, main_text, settle
from tests.browser.test_walk import click_square


def test_a_square_of_what_is_reported_anywhere_leads_to_the_trial(visit: Visit) -> None:
    page = visit("/?role=any&view=reported_anywhere")
    expect(page.get_by_text("Articles were looked for of 1 of 6 trials.")).to_be_visible()
    click_square(page, "frailty", "ageing")
    answer = page.locator(".st-key-answer")
    expect(answer.get_by_role("link", name="NCT09000001 ▼ registered, not posted, in an abstract")).to_be_visible()
    answer.get_by_role("link", name="Open all 1 on the Trials page").click()
    page.wait_for_url("**/trials?*")
    settle(page)
    expect_params(page, measure=["frailty:reported_anywhere"])


def test_the_filter_by_abstracts_is_chosen_by_its_words(visit: Visit) -> None:
    page = visit("/trials?role=any")
    page.get_by_role("combobox", name="Measure", exact=True).click()
    page.keyboard.type("Frailty: reported in an article")
    page.keyboard.press("Enter")
    settle(page)
    expect_params(page, measure=["frailty:elsewhere_yes"])
    expect(page.get_by_text("1 trial with Frailty reported in an article's abstract")).to_be_visible()
    assert "Frailty" in cells_of(page)


def test_a_trials_page_tells_its_articles_and_what_became_of_its_outcomes(visit: Visit) -> None:
    page = visit("/trial?nct=NCT09000001")
    said = main_text(page)
    for words in (
        "Earlier versions registered more. 4 versions by 2026-03-01. Dropped: Lipids (version 2 to 3, 2020-02-02).",
        "Not in the registry as results, but in the abstract of an article of its own: Frailty (PMID:1).",
        "By 2026-03-01, identifiers lead to 1 article of its own with results. A silent abstract proves nothing",
    ):
        assert words in said
    assert {"Results, corrected", "Own", "Dropped (uncertain)", "2 to 3"} <= set(cells_of(page))
    page.get_by_role("link", name="What became of its registered outcomes").click()
    expect(page.get_by_role("heading", name="What became of its registered outcomes")).to_be_in_viewport()
    nobody = visit("/trial?nct=NCT09000002", width=420)
    expect(nobody.get_by_text("Nobody has looked for articles of this trial yet").first).to_be_visible()
