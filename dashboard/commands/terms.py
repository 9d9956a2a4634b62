"""`rapatrials terms`: how far the adverse-event term list reaches, and which posted terms it leaves unmapped."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict

from cache.questions.reader import Reader
from cache.questions.terms import reach, unmapped
from dashboard.commands.options import Commands, add_json, new, print_json, print_table, readable
from seeds.errors import OptionError


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "terms", "Show the reach of the adverse-event list and the terms it leaves unmapped.",
        "rapatrials terms --unmapped 50",
    )  # fmt: skip
    parser.add_argument("--unmapped", default="20", metavar="N", help="list so many unmapped terms (default 20)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print the reach and the most frequent unmapped terms."""
    if not options.unmapped.isdigit():
        raise OptionError(f"--unmapped {options.unmapped}: give a whole number.")
    reader = Reader(readable(options, environ))
    found, left = reach(reader), unmapped(reader, int(options.unmapped))
    heads = ("term", "organ_system", "rows", "trials")
    if options.json:
        print_json(asdict(found) | {"unmapped": [dict(zip(heads, row, strict=True)) for row in left]})
        return 0
    print(f"{found.mapped_rows} of {found.rows} posted rows and {found.mapped_terms} of {found.terms} terms are mapped")
    print_table(found.rows_per_measure.items(), ("liability", "rows"))
    print()
    print_table(left, heads)
    return 0
