"""Options that several commands share: the cache folder, seeds, filters, and output for machines."""

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
from platformdirs import user_cache_path

from cache.filters.dimensions import DIMENSIONS
from cache.filters.filters import USUAL, Filters, from_params
from cache.filters.values import Said, no_contradiction
from cache.questions.reader import Readable, Reader
from cache.store.sharded import open_tables
from cache.store.snapshot import Snapshot, Store
from dashboard.words.labels import STATUS_NAMES
from dashboard.words.text import one_line
from seeds.drugs.names import load_drugs
from seeds.errors import OptionError, SnapshotError
from seeds.measures.rules import load_labels
from seeds.tables.coded_values import coded_values, letters_and_digits

# What a filter's option takes, by the kind of filter; other kinds take a VALUE.
META = {"flag": "yes|no", "least": "N", "most": "N", "age": "YEARS", "since": "DATE", "until": "DATE",
        "measure": "ID[:STATUS]"}  # fmt: skip
# What JSON may hold as it is and a terminal may obey: controls from 7f on, and signs that turn the line.
STEERING = re.compile("[\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\u061c]")
FILTERS_HELP = (
    "repeat an option for several values, in any case and as people say them (`--phase 3`, `--drug Rapamune`, "
    "`--country USA`); a value that is unknown is told with those there are. Names are those of the links."
)
SEEDS_HELP = "folder with measures and drugs of your own, or another family of drugs (or RAPATRIALS_SEEDS)"
Commands = Any  # argparse's sub-parsers have no public type


def new(commands: Commands, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    """A sub-parser whose help ends with a literal example."""
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary, epilog=f"Example: {example}"
    )
    made.add_argument("--cache", metavar="DIR", help="cache folder (or RAPATRIALS_CACHE; default: the user's cache)")
    return made


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`: data for machines on stdout, and nothing else there."""
    parser.add_argument("--json", action="store_true", help="print JSON on standard output, nothing else")


def add_seeds(parser: argparse.ArgumentParser) -> None:
    """`--seeds`: a folder of one's own measures, drugs and vocabulary."""
    parser.add_argument("--seeds", metavar="DIR", help=SEEDS_HELP)


def add_processes(parser: argparse.ArgumentParser) -> None:
    """`--processes`: how many annotate records side by side."""
    words = "annotate in so many processes (default: one, for many records one per processor)"
    parser.add_argument("--processes", metavar="N", type=process_count, help=words)


def process_count(text: str) -> int:
    """A number of processes as typed; argparse tells what the error says."""
    if not (text.isdecimal() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text} is no number of processes from 1 to 64")
    return int(text)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The filter options, named as in the dashboard's links."""
    group = parser.add_argument_group("filters", FILTERS_HELP)
    for dimension in DIMENSIONS:
        meta = META.get(dimension.kind, "VALUE")
        dest, words = f"filter_{dimension.name}", dimension.help.replace("`", "")
        values = [value for value in coded_values().get(dimension.name, ()) if value not in words]
        listed = f": {', '.join(values)}" if values else ""
        group.add_argument(dimension.option, dest=dest, action="append", metavar=meta, help=f"trials {words}{listed}")
    group.add_argument("--id", dest="filter_ids", action="append", metavar="NCT", help="only these trials")
    usual = USUAL.sentence()
    group.add_argument(
        "--usual", action="store_true", help=f"begin as the pages do, with {usual}; without it, with all trials"
    )


def store(options: argparse.Namespace, environ: Mapping[str, str]) -> Store:
    """The cache folder from the option, the environment or the system's place for caches."""
    named = options.cache or environ.get("RAPATRIALS_CACHE")
    return Store(Path(named).expanduser().absolute() if named else user_cache_path("rapatrials", appauthor=False))


def readable(options: argparse.Namespace, environ: Mapping[str, str]) -> Readable:
    """What to ask: the tables that the environment names, or the snapshot in use."""
    named = environ.get("RAPATRIALS_TABLES")
    return open_tables(named) if named and not options.cache else current_snapshot(options, environ)


def current_snapshot(options: argparse.Namespace, environ: Mapping[str, str]) -> Snapshot:
    """The snapshot in use; SnapshotError in an empty cache says what to do."""
    found = store(options, environ).current()
    if found is None:
        raise SnapshotError(f"{store(options, environ).root}: holds no snapshot yet. Run `rapatrials refresh` first.")
    return found


def filters(options: argparse.Namespace, reader: Reader) -> Filters:
    """The filters that the options state, checked against what the data know."""
    params = {
        name.removeprefix("filter_"): values
        for name, values in vars(options).items()
        if name.startswith("filter_") and values
    }
    begin = USUAL.to_params() if options.usual else {}
    chosen = from_params(begin | params, reader.known_values(), said() if params else {})
    no_contradiction(chosen)
    return chosen


def said() -> Said:
    """What people say for measures, populations, drugs and statuses: their names and brands."""
    labels = {letters_and_digits(label.name): label.id for label in load_labels()}
    drugs = {
        letters_and_digits(name): drug.id
        for drug in load_drugs().drugs
        for name in (drug.name, *(each.name for each in drug.names))
    }
    statuses = {letters_and_digits(words): status for status, words in STATUS_NAMES.items()}
    return {"measure": labels, "population": labels, "drug": drugs, "measure_status": statuses}


def label_names() -> dict[str, str]:
    """Names of measures and populations in words, for sentences."""
    return {label.id: label.name for label in load_labels()}


def seeds_folder(options: argparse.Namespace, environ: Mapping[str, str]) -> Path | None:
    """A user's seeds folder from the option or the environment; OptionError where it is none."""
    named = options.seeds or environ.get("RAPATRIALS_SEEDS")
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise OptionError(f"--seeds {named}: is no folder; give one that holds measures/ or drugs.toml.")
    return folder.absolute()


def print_json(value: Any) -> None:
    """One JSON value on standard output, over several lines."""
    _print_json(value, orjson.OPT_INDENT_2)


def print_line(value: Any) -> None:
    """One JSON value on standard output, in one line."""
    _print_json(value, 0)


def _print_json(value: Any, option: int) -> None:
    """JSON is UTF-8, whatever the terminal's encoding."""
    written = orjson.dumps(value, option=option | orjson.OPT_APPEND_NEWLINE, default=_as_json).decode()
    sys.stdout.flush()
    sys.stdout.buffer.write(STEERING.sub(lambda sign: f"\\u{ord(sign.group()):04x}", written).encode())


def _as_json(value: Any) -> Any:
    """A list of a frame's cell as a list, anything else as its words."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def print_table(rows: Iterable[tuple[Any, ...]], heads: tuple[str, ...]) -> None:
    """Rows in aligned columns for a person."""
    lines = [heads, *(tuple(one_line(each) for each in row) for row in rows)]
    widths = [max(len(line[position]) for line in lines) for position in range(len(heads))]
    for line in lines:
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())
