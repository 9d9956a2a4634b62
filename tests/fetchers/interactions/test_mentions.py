"""Agents are found by name and by class words, and nothing that only looks like one."""

import pytest

from fetchers.interactions.mentions import known_mentions
from fetchers.text.folding import fold
from seeds.interactions.agents import InteractingAgent, load_agents


def found(text: str) -> set[str]:
    lower, mentions = fold(text).lower(), known_mentions()
    return {mentions.agents[each.agent].id for each in mentions.find(lower, 0, len(lower))}


@pytest.mark.parametrize("agent", load_agents(), ids=lambda agent: agent.id)
def test_the_examples_of_an_agent_hold(agent: InteractingAgent) -> None:
    assert all(agent.id in found(text) for text in agent.positive)
    assert not any(agent.id in found(text) for text in agent.negative)


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("Strong inhibitors or inducers of CYP3A4", {"cyp3a_inhibitors", "cyp3a_inducers"}),
        ("drugs that interact with cytochrome P450 3A", {"cyp3a_inhibitors", "cyp3a_inducers"}),
        ("CYP3A4/5 inhibitor", {"cyp3a_inhibitors"}),
        ("Substrates of CYP3A4", set()),
        ("Inhibitors of CYP2D6", set()),
        ("P450-inducing anticonvulsants", {"cyp3a_inducers"}),
        ("Kinase inhibitors", set()),
        ("Cyclosporine as rescue", {"calcineurin_inhibitors"}),
        ("a statin's dose; pentostatin", {"statins"}),
    ],
)
def test_class_words_name_what_they_act_on(text: str, agents: set[str]) -> None:
    assert found(text) == agents


def test_a_part_of_a_text_is_searched_alone_and_tells_positions_of_the_whole() -> None:
    text = "ketamine; ketamine"
    mention = known_mentions().find(text, 9, len(text))
    assert [each.span for each in mention] == [(10, 18)]
