"""Everything the seeds say, loaded once and handed on as one value."""

from dataclasses import dataclass
from pathlib import Path

from seeds.assertion import Cue, load_cues
from seeds.measures import Label, load_labels


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Labels (measures, design flags, populations) with their rules, and the cues of assertion."""

    labels: tuple[Label, ...]
    cues: tuple[Cue, ...]


def load_knowledge(extra: Path | None = None) -> Knowledge:
    """The reviewed seeds, with a user's own folder added; SeedError names the file and entry that is wrong."""
    return Knowledge(load_labels(extra), load_cues())
