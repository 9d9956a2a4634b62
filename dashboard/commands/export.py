"""`rapatrials export`: one table of the filtered trials as a file, with dictionary and filter sentence beside it."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from cache.exports.table_files import WRITERS, write_export
from cache.questions.reader import Reader
from dashboard.commands.options import (
    Commands,
    add_filters,
    add_json,
    current_snapshot,
    filters,
    label_names,
    new,
    print_json,
)
from dashboard.words.text import one_line
from seeds.tables.columns import tables


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "rapatrials export --table reporting --format csv --out reporting.csv --role experimental"
    parser = new(commands, "export", "Write one table of the filtered trials to a file.", example)
    parser.add_argument("--format", required=True, metavar="KIND", help=" | ".join(WRITERS))
    parser.add_argument("--table", default="trials", metavar="NAME", help=" | ".join(tables()))
    parser.add_argument("--out", required=True, metavar="PATH", help="file to write")
    add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Write the export and say what was written."""
    reader = Reader(current_snapshot(options, environ))
    chosen = filters(options, reader)
    sentence = chosen.sentence(label_names())
    made = write_export(reader, options.table, chosen, options.format, Path(options.out).absolute(), sentence)
    if options.json:
        print_json(
            {key: value if key == "rows" else [str(path) for path in value] for key, value in asdict(made).items()}
        )
    else:
        print(f"{made.rows} rows of {options.table} ({one_line(sentence)}) in {options.out}")
    return 0
