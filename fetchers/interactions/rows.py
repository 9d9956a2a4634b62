"""What a record says of each interacting agent, and the rows of table `interactions`."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fetchers.interactions.criteria import ALLOWED, EXCLUDED, MENTIONED, REQUIRED, read_criterion
from fetchers.interactions.mentions import AgentMention, Mentions
from fetchers.interactions.together import OTHER_ARM, STUDIED, Given, given_together
from fetchers.record.texts import Texts
from fetchers.rows import InteractionRow

INTERACTION_STATUSES = (STUDIED, REQUIRED, ALLOWED, EXCLUDED, MENTIONED)
LONGEST_WHOLE, AROUND_NAME = 400, 150  # characters: a longer sentence is cut to this reach around the agent's name


class AgentStatement(NamedTuple):
    """What a record says of an agent, on which basis, with its words and their sentence in the record's own letters."""

    agent: str
    status: str
    basis: str
    words: str
    sentence: str
    path: str
    start: int
    end: int


def interactions(texts: Texts, mentions: Mentions, given: Given) -> list[AgentStatement]:
    """One per agent and status, by its first evidence, in the order of agents; `mentioned` stands alone if at all."""
    found: dict[tuple[int, str], AgentStatement] = {}
    for each in given_together(texts, mentions, given):
        status = MENTIONED if each.basis == OTHER_ARM else STUDIED
        said = _said(texts, mentions, each.mention, status, each.basis, each.sentence)
        found.setdefault((each.mention.agent, status), said)
    for mention, said in _in_criteria(texts, mentions):
        found.setdefault((mention.agent, said.status), said)
    telling = {agent for agent, status in found if status != MENTIONED}
    kept = [key for key in found if key[1] != MENTIONED or key[0] not in telling]
    return [found[key] for key in sorted(kept, key=lambda key: (key[0], INTERACTION_STATUSES.index(key[1])))]


def _in_criteria(texts: Texts, mentions: Mentions) -> Iterator[tuple[AgentMention, AgentStatement]]:
    for unit in texts.units:
        if unit.kind != "eligibility":
            continue
        for mention in mentions.find(texts.lower, unit.start, unit.end):
            is_background = mentions.agents[mention.agent].is_background
            read = read_criterion(texts.lower, texts.cased, (unit.start, unit.end), mention.span, is_background)
            for status in sorted(read.statuses):
                yield mention, _said(texts, mentions, mention, status, read.section or "eligibility", read.sentence)


def _said(
    texts: Texts, mentions: Mentions, mention: AgentMention, status: str, basis: str, sentence: tuple[int, int]
) -> AgentStatement:
    quote = texts.quote(mention.start, mention.end)
    whole = " ".join(texts.quote(*sentence).words.split())
    if len(whole) > LONGEST_WHOLE:
        whole = texts.snippet(mention.start, mention.end, AROUND_NAME)
    return AgentStatement(
        mentions.agents[mention.agent].id, status, basis, quote.words, whole, quote.path, quote.start, quote.end
    )


def interaction_rows(trial: str, said: Iterable[AgentStatement]) -> list[InteractionRow]:
    """Rows of table `interactions`."""
    return [
        {
            "nct_id": trial, "agent": each.agent, "status": each.status, "basis": each.basis, "words": each.words,
            "sentence": each.sentence, "path": each.path, "start": each.start, "end": each.end,
        }
        for each in said
    ]  # fmt: skip
