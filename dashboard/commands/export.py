"""`rapatrials export`: one table of the filtered trials as a file, with dictionary and filter sentence beside it."""

import argparse
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from cache.exports.table_files import WRITERS, Export, write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.store.folders import disk_errors
from dashboard.commands.options import (
    Commands,
    add_filters,
    add_json,
    filters,
    label_names,
    new,
    print_json,
    readable,
)
from dashboard.words.text import one_line
from seeds.errors import OptionError
from seeds.tables.columns import tables

STANDARD_OUTPUT = "-"


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "rapatrials export --table reporting --format csv --out reporting.csv --role experimental"
    parser = new(commands, "export", "Write one table of the filtered trials to a file.", example)
    parser.add_argument("--format", required=True, metavar="KIND", help=" | ".join(WRITERS))
    parser.add_argument("--table", default="trials", metavar="NAME", help=" | ".join(tables()))
    parser.add_argument("--out", required=True, metavar="PATH", help="file to write; - for standard output")
    add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Write the export and say what was written."""
    reader = Reader(readable(options, environ))
    chosen = filters(options, reader)
    sentence = chosen.sentence(label_names(), reader.family)
    if options.out == STANDARD_OUTPUT and options.json:
        raise OptionError("--out -: the table takes standard output, so leave out --json.")
    streamed = options.out == STANDARD_OUTPUT or is_stream(Path(options.out))
    write = _into_stream if streamed else _into_file
    made = write(reader, options, chosen, sentence)
    if options.json:
        files = [] if streamed else [str(path) for path in made.files]
        print_json({"rows": made.rows, "files": files})
    else:
        place = "standard output" if options.out == STANDARD_OUTPUT else options.out
        told = sys.stderr if streamed else sys.stdout  # a device may be this very output
        print(f"{made.rows} rows of {options.table} ({one_line(sentence)}) in {place}", file=told)
    return 0


def is_stream(out: Path) -> bool:
    """Whether a path is a pipe, a device or a socket: it is written to, never replaced."""
    with disk_errors("Looking for --out"):
        return out.exists() and not out.is_file() and not out.is_dir()


def _into_file(reader: Reader, options: argparse.Namespace, chosen: Filters, sentence: str) -> Export:
    out = Path(options.out).absolute()
    return write_export(reader, options.table, chosen, options.format, out, sentence)


def _into_stream(reader: Reader, options: argparse.Namespace, chosen: Filters, sentence: str) -> Export:
    """Made whole in a folder of its own first: half a table never passes for one."""
    with disk_errors("Making the export"), TemporaryDirectory(prefix="rapatrials-") as folder:
        whole = Path(folder) / options.table
        made = write_export(reader, options.table, chosen, options.format, whole, sentence)
        with whole.open("rb") as content:
            if options.out == STANDARD_OUTPUT:
                shutil.copyfileobj(content, sys.stdout.buffer)
                sys.stdout.flush()
            else:
                with Path(options.out).open("wb") as stream:
                    shutil.copyfileobj(content, stream)
    return made
