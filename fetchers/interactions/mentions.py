"""Where a text names an interacting agent."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from fetchers.text.scan import Scanner
from fetchers.text.words import WordFinder
from seeds.interactions.agents import InteractingAgent, load_agents


class AgentMention(NamedTuple):
    """An agent, by its position among the agents, and the span of its words."""

    agent: int
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Where its words stand."""
        return self.start, self.end


class Mentions:
    """Finds the agents in folded lower-case text."""

    def __init__(self, agents: Sequence[InteractingAgent]) -> None:
        self.agents = agents
        self._owners = [at for at, each in enumerate(agents) for _ in each.names]
        self._words = WordFinder([name for each in agents for name in each.names])
        self._patterns = [(at, Scanner(each.pattern)) for at, each in enumerate(agents) if each.pattern]
        self._excluded = [[Scanner(pattern) for pattern in each.exclude] for each in agents]

    def find(self, lower: str, start: int, end: int) -> list[AgentMention]:
        """The mentions within `start:end`, in the order of the text; one agent's overlapping ones are one."""
        part = lower[start:end]
        found = sorted({*self._by_name(part), *self._by_pattern(part)}, key=lambda each: (each.start, -each.end))
        kept: list[AgentMention] = []
        for each in found:
            is_known = any(each.agent == other.agent and each.start < other.end for other in kept)
            if not is_known and not self._is_excluded(part, each):
                kept.append(each)
        return [AgentMention(agent, start + low, start + high) for agent, low, high in kept]

    def _by_name(self, part: str) -> Iterator[AgentMention]:
        for which, low, high in self._words.find(part):
            stop = high + 1 if part[high : high + 1] == "s" else high
            if not _joined(part, low - 1) and not _joined(part, stop):
                yield AgentMention(self._owners[which], low, stop)

    def _by_pattern(self, part: str) -> Iterator[AgentMention]:
        for agent, scanner in self._patterns:
            for low, high in scanner.finditer(part, 0, len(part)):
                yield AgentMention(agent, low, high)

    def _is_excluded(self, part: str, mention: AgentMention) -> bool:
        low, high = max(0, mention.start - 120), mention.end + 60
        return any(
            start < mention.end and mention.start < end
            for scanner in self._excluded[mention.agent]
            for start, end in scanner.finditer(part, low, high)
        )


def _joined(text: str, at: int) -> bool:
    """Whether a letter or digit stands at a position."""
    return 0 <= at < len(text) and text[at].isalnum()


@cache
def known_mentions() -> Mentions:
    """Of the reviewed agents, made once."""
    return Mentions(load_agents())
