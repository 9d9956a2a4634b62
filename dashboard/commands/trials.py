"""`rapatrials trials`: the trials that the filters leave, as a list."""

import argparse
import sys
from collections.abc import Mapping

from cache.questions.reader import Reader
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


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print the trials, for a person or as JSON."""
    reader = Reader(readable(options, environ))
    chosen = filters(options, reader)
    clause = reader.where(chosen)
    rows = reader.rows(
        f"SELECT {', '.join(COLUMNS)} FROM trials t WHERE {clause.sql} ORDER BY nct_id",  # noqa: S608 (own names)
        clause.values,
    )
    if options.json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
        return 0
    width = TITLE_WIDTH if sys.stdout.isatty() else None  # whole where a program reads on
    print_table([(*row[:4], ", ".join(row[4]), row[5][:width]) for row in rows], COLUMNS)
    said = one_line(chosen.sentence(label_names(), reader.family))
    sys.stdout.flush()  # the list first, and no summary of what could not be written
    print(f"\n{len(rows)} {said}; data as of {reader.snapshot.manifest.data_timestamp} UTC", file=sys.stderr)
    return 0
