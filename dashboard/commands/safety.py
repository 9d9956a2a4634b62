"""`rapatrials safety`: how often an adverse event is, arm by arm, and with a rapalog against without."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from cache.questions.reader import Reader
from cache.safety.comparisons import Compared, compare, pool
from cache.safety.incidence import incidence
from cache.safety.posted import near_terms
from dashboard.commands.options import (
    Commands,
    add_filters,
    add_json,
    filters,
    new,
    print_json,
    print_table,
    readable,
)
from dashboard.words.safety_words import CAUTION, effect_words, share_words, stratum_words
from dashboard.words.text import one_line

HEADS = ("trial", "group", "drug", "people with the event", "note")
ARM_WIDTH = 50


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "safety", "Show how often an adverse event is, arm by arm, with a rapalog and without.",
        "rapatrials safety headache --population transplant --json",
    )  # fmt: skip
    parser.add_argument("event", help="a posted term (headache) or a liability (stomatitis, infection, lipids ...)")
    add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print incidence, comparisons and summaries, for a person or as JSON."""
    reader = Reader(readable(options, environ))
    if (near := near_terms(reader, options.event)) is not None:
        meant = f" Did you mean {' or '.join(f'`{one_line(each)}`' for each in near)}?" if near else ""
        print(f"No trial here posts a term `{one_line(options.event)}`.{meant}", file=sys.stderr)
    groups = incidence(reader, filters(options, reader), options.event)
    compared = compare(groups)
    if options.json:
        print_json(_for_machines(options.event, groups, compared))
        return 0
    listed = groups[groups["nct_id"].isin(groups.loc[groups["is_listed"], "nct_id"])]
    lines = [
        (row.nct_id, row.title[:ARM_WIDTH], ", ".join(row.drugs), share_words(row), row.overlap)
        for row in listed.itertuples(index=False)
    ]
    print_table(lines, HEADS)
    left = groups["nct_id"].nunique() - listed["nct_id"].nunique()
    print(f"\n{listed['nct_id'].nunique()} trials list it; {left} with tables of adverse events do not.")
    for each in pool(compared):
        print(f"{stratum_words(each.stratum)}: {effect_words(each.ratio)}")
    print(CAUTION)
    return 0


def _for_machines(event: str, groups: pd.DataFrame, compared: Compared) -> dict[str, Any]:
    rows = groups.astype(object).where(groups.notna(), None).to_dict("records")
    return {
        "event": event,
        "caution": CAUTION,
        "groups": rows,
        "comparisons": [asdict(each) for each in compared.comparisons],
        "not_compared": compared.left_out,
        "summaries": [
            {"stratum": asdict(each.stratum), "trials": [one.nct_id for one in each.trials],
             "risk_ratio": asdict(each.ratio), "risk_difference": asdict(each.difference),
             "risk_ratio_without_largest": asdict(each.ratio_without_largest)}
            for each in pool(compared)
        ],
    }  # fmt: skip
