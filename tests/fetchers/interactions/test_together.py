"""What is given together with a rapalog, and what only stands beside one."""

import re
from typing import Any

import pytest

from fetchers.interactions.mentions import known_mentions
from fetchers.interactions.rows import AgentStatement, interaction_rows, interactions
from fetchers.interactions.together import Given
from fetchers.record import protocol
from fetchers.record.texts import Texts
from tests.fetchers.samples import record


def told(title: str = "Sirolimus", eligibility: str = "", **arms: str) -> list[AgentStatement]:
    """Of a trial with these arms (label: description), of which those that name sirolimus give it."""
    made = record(
        identificationModule={"nctId": "NCT00000001", "briefTitle": title},
        armsInterventionsModule={"armGroups": [{"label": each, "description": said} for each, said in arms.items()]},
        eligibilityModule={"eligibilityCriteria": eligibility},
    )  # fmt: skip
    texts = Texts(made)
    groups, given = protocol.arms(made)
    with_it = {arm.index for arm in groups if "sirolimus" in f"{arm.label} {arm.description}".lower()}
    named_at = [hit.start() for hit in re.finditer("sirolimus", texts.lower)]
    naming = {texts.unit_at(start) for start in named_at}
    return interactions(texts, known_mentions(), Given(groups, given, with_it, naming, named_at))


def statuses(said: list[AgentStatement]) -> set[tuple[str, str, str]]:
    return {(each.agent, each.status, each.basis) for each in said}


@pytest.mark.parametrize(
    ("arms", "wanted"),
    [
        ({"A": "Sirolimus with reduced tacrolimus"}, "studied"),
        ({"A": "Sirolimus", "B": "Tacrolimus"}, "mentioned"),
        ({"A": "Conversion from tacrolimus to sirolimus"}, "mentioned"),
        ({"A": "Tacrolimus withdrawal, then sirolimus"}, "mentioned"),
        ({"A": "Sirolimus without tacrolimus"}, "mentioned"),
        ({"A": "Tacrolimus for 8 weeks, followed by sirolimus"}, "mentioned"),
        ({"A": "Sirolimus and tacrolimus, followed by sirolimus alone"}, "studied"),
        ({"A": "Calcineurin inhibitor (CNI) free, with sirolimus"}, "mentioned"),
    ],
)
def test_an_arm_gives_both_or_gives_one_up(arms: dict[str, str], wanted: str) -> None:
    assert {each.status for each in told(**arms)} == {wanted}


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Effect of Ketoconazole on the Pharmacokinetics of Sirolimus", {("cyp3a_inhibitors", "studied", "title")}),
        ("Effect of Ketoconazole in Prostate Cancer", set()),
        ("Sirolimus Versus Tacrolimus Plus Steroids", set()),
        ("Basiliximab in Combination With Ciclosporin or Sirolimus", set()),
    ],
)
def test_a_title_combines_what_it_says_it_combines(title: str, wanted: Any) -> None:
    assert statuses(told(title)) == wanted


def test_what_is_only_named_is_told_only_where_nothing_else_is() -> None:
    arms = {"A": "Sirolimus", "B": "Tacrolimus"}
    assert statuses(told(eligibility="Exclusion Criteria:\n* Tacrolimus", **arms)) == {
        ("calcineurin_inhibitors", "excluded", "exclusion")
    }


def test_a_row_quotes_the_record() -> None:
    said = told(eligibility="Exclusion Criteria:\n\n* Use of  St. John’s Wort")[0]
    row = interaction_rows("NCT00000001", [said])[0]
    assert (row["words"], row["sentence"]) == ("St. John’s Wort", "* Use of St. John’s Wort")
    assert row["path"] == "protocolSection.eligibilityModule.eligibilityCriteria"


def test_a_long_sentence_is_cut_around_the_name() -> None:
    said = told(eligibility="Exclusion Criteria:\n\n* " + "word " * 200 + "ketamine " + "word " * 200)[0]
    assert "ketamine" in said.sentence
    assert len(said.sentence) < 350
