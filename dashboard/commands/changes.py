"""`rapatrials changes`: what changed in the filtered trials, for people, programs and feed readers."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from cache.exports.change_words import told_change
from cache.exports.feed import ENTRIES, filtered_feed
from cache.questions.changes import CHANGE_KINDS, Change, changes_by_trial
from cache.questions.excerpts import ALL_ROWS
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
from seeds.errors import OptionError
from seeds.tables.coded_values import letters_and_digits

NOTHING_CHANGED = 3  # exit code, as where a refresh finds nothing new
LAST = "last"


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "rapatrials changes --since 2026-11-01 --kind results_posted --population ageing --json"
    parser = new(commands, "changes", "Tell what refreshes found changed; exit code 3 where nothing did.", example)
    since = f"changes in data of this day or later (2026-11-01), or `{LAST}` for those of the latest refresh"
    parser.add_argument("--since", metavar="DATE", default="", help=since)
    kinds = f"only changes of this kind, repeatable: {', '.join(CHANGE_KINDS)}"
    parser.add_argument("--kind", metavar="KIND", action="append", default=[], help=kinds)
    add_filters(parser)
    add_json(parser)
    parser.add_argument(
        "--atom", action="store_true", help="print an Atom feed of the filtered trials' changes instead"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print the changes; says by its exit code whether there are any."""
    if options.json and options.atom:
        raise OptionError("--json and --atom: choose one of them.")
    reader = Reader(current_snapshot(options, environ))
    chosen, kinds = filters(options, reader), tuple(map(read_kind, options.kind))
    if chosen.chosen and not kinds:
        kinds = tuple(kind for kind in CHANGE_KINDS if kind != "removed")  # of which no filter can tell
    since = read_since(options.since, reader.snapshot.manifest.data_timestamp)
    limit = ENTRIES if options.atom else ALL_ROWS
    found, names = changes_by_trial(reader, chosen, kinds, since, limit), label_names()
    if options.atom:
        sys.stdout.flush()
        sys.stdout.buffer.write(filtered_feed(reader, chosen, found, names) + b"\n")
    elif options.json:
        data = {"data_timestamp": reader.snapshot.manifest.data_timestamp, "since": since}
        print_json(
            {
                **data,
                "filter": chosen.sentence(names, reader.family),
                "changes": len(found),
                "trials": by_trial(found, names),
            }
        )
    elif found:
        print_trials(found, names)
    elif sys.stderr.isatty():  # a schedule mails whatever is said
        print(f"Nothing changed in {one_line(chosen.sentence(names, reader.family))}.", file=sys.stderr)
    return 0 if found else NOTHING_CHANGED


def read_since(given: str, data_timestamp: str) -> str:
    """A day as written, or the data timestamp of the latest refresh."""
    if not given or given.casefold() == LAST:
        return data_timestamp if given else ""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise OptionError(f"--since {given}: is no day; write it like 2026-11-01, or `{LAST}`.") from error


def read_kind(given: str) -> str:
    """A kind of change in any case and form; OptionError names those there are."""
    known: dict[str, str] = {letters_and_digits(kind): kind for kind in CHANGE_KINDS}
    if letters_and_digits(given) not in known:
        raise OptionError(f"--kind {given}: is unknown; known are {', '.join(CHANGE_KINDS)}.")
    return known[letters_and_digits(given)]


def by_trial(found: Sequence[Change], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The changes for machines, a list for each trial."""
    trials = []
    for (nct_id, title), changes in groupby(found, key=lambda each: (each.nct_id, each.title)):
        rows = [{**asdict(each), "words": words_of(each, names)} for each in changes]
        for row in rows:
            del row["nct_id"], row["title"]
        trials.append({"nct_id": nct_id, "title": title, "changes": rows})
    return trials


def words_of(change: Change, names: Mapping[str, str]) -> str:
    """A change in one sentence."""
    return told_change(change.kind, change.field, change.before, change.after, names).sentence()


def print_trials(found: Sequence[Change], names: Mapping[str, str]) -> None:
    """The changes for a person: each trial with what happened in it."""
    for (nct_id, title), changes in groupby(found, key=lambda each: (each.nct_id, each.title)):
        print(f"{nct_id}  {one_line(title)}")
        for each in changes:
            print(f"  {each.data_date}  {'(!) ' if each.is_flagged else ''}{one_line(words_of(each, names))}")
