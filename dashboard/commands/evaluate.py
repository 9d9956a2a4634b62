"""`rapatrials evaluate`: the engine's labels against hand-made ones, with every miss and false alarm in its text."""

import argparse
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from dashboard.commands.options import Commands, add_json, add_seeds, new, print_json, seeds_folder
from dashboard.words.text import one_line
from fetchers.accuracy.predictions import prediction, unit_text
from fetchers.accuracy.scoring import Evaluation, Mistake, Score, evaluate
from fetchers.annotate import Annotator
from fetchers.record.protocol import nct_id
from seeds.errors import DiskError, OptionError
from seeds.knowledge import load_knowledge

TEXT_WIDTH = 200


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "evaluate", "Score the labels against hand-made ones.",
        "rapatrials evaluate --gold labels.jsonl --records records.jsonl.gz --predictions out.jsonl",
    )  # fmt: skip
    parser.add_argument("--gold", required=True, metavar="LABELS", help="hand-made labels, JSON lines")
    parser.add_argument("--records", required=True, nargs="+", metavar="FILE", help="records, JSON lines, .gz or plain")
    parser.add_argument("--predictions", required=True, metavar="OUT", help="file to write the predictions to")
    parser.add_argument("--errors", action="store_true", help="list every miss and false alarm with its text")
    add_seeds(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Predict, write the predictions, print the scores."""
    gold = {label["nct"]: label for label in _labels(Path(options.gold))}
    annotator = Annotator(load_knowledge(seeds_folder(options, environ)), few=True)
    records = _records([Path(name) for name in options.records], set(gold))
    if missing := sorted(set(gold) - set(records)):
        raise OptionError(f"--records: {len(missing)} labelled trials are not there, the first is {missing[0]}.")
    predicted = {name: prediction(records[name], annotator.annotate(records[name])) for name in gold}
    try:
        Path(options.predictions).write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in predicted.values()))
    except OSError as error:
        raise DiskError(f"--predictions {options.predictions}: cannot be written ({error.strerror}).") from error
    result = evaluate(gold, predicted)
    if options.json:
        print_json(as_json(result))
        return 0
    _print_scores(result)
    if options.errors:
        for mistake in result.mistakes:
            print("\t".join(map(one_line, (*mistake, _text(records[mistake.nct_id], mistake)))))
    return 0


def _labels(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_lines(path), 1):
        try:
            label = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise OptionError(f"{path}: line {number} is not JSON ({error}).") from error
        if not isinstance(label, dict) or "nct" not in label:
            raise OptionError(f"{path}: line {number} has no field `nct`.")
        yield label


def _records(paths: list[Path], wanted: set[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise OptionError(f"{path}: line {number} is not JSON ({error}).") from error
            if isinstance(record, dict) and (name := nct_id(record)) in wanted:
                found[name] = record
    return found


def _lines(path: Path) -> Iterator[bytes]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as lines:
            yield from (line for line in lines if line.strip())
    except (OSError, EOFError) as error:
        raise OptionError(f"{path}: cannot be read ({error}).") from error


def as_json(result: Evaluation) -> dict[str, Any]:
    """The scores as plain values."""
    table: dict[str, Any] = {
        score.name: {
            "positives": score.positives, "precision": score.precision[0], "recall": score.recall[0], "f1": score.f1,
        }
        for score in (*result.scores, *result.sums)
    }  # fmt: skip
    return table | {"role": {"accuracy": result.role_hits / max(1, result.role_count), "n": result.role_count}}


def _print_scores(result: Evaluation) -> None:
    for score in (*result.scores, *result.sums):
        print(_row(score))
    print(f"role accuracy {result.role_hits}/{result.role_count}")


def _row(score: Score) -> str:
    precision, recall = (f"{p:.3f} ({low:.2f}-{high:.2f})" for p, low, high in (score.precision, score.recall))
    return f"{score.name:42s} n={score.positives:5d}  P={precision}  R={recall}  F1={score.f1:.3f}"


def _text(record: dict[str, Any], mistake: Mistake) -> str:
    return " ".join(unit_text(record, mistake.path).split())[:TEXT_WIDTH]
