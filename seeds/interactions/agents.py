"""Loads the interacting agents and refuses what does not belong."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("agents.toml")


@dataclass(frozen=True, slots=True)
class InteractingAgent:
    """A drug, a food or a class of them, by whole names (lower case, an `s` may follow) and a pattern of class words.

    `exclude`: patterns that no mention may overlap. `is_background`: trials take people because they are on it, so
    that an inclusion criterion which names it asks for it. `positive` and `negative` are examples, tested.
    """

    id: str
    name: str
    source: str
    names: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    pattern: str = ""
    exclude: tuple[str, ...] = ()
    is_background: bool = False

    def __post_init__(self) -> None:
        """Refuse agents without a source, without examples, in capitals, or with a pattern that does not compile."""
        if not (self.id.strip() and self.name.strip() and self.source.strip()):
            raise ValueError("id, name and source must not be empty.")
        if not (self.names and self.positive and self.negative):
            raise ValueError("needs names, and examples of both kinds in `positive` and `negative`.")
        if loud := [each for each in self.names if each != each.lower() or not each.strip()]:
            raise ValueError(f"name `{loud[0]}` must be lower case and not empty.")
        for pattern in (self.pattern, *self.exclude):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"pattern `{pattern}` does not compile: {error}.") from error


@cache
def agent_names() -> dict[str, str]:
    """The names of the reviewed agents by id, in the file's order."""
    return {each.id: each.name for each in load_agents()}


def load_agents(path: Path = PATH) -> tuple[InteractingAgent, ...]:
    """All agents in the file's order; SeedError names what is wrong, a name that two agents claim included."""
    found = tuple(read_entries(path, "agent", InteractingAgent))
    claimed: dict[str, str] = {}
    for agent in found:
        for name in (agent.id, *agent.names):
            if claimed.setdefault(name, agent.id) != agent.id:
                raise SeedError(f"{path}: agents `{claimed[name]}` and `{agent.id}` both claim `{name}`; remove one.")
    if len({agent.id for agent in found}) < len(found):
        raise SeedError(f"{path}: an agent's id stands there twice; rename or remove one.")
    return found
