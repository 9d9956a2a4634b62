"""`rapatrials trials`: the trials that the filters leave, as a list."""

import argparse
import sys
from collections.abc import Mapping

from cache.filters.search_vocabulary import Sought
from cache.questions.excerpts import ALL_ROWS
from cache.questions.reader import Reader
from cache.questions.trials import BEST_MATCH, not_held, search_sought, trial_page
from dashboard.commands.options import (
    Commands,
    add_filters,
    add_json,
    filters,
    label_names,
    new,
    print_json,
    print_table,
    readable,
)
from dashboard.words.text import one_line

COLUMNS = ("nct_id", "start_date", "overall_status", "role", "rapalogs", "brief_title")
TITLE_WIDTH = 70


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "rapatrials trials --population ageing --measure phospho_s6:absent"
    parser = new(commands, "trials", "List the trials that the filters leave.", example)
    add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def tell_spelling(sought: Sought) -> None:
    """Say on standard error what was sought in place of a misspelt word, and what a rare one may mean."""
    near = " or ".join(sought.guessed or sought.offered)
    if not sought.words or sought.guessed:
        instead = f"{near} is sought instead" if near else "nor a word near to it"
        print(f"No record holds `{one_line(sought.typed)}`: {instead}.", file=sys.stderr)
    elif near:
        print(f"Did you mean {near}? `{one_line(sought.typed)}` is rare.", file=sys.stderr)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print the trials, for a person or as JSON."""
    reader = Reader(readable(options, environ))
    chosen = filters(options, reader)
    order = BEST_MATCH if chosen.q else "id"
    found = trial_page(reader, chosen, order, size=ALL_ROWS).rows
    rows = list(found[list(COLUMNS)].itertuples(index=False, name=None))
    for each in search_sought(reader, chosen.q):
        tell_spelling(each)
    if unknown := not_held(reader, chosen.ids):
        print(f"Not held here: {', '.join(unknown)}.", file=sys.stderr)
    if options.json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
        return 0
    width = TITLE_WIDTH if sys.stdout.isatty() else None  # whole where a program reads on
    print_table([(*row[:4], ", ".join(row[4]), row[5][:width]) for row in rows], COLUMNS)
    said = one_line(chosen.sentence(label_names(), reader.family))
    sys.stdout.flush()  # the list first, and no summary of what could not be written
    print(f"\n{len(rows)} {said}; data as of {reader.snapshot.manifest.data_timestamp} UTC", file=sys.stderr)
    return 0
