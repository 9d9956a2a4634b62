"""Finding by a misspelt word, levels by dose, changes since a day, a number to cite: at most so many clicks."""

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.conftest import Visit, expect_params, main_text, params, settle
from tests.browser.test_downloads import save
from tests.browser.test_tasks import Hand, Keys, cells
from tests.browser.test_walk import click_square


def test_a_trial_is_found_by_a_misspelt_title_word(visit: Visit) -> None:
    hand = Hand(visit("/trials?role=any"))
    hand.click(hand.page.get_by_label("Search titles"))
    hand.page.keyboard.type("everolimis")
    hand.page.keyboard.press("Enter")
    expect(hand.page.get_by_text("No record holds “everolimis”: everolimus is sought instead.")).to_be_visible()
    settle(hand.page)
    expect_params(hand.page, q=["everolimis"])
    expect(hand.page.get_by_text("1 trial matching")).to_be_visible()
    assert any("NCT09000003" in cell for cell in cells(hand.page))
    assert hand.clicks <= 1


def test_who_describes_trough_monitoring_without_an_outcome_as_an_excel_file(visit: Visit, tmp_path: Path) -> None:
    hand = Hand(visit("/trials?role=any"))
    hand.choose("Population", "Ageing")
    hand.choose("Measure", "Trough level: described only")
    expect(hand.page.get_by_text("2 trials in Ageing, with Trough level described only")).to_be_visible()
    file = save(hand.page, hand.page.get_by_role("button", name="Trials as Excel"), tmp_path)
    hand.clicks += 1
    book = openpyxl.load_workbook(file)
    assert "Filter: trials in Ageing, with Trough level described only" in str(book["about"]["A2"].value)
    ids = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    book.close()
    assert sorted(ids) == ["NCT09000002", "NCT09000006"]
    assert hand.clicks <= 4


def test_trough_by_dose_for_sirolimus(visit: Visit) -> None:
    hand = Hand(visit("/measure?id=trough_level&role=any"))
    hand.click(hand.page.get_by_text("Dose", exact=True).first)
    expect(hand.page.get_by_text("1 posted level of 1 trial at what their own arm gives")).to_be_visible()
    expect(hand.page.locator(".st-key-doses")).to_contain_text("Sirolimus, dose in mg")
    expect_params(hand.page, along=["dose"])
    assert hand.clicks <= 2


def test_what_changed_since_a_day_trial_by_trial(visit: Visit) -> None:
    hand = Hand(visit("/?role=any"))
    hand.click(hand.page.get_by_role("link", name="Changes", exact=True))
    hand.click(hand.page.get_by_label("year, In data since"))
    hand.page.keyboard.type("20260302")
    hand.page.keyboard.press("Escape")  # from the calendar, and out of the field
    for _ in range(4):
        hand.page.keyboard.press("Tab")
    settle(hand.page)
    expect(hand.page.get_by_text("3 changes; the 3 trials that changed last:")).to_be_visible()
    expect_params(hand.page, since=["2026-03-02"])
    assert "results posted on" in main_text(hand.page)
    assert hand.clicks <= 2
    expect(visit("/changes?role=any&since=2026-03-03").get_by_text("0 changes.")).to_be_visible()


def test_a_squares_number_is_cited_with_a_link_that_shows_it_again(visit: Visit, tmp_path: Path) -> None:
    hand = Hand(visit("/?population=ageing"))
    click_square(hand.page, "phospho_s6", "ageing")
    hand.clicks += 1
    settle(hand.page)
    hand.click(hand.page.get_by_role("button", name="Cite this number"))
    said = hand.page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert said.startswith("1 of 3 trials that owe a report (33%, 95% interval 6% to 79%)")
    assert hand.clicks <= 2
    file = save(hand.page, hand.page.get_by_role("button", name="RIS"), tmp_path)
    assert file.read_text(encoding="utf-8").startswith("TY  - DATA") and file.name.endswith(".ris")
    link = re.search(r"https?://\S+", said.split("rules ")[-1])
    assert link and "snapshot=" in link.group()
    again = visit("/" + link.group().split("/", 3)[3])
    assert "As cited: snapshot" in main_text(again)
    assert "report phospho-S6" in again.locator("body").inner_text() or params(again)["cell"] == ["phospho_s6.ageing"]


def test_a_squares_number_is_cited_by_keyboard_alone(visit: Visit) -> None:
    keys = Keys(visit("/?population=ageing"))
    for name, typed in (("Square of measure", "Phospho-S6"), ("in column", "Ageing")):
        keys.reach(name)
        keys.type(typed)
    keys.reach("Cite this number")
    keys.press("Enter")
    said = keys.page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert said.startswith("1 of 3 trials that owe a report (33%, 95% interval 6% to 79%)")
    expect_params(keys.page, cell=["phospho_s6.ageing"])
    keys.reach("RIS")
    with keys.page.expect_download() as file:
        keys.page.keyboard.press("Enter")
    assert file.value.suggested_filename.endswith(".ris")
