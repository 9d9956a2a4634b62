"""`rapatrials interactions`: what trials say of drugs and foods that interact with rapalogs."""

import argparse
from collections.abc import Mapping
from typing import Any

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.interactions import NOT_MENTIONED, by_agent, combined, known_agent, sentences
from dashboard.commands.options import (
    Commands,
    add_filters,
    add_json,
    current_snapshot,
    filters,
    new,
    print_json,
    print_table,
)
from dashboard.words.interaction_words import INTERACTION_CAUTION, STATUS_WORDS
from dashboard.words.text import shortened
from fetchers.interactions.rows import INTERACTION_STATUSES

SENTENCE_WIDTH = 90


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "interactions", "Show what trials say of drugs and foods that interact with rapalogs.",
        "rapatrials interactions ketamine --json",
    )  # fmt: skip
    parser.add_argument("agent", nargs="?", default="", help="ketamine, cannabidiol, cyp3a_inhibitors ... (none: all)")
    add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print counts, and for one agent its trials with the sentences, for a person or as JSON."""
    reader = Reader(current_snapshot(options, environ))
    chosen = filters(options, reader)
    told = _told(reader, chosen, options.agent) if options.agent else {}
    counts = by_agent(reader, chosen).to_dict("records")
    if options.json:
        print_json({"caution": INTERACTION_CAUTION, "agents": counts} | told)
        return 0
    if told:
        lines = [
            (row["nct_id"], STATUS_WORDS[row["status"]], row["basis"], shortened(row["sentence"], SENTENCE_WIDTH))
            for row in told["trials"]
        ]
        print_table(lines, ("trial", "says", "stands under", "in these words"))
        silent = next(row for row in counts if row["agent"] == options.agent)
        print(f"\nIn {silent[NOT_MENTIONED]} of {silent['trials']} trials no criterion, arm or title names it.")
    else:
        names = [*INTERACTION_STATUSES, NOT_MENTIONED]
        lines = [(row["name"], *(row[each] for each in names)) for row in counts]
        print_table(lines, ("agent", *(STATUS_WORDS[each] for each in names)))
    print(INTERACTION_CAUTION)
    return 0


def _told(reader: Reader, chosen: Filters, agent: str) -> dict[str, Any]:
    """The sentences about an agent, and the trials that give it together with a rapalog."""
    return {
        "agent": known_agent(agent),
        "trials": sentences(reader, chosen, agent).to_dict("records"),
        "studied_together": combined(reader, chosen, (agent,)).rows.to_dict("records"),
    }
