"""`rapatrials explain`: for one trial, each measure's status with the words that show it, or what was searched."""

import argparse
from collections.abc import Mapping
from typing import Any

from cache.filters.values import read_id
from cache.questions.explain import explained
from cache.questions.reader import Reader
from dashboard.commands.options import Commands, add_json, new, print_json, readable
from dashboard.words.labels import ELSEWHERE_NAMES
from dashboard.words.review_words import review_in_words
from dashboard.words.text import one_line
from fetchers.reviews.verdicts import BY_READERS


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "explain", "Show the evidence behind a trial's labels.", "rapatrials explain NCT00789828 trough_level"
    )
    parser.add_argument("nct_id", metavar="NCT")
    parser.add_argument("measure", nargs="?", metavar="MEASURE", help="one measure; default: all that are not absent")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print status, reason and evidence."""
    nct_id = read_id(options.nct_id)
    reader = Reader(readable(options, environ))
    found = explained(reader, nct_id, options.measure)
    if options.json:
        print_json(found)
        return 0
    print(one_line(f"{found['nct_id']}  {found['title']}"))
    called = reader.family.plural
    print(one_line(f"{called}: {', '.join(found['rapalogs'])}; role: {found['role']}") + "\n")
    for measure in found["measures"]:
        _print_measure(measure)
    return 0


def fired(rule: str, confidence: str) -> str:
    """What made a label and how sure that is; a judged one's term and concept are a line of `seeds/concepts`."""
    kind, _, name = rule.partition(":")
    concept, _, term = name.partition(":")
    if kind == "concept" and term:
        return f"the term `{term}` of concept {concept} (seeds/concepts), {confidence}"
    return "readers, whose verdict stands above the rules" if rule == BY_READERS else f"{rule}, {confidence}"


def _print_measure(measure: dict[str, Any]) -> None:
    print(f"{measure['measure']}: {measure['status']}. {measure['reason']}")
    for each in measure["evidence"]:
        by = fired(each["rule"], each["confidence"])
        print(f"  {each['level']:<12} {each['path']} [{each['start']}:{each['end']}] by {by}")
        print(" " * 15 + one_line(f"“{each['words']}” in: {each['snippet']}"))
    for each in measure["articles"]:
        print(f"  {each['level']:<12} {each['article']} by {fired(each['rule'], each['confidence'])}")
        print(" " * 15 + one_line(f"“{each['sentence']}”"))
    for each in measure["reviews"]:
        print(f"  review       {each['place']}: {review_in_words(each)}")
    if not measure["articles"]:
        print(f"  elsewhere: {ELSEWHERE_NAMES[measure['reported_elsewhere']]}")
    if not measure["evidence"]:
        print(f"  searched: {', '.join(measure['searched'])}")
    print()
