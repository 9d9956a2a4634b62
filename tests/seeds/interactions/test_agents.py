"""Interacting agents and the words of criteria load, and what does not belong is refused by name."""

from pathlib import Path

import pytest

from seeds.errors import SeedError
from seeds.interactions.agents import load_agents
from seeds.interactions.cues import load_criterion_cues

AGENT = """[[agent]]
id = "ketamine"
name = "Ketamine"
source = "A text"
positive = ["ketamine"]
negative = ["ketanserin"]
"""
CUE = '[[cue]]\nsource = "A text"\npositive = ["[x]"]\nnegative = ["[y]"]\n'


def test_every_agent_of_the_page_is_there() -> None:
    assert [each.id for each in load_agents()] == [
        "cyp3a_inhibitors", "cyp3a_inducers", "p_glycoprotein", "grapefruit", "cannabidiol", "ketamine",
        "calcineurin_inhibitors", "statins",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (AGENT + "names = []", "needs names"),
        (AGENT + 'names = ["Ketamine"]', "lower case"),
        (AGENT + 'names = ["ketamine"]\nany_of = ["("]', "does not compile"),
        (AGENT.replace("A text", " ") + 'names = ["ketamine"]', "source"),
        (AGENT + 'names = ["a"]\n' + AGENT.replace('"ketamine"\nn', '"other"\nn') + 'names = ["a"]', "both claim"),
        (AGENT + 'names = ["a"]\n' + AGENT + 'names = ["b"]', "twice"),
        (AGENT + 'names = ["a"]\nstrength = "strong"', "unknown field"),
    ],
)
def test_an_agent_that_does_not_belong_is_refused(text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "agents.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=fault):
        load_agents(tmp_path / "agents.toml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (CUE + 'kind = "hoping"\nside = "before"\npattern = "x"', "hoping"),
        (CUE + 'kind = "allowing"\nside = "above"\npattern = "x"', "above"),
        (CUE + 'kind = "allowing"\nside = "before"\npattern = "("', "does not compile"),
    ],
)
def test_a_cue_that_does_not_belong_is_refused(text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "cues.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=fault):
        load_criterion_cues(tmp_path / "cues.toml")
