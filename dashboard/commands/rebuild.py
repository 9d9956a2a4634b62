"""`rapatrials rebuild`: tables anew from the stored raw records, with today's rules and no network."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime

from cache.questions.reader import Reader
from cache.questions.reviewing import standing_counts, verdicts_in_force
from cache.questions.trials import not_held
from cache.refresh.rebuild import rebuild
from cache.store.lock import locked
from dashboard.commands.options import (
    Commands,
    add_json,
    add_processes,
    add_seeds,
    current_snapshot,
    new,
    print_json,
    seeds_folder,
    store,
)
from dashboard.commands.progress import note, printer
from dashboard.words.review_words import reviews_in_words, strangers_in_words, verdicts_gone_in_words
from seeds.knowledge import load_knowledge


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands,
        "rebuild",
        "Annotate the stored records again, with no network.",
        "rapatrials rebuild --seeds my-rules",
    )
    add_seeds(parser)
    add_processes(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Rebuild the current snapshot and make the result current."""
    knowledge, cache = load_knowledge(seeds_folder(options, environ)), store(options, environ)
    current_snapshot(options, environ)  # says so before anything is written where there is none
    with locked(cache, datetime.now(UTC)):
        snapshot = current_snapshot(options, environ)
        before = verdicts_in_force(cache)
        made = rebuild(cache, snapshot, knowledge, datetime.now(UTC), printer(), processes=options.processes)
    reader = Reader(made)
    reviews, strangers = standing_counts(reader), not_held(reader, {each.nct_id for each in knowledge.reviews})
    if gone := verdicts_gone_in_words(before, len(knowledge.reviews)):
        note(gone)
    if options.json:
        told = {"snapshot": made.name, "trials": made.manifest.trial_count, "was": snapshot.name}
        print_json(told | {"reviews": reviews, "reviews_of_trials_not_held": strangers})
    else:
        print(f"{made.manifest.trial_count} trials annotated again: snapshot {made.name} (was {snapshot.name})")
        print(reviews_in_words(reviews) + strangers_in_words(strangers), end="")
    return 0
