"""`rapatrials review`: the labels that are least sure, to be confirmed or refused by people; their verdicts last."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from cache.exports.review_sheet import add_reviews, new_verdicts, read_sheet, write_sheet
from cache.questions.reader import Reader
from cache.questions.reviewing import LEAST_SURE, Reviewable, given_reviews, to_review
from cache.questions.trials import not_held
from cache.store.snapshot import Snapshot
from dashboard.commands.options import (
    Commands,
    add_filters,
    add_json,
    add_seeds,
    current_snapshot,
    filters,
    new,
    print_json,
    print_table,
    seeds_folder,
    store,
)
from dashboard.words.labels import several
from dashboard.words.review_words import strangers_in_words
from dashboard.words.text import one_line, shortened, shown_around
from seeds.errors import OptionError
from seeds.reviews.reviews import Review, agreements, load_reviews

TEXT_SHOWN, WORDS_SHOWN = 600, 50  # characters
ANSWERS = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "review", "List the labels that are least sure, take verdicts on them, tell how far readers agree.",
        "rapatrials review --of frailty --seeds my-rules --reviewer Reader",
    )  # fmt: skip
    parser.add_argument("--of", action="append", default=[], metavar="MEASURE", help="only labels of this measure")
    parser.add_argument("--sure", action="append", default=[], choices=LEAST_SURE,
                        help="labels that are so sure (default: doubtful; repeat for several)")  # fmt: skip
    parser.add_argument("--limit", default="20", metavar="N", help="at most so many labels (default 20)")
    parser.add_argument("--sheet", metavar="FILE.csv", help="write the labels to a sheet with `verdict` left open")
    parser.add_argument(
        "--take", metavar="FILE.csv", help="add the verdicts of a filled sheet to the folder of --seeds"
    )
    parser.add_argument("--reviewer", metavar="NAME", help="who decides: asks label by label, or for --take")
    parser.add_argument("--given", action="store_true", help="the verdicts that the cache knows, and which still stand")
    parser.add_argument("--agreement", action="store_true", help="how far the readers of the folder of --seeds agree")
    add_seeds(parser)
    add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print, write or take what was asked for."""
    if options.agreement:
        return _agreement(options, seeds_folder(options, environ))
    if options.given:
        return _given(options, environ)
    today = datetime.now(UTC).date()
    if options.take:
        found = read_sheet(Path(options.take), _needed(options.reviewer, "--take", "--reviewer"), today)
        return _take(found, _folder(options, environ, "--take"), store(options, environ).current())
    labels = _labels(options, environ)
    if not labels:
        print("No label of this kind is there to be reviewed.", file=sys.stderr)
    if options.sheet:
        write_sheet(labels, Path(options.sheet))
        print(f"{several(len(labels), 'label')} in {options.sheet}: fill in `verdict` (yes or no), then --take it.")
    elif options.reviewer:
        folder = _folder(options, environ, "--reviewer")
        said = list(asked(labels, options.reviewer, today, _answer))
        return _take(said, folder, store(options, environ).current())
    elif options.json:
        print_json([each._asdict() for each in labels])
    else:
        print_table(_lines(labels), ("trial", "measure", "how sure", "words", "place"))
    return 0


def _labels(options: argparse.Namespace, environ: Mapping[str, str]) -> list[Reviewable]:
    if not options.limit.isdecimal():
        raise OptionError(f"--limit {options.limit}: give a whole number.")
    reader = Reader(current_snapshot(options, environ))
    sureness = tuple(options.sure) or LEAST_SURE[:1]
    return to_review(reader, filters(options, reader), options.of, sureness, int(options.limit))


def asked(labels: Iterable[Reviewable], reviewer: str, today: date, answer: Callable[[str], str]) -> Iterator[Review]:
    """Ask for a verdict on each label: y(es), n(o), s(kip) or q(uit); what else is said asks again."""
    for each in labels:
        print(
            f"\n{each.nct_id}  {each.measure} ({each.confidence}, by {one_line(each.rule)}): “{one_line(each.words)}”"
        )
        print(f"  {each.place}\n  {shown_around(each.text, each.words, TEXT_SHOWN)}")
        said = ""
        while said not in (*ANSWERS, "s", "q"):
            said = answer(f"  Does this carry {each.measure}? [y/n/s(kip)/q(uit)] ").strip().lower()
        if said == "q":
            return
        if said in ANSWERS:
            yield Review(
                each.nct_id, each.place, each.words_hash, each.measure, ANSWERS[said], reviewer, today.isoformat(),
                " ".join(answer("  Why? (may be empty) ").split()),
            )  # fmt: skip


def _answer(question: str) -> str:
    """A line from the terminal; where its input ends, the reader has had enough."""
    print(question, end="", flush=True)
    line = sys.stdin.readline()
    return line if line else "q"


def _take(reviews: list[Review], folder: Path, snapshot: Snapshot | None) -> int:
    """Add what is new among the verdicts; trials that the snapshot, if any, does not hold are named."""
    new = new_verdicts(folder, reviews)
    if not new:
        print("No verdict was given that is new; nothing is changed.")
        return 0
    path = add_reviews(folder, new)
    load_reviews(folder)  # what was written is read as a rebuild will read it
    print(f"{several(len(new), 'verdict')} added to {path}. What counts: `rapatrials rebuild --seeds {folder}`.")
    if snapshot:
        print(strangers_in_words(not_held(Reader(snapshot), {each.nct_id for each in new})), end="")
    return 0


def _given(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    reader = Reader(current_snapshot(options, environ))
    found = given_reviews(reader, filters(options, reader))
    if options.json:
        print_json(found)
    else:
        heads = ("nct_id", "measure", "verdict", "state", "reviewers", "reason", "place")
        print_table([tuple(_shown(row[name]) for name in heads) for row in found], heads)
    return 0


def _shown(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _agreement(options: argparse.Namespace, folder: Path | None) -> int:
    found = agreements(load_reviews(folder))
    if options.json:
        print_json([each._asdict() for each in found])
    elif found:
        lines = [(each.first, each.second, each.both, each.same, _kappa(each.kappa)) for each in found]
        print_table(lines, ("reader", "and", "labels both read", "agree", "kappa"))
    else:
        print("No two readers decided on the same label.")
    return 0


def _kappa(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def _lines(labels: Iterable[Reviewable]) -> list[tuple[str, ...]]:
    return [
        (each.nct_id, each.measure, each.confidence, shortened(each.words, WORDS_SHOWN), each.place) for each in labels
    ]


def _needed(value: str | None, option: str, needs: str) -> str:
    if not (value or "").strip():
        raise OptionError(f"{option}: needs {needs}.")
    return str(value).strip()


def _folder(options: argparse.Namespace, environ: Mapping[str, str], option: str) -> Path:
    """The folder that verdicts go to, which may be made by it."""
    return (
        Path(_needed(options.seeds or environ.get("RAPATRIALS_SEEDS"), option, "--seeds DIR")).expanduser().absolute()
    )
