"""How often each term, trap and cue of the judge, and each rule, fires and decides in stored records.

    python -m tests.judging.rule_coverage ../shared/records/*.jsonl.gz [--every 10] [--idle]

A term fires where an outcome mentions it, and decides where it is the plainest mention of a label that holds. A weight
decides where the label would fall, or come, without it. A rule decides where a finding stands in the annotation. One
line each, most frequent first: kind, name, fired, decided; with `--idle` only those that never decide.
"""

import argparse
import collections
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from fetchers.annotate import Annotator
from fetchers.measures.judge import HOLDS, Case, probability_of
from fetchers.record.texts import Texts
from seeds.knowledge import load_knowledge

Counter = collections.Counter[tuple[str, str]]


def records(paths: list[Path], every: int) -> Iterator[dict[str, Any]]:
    """Every n-th record of gzipped JSON lines."""
    for path in paths:
        with gzip.open(path, "rb") as lines:
            yield from (orjson.loads(line) for number, line in enumerate(lines) if number % every == 0)


def count_case(case: Case, annotator: Annotator, fired: Counter, decided: Counter) -> None:
    """A case's term and weights."""
    weights = annotator.judge.weights(case.measure, case.place)
    holds = probability_of(case.features, weights) >= HOLDS
    term = "term", f"{case.measure}: {case.term.term}"
    fired[term] += 1
    decided[term] += holds
    features = {name: value for name, value in case.features.items() if value}
    for name in weights.keys() & features.keys():
        fired["weight", name] += 1
        without = {each: value for each, value in features.items() if each != name}
        decided["weight", name] += (probability_of(without, weights) >= HOLDS) is not holds


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th record")
    parser.add_argument("--idle", action="store_true", help="only what never decides")
    options = parser.parse_args()
    annotator = Annotator(load_knowledge())
    fired: Counter = collections.Counter()
    decided: Counter = collections.Counter()
    for measure, terms in annotator.knowledge.vocabulary.terms.items():
        fired.update(dict.fromkeys((("term", f"{measure}: {each.term}") for each in terms), 0))
    for label in annotator.knowledge.labels:
        fired.update(dict.fromkeys((("rule", f"{label.id}.{rule.id}") for rule in label.rule), 0))
    for record in records(options.records, options.every):
        for case in annotator.outcome_cases(record, Texts(record)):
            count_case(case, annotator, fired, decided)
        for each in annotator.annotate(record).evidence:
            if not each.rule.startswith("concept:") and each.level != "ae_table":
                fired["rule", each.rule] += 1
                decided["rule", each.rule] += 1
    for key, times in sorted(fired.items(), key=lambda each: (each[0][0], -each[1], each[0][1])):
        if not (options.idle and decided[key]):
            print(*key, times, decided[key], sep="\t")
    idle = collections.Counter(kind for kind, name in fired if not decided[kind, name])
    print(f"without a decision: {dict(idle)}", file=sys.stderr)


if __name__ == "__main__":
    main()
