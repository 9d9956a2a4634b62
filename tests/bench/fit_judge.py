"""Fits the judge of outcome labels on trials that were read by hand, and says how it does on those it did not see.

    python -m tests.bench.fit_judge --labels FILE... --settled FILE... --records FILE... [--write] [--sealed]

Labels are JSON lines as `rapatrials evaluate` takes them. A trial belongs by its id to one of three parts: to learn
from, to choose by, and sealed; all of `--settled` may be learned from. These are judged here out of fold (each by
weights fitted on the others);
`--write` fits on them and writes `seeds/judge/experience.csv` and `weights.csv`; `--sealed` scores the third part by
the weights that stand there.
"""

import argparse
import collections
import csv
import gzip
import hashlib
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from fetchers.annotate import Annotator
from fetchers.measures.context import experience_of
from fetchers.measures.judge import BASE, HOLDS, confidence_of, probability_of
from fetchers.record.texts import Texts
from seeds.judge.judgement import FOLDER, JudgedCounts, load_judgement, with_sums
from seeds.knowledge import load_knowledge

FOLDS = 6
STRENGTH = 0.3  # of the L1 penalty, inverse: fewer, larger weights where it is small
EXAMPLE_PATH = "protocolSection.outcomesModule.primaryOutcomes[0]"
EXAMPLE_WEIGHT = 2.0  # of a case, beside those of trials: each example stands for a text on which labels once erred
RAREST = 6  # cases in which a feature must occur
LOWER = (0.3, 0.35, 0.4)  # probabilities from which a label may hold instead, by measure
PLAINLY, ENOUGH = 0.02, 60  # gain of F1 that makes it worth while, and labels of which to tell


class Judged(NamedTuple):
    """A case of a read trial, and whether its label is right."""

    trial: str
    source: str
    path: str
    measure: str
    concept: str
    term: str
    place: str
    features: dict[str, float]
    is_right: bool


def part_of(trial: str) -> int:
    """0: to learn from, 1: to choose by, 2: sealed."""
    return int(hashlib.sha256(trial.encode()).hexdigest()[:8], 16) % 3


def fold_of(trial: str) -> int:
    """The fold of a trial among those that are not sealed."""
    return int(hashlib.sha256(f"fold {trial}".encode()).hexdigest()[:8], 16) % FOLDS


def read_labels(paths: Sequence[Path]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Source and labels by trial; of a trial that stands in several files the first counts."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in paths:
        for line in path.read_bytes().splitlines():
            row = orjson.loads(line)
            found.setdefault(row["nct"], (path.stem, row))
    return found


def read_records(paths: Sequence[Path], wanted: set[str]) -> Iterator[dict[str, Any]]:
    """The wanted records of gzipped JSON lines."""
    for path in paths:
        with gzip.open(path, "rb") as lines:
            for line in lines:
                at = line.find(b'"nctId"')
                if line[at + 8 : at + 30].split(b'"')[1].decode() in wanted:
                    yield orjson.loads(line)


def judged_cases(annotator: Annotator, record: dict[str, Any], source: str, row: dict[str, Any]) -> Iterator[Judged]:
    """The cases of one read trial."""
    texts = Texts(record)
    right = {(path, measure) for path, measures in row["units"].items() for measure in measures}
    for case in annotator.outcome_cases(record, texts):
        for number, unit in enumerate(texts.units):
            if number == case.unit or unit.twin == case.unit:
                yield Judged(
                    row["nct"], source, unit.path, case.measure, case.term.concept, case.term.term.lower(), case.place,
                    case.weighed, (unit.path, case.measure) in right,
                )  # fmt: skip


def example_cases(annotator: Annotator, path: Path) -> Iterator[Judged]:
    """The cases of hand-made examples (measure, words with ` || ` before a description, yes or no): one by one."""
    with path.open(encoding="utf-8", newline="") as sheet:
        for number, row in enumerate(csv.DictReader(sheet)):
            record = record_of_example(row["words"])
            holds = [row["measure"]] if row["holds"] == "yes" else []
            labels = {"nct": f"example {number}", "units": {EXAMPLE_PATH: holds}}
            cases_of_row = judged_cases(annotator, record, "examples", labels)
            yield from (each for each in cases_of_row if each.measure == row["measure"])


def record_of_example(words: str) -> dict[str, Any]:
    """A record with one outcome in these words."""
    title, _, description = words.partition(" || ")
    return {
        "protocolSection": {"outcomesModule": {"primaryOutcomes": [{"measure": title, "description": description}]}}
    }


def counted(found: Sequence[Judged], also: JudgedCounts) -> JudgedCounts:
    """Experience with concepts, from cases and from what other trials told before."""
    counts = dict(also)
    for each in found:
        key = each.measure, each.concept, each.term, each.place
        right, wrong = counts.get(key, (0, 0))
        counts[key] = right + each.is_right, wrong + (not each.is_right)
    return counts


def with_experience(found: Sequence[Judged], counts: JudgedCounts) -> list[dict[str, float]]:
    """The features of cases, with what experience says of them."""
    sums = with_sums(counts)
    return [each.features | experience_of(sums, each.measure, each.concept, each.term, each.place) for each in found]


def read_experience(path: Path) -> JudgedCounts:
    """Counts of trials of which the labels themselves are not at hand, in the form of `seeds/judge/experience.csv`."""
    with path.open(encoding="utf-8", newline="") as sheet:
        return {
            (row["measure"], row["concept"], row["term"], row["place"]): (int(row["right"]), int(row["wrong"]))
            for row in csv.DictReader(sheet)
        }


def fitted(found: Sequence[Judged], also: JudgedCounts) -> tuple[dict[str, float], JudgedCounts]:
    """Weights and experience; a case's own trial tells it nothing about its concept."""
    features: list[dict[str, float]] = [{}] * len(found)
    for fold in range(FOLDS):
        inside = [at for at, each in enumerate(found) if fold_of("inner " + each.trial) == fold]
        outside = counted([each for each in found if fold_of("inner " + each.trial) != fold], also)
        for at, one in zip(inside, with_experience([found[at] for at in inside], outside), strict=True):
            features[at] = one
    often = collections.Counter(name for one in features for name in one)
    kept = [{name: value for name, value in one.items() if often[name] >= RAREST} for one in features]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(kept)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=STRENGTH, penalty="l1", solver="liblinear", max_iter=500, random_state=0)
        weight = [EXAMPLE_WEIGHT if each.source == "examples" else 1.0 for each in found]
        model.fit(matrix, [each.is_right for each in found], sample_weight=weight)
    weights = {BASE: float(model.intercept_[0])}
    weights |= {
        name: float(w) for name, w in zip(vectors.feature_names_, model.coef_[0], strict=True) if abs(w) >= 0.005
    }
    return {name: round(weight, 3) for name, weight in weights.items()}, counted(found, also)


def score(found: Sequence[Judged], chances: Sequence[float], rows: dict[str, dict[str, Any]]) -> dict[str, list[int]]:
    """Hits, false alarms and misses by measure and over all."""
    right = {(n, path, measure) for n, row in rows.items() for path, m in row["units"].items() for measure in m}
    held = {(each.trial, each.path, each.measure) for each, p in zip(found, chances, strict=True) if p >= HOLDS}
    counts: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    judged = {each.measure for each in found}
    for key in right | held:
        if key[2] in judged:
            kind = 0 if key in right & held else 1 if key in held else 2
            for name in (key[2], "all"):
                counts[name][kind] += 1
    return counts


def told(name: str, counts: list[int]) -> str:
    """One row of figures."""
    hits, alarms, misses = counts
    precision, recall = hits / max(1, hits + alarms), hits / max(1, hits + misses)
    f1 = 2 * hits / max(1, 2 * hits + alarms + misses)
    return f"{name:28} n={hits + misses:5} P={precision:.3f} R={recall:.3f} F1={f1:.3f}"


def leaned(found: Sequence[Judged], chances: Sequence[float]) -> dict[str, float]:
    """By how much the log odds of a measure's labels are to rise where that makes its F1 plainly better.

    `chances` are those of cases that the weights had not learned from. A judge that learns all measures together doubts
    too much where a measure is rare and says less of itself than its trial does.
    """
    found_leans = {}
    for measure in {each.measure for each in found}:
        own = [(p, each.is_right) for each, p in zip(found, chances, strict=True) if each.measure == measure]
        best = max((HOLDS, *LOWER), key=lambda least: (_f1(own, least), least))
        if _f1(own, best) - _f1(own, HOLDS) >= PLAINLY and sum(right for _, right in own) >= ENOUGH:
            found_leans[measure] = log(HOLDS / (1 - HOLDS)) - log(best / (1 - best))
    return found_leans


def _f1(own: Sequence[tuple[float, bool]], least: float) -> float:
    held = [right for p, right in own if p >= least]
    return 2 * sum(held) / max(1, len(held) + sum(right for _, right in own))


def write(weights: dict[str, float], counts: JudgedCounts) -> None:
    """Weights and experience into the seeds, largest weights first."""
    with (FOLDER / "weights.csv").open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(sorted(weights.items(), key=lambda each: (each[0] != BASE, -abs(each[1]), each[0])))
    with (FOLDER / "experience.csv").open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["measure", "concept", "term", "place", "right", "wrong"])
        writer.writerows([*key, *value] for key, value in sorted(counts.items()))


def fit_and_write(found: Sequence[Judged], chances: Sequence[float], also: JudgedCounts) -> None:
    """Weights fitted on all of it, leaning by measure as `chances` out of fold say."""
    weights, counts = fitted(found, also)
    read = [(each, p) for each, p in zip(found, chances, strict=True) if each.source != "examples"]
    for measure, more in leaned([each for each, _ in read], [p for _, p in read]).items():
        weights[measure] = round(weights.get(measure, 0.0) + more, 3)
        print(f"{measure}: {more:+.2f}", file=sys.stderr)
    write(weights, counts)
    print(f"{len(weights)} weights, {len(counts)} rows of experience", file=sys.stderr)


def report(found: Sequence[Judged], chances: Sequence[float], labels: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Figures by source, by measure, and how right each word of confidence is."""
    for source in sorted({each.source for each in found}):
        own = [(each, p) for each, p in zip(found, chances, strict=True) if each.source == source]
        rows = {n: row for n, (src, row) in labels.items() if src == source}
        print(told(source, score([each for each, _ in own], [p for _, p in own], rows)["all"]))
    read = [(each, p) for each, p in zip(found, chances, strict=True) if each.source != "examples"]
    counts = score([each for each, _ in read], [p for _, p in read], {n: row for n, (_, row) in labels.items()})
    for name in sorted(counts):
        print(told(name, counts[name]))
    print(words_told((p, each.is_right) for each, p in read if p >= HOLDS))


def words_told(held: Iterable[tuple[float, bool]]) -> dict[str, str]:
    """How often each word of confidence was right, from the probabilities of labels that hold and whether they are."""
    words: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for chance, is_right in held:
        words[confidence_of(chance)][is_right] += 1
    return {word: f"{right}/{right + wrong} = {right / (right + wrong):.3f}" for word, (wrong, right) in words.items()}


def main() -> None:
    """Fit, score, and write where that is asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--labels", type=Path, nargs="+", required=True)
    options.add_argument("--settled", type=Path, nargs="*", default=[], help="labels of which no third is sealed")
    options.add_argument("--records", type=Path, nargs="+", required=True)
    options.add_argument("--write", action="store_true")
    options.add_argument("--sealed", action="store_true")
    options.add_argument("--all", action="store_true", help="with --write: fit on the sealed part too")
    options.add_argument("--errors", type=Path)
    options.add_argument("--examples", type=Path, help="hand-made examples to learn from besides")
    options.add_argument("--also", type=Path, help="experience of trials whose labels are not at hand")
    chosen = options.parse_args()
    also = read_experience(chosen.also) if chosen.also else {}
    labels = read_labels(chosen.labels)
    parts = {2} if chosen.sealed else {0, 1, 2} if chosen.all else {0, 1}
    labels = {n: each for n, each in labels.items() if part_of(n) in parts}
    if not chosen.sealed:
        labels = read_labels(chosen.settled) | labels
    annotator = Annotator(load_knowledge(), few=True)
    found = [
        each
        for record in read_records(chosen.records, set(labels))
        for n in [record["protocolSection"]["identificationModule"]["nctId"]]
        for each in judged_cases(annotator, record, *labels[n])
    ]
    if chosen.examples and not chosen.sealed:
        found += list(example_cases(annotator, chosen.examples))
        labels |= {each.trial: ("examples", {"units": {}}) for each in found if each.source == "examples"}
    print(f"{len(labels)} trials and examples, {len(found)} cases")
    if chosen.sealed:
        judgement = load_judgement()
        report(found, [probability_of(each.features, judgement.weights) for each in found], labels)
        return
    chances = [0.0] * len(found)
    for fold in range(FOLDS):
        weights, counts = fitted([each for each in found if fold_of(each.trial) != fold], also)
        inside = [at for at, each in enumerate(found) if fold_of(each.trial) == fold]
        for at, one in zip(inside, with_experience([found[at] for at in inside], counts), strict=True):
            chances[at] = probability_of(one, weights)
    report(found, chances, labels)
    if chosen.errors:
        with chosen.errors.open("w", encoding="utf-8") as sheet:
            for each, p in zip(found, chances, strict=True):
                if (p >= HOLDS) != each.is_right:
                    print(f"{p:.2f}", *each[:7], sep="\t", file=sheet)
    if chosen.write:
        fit_and_write(found, chances, also)


if __name__ == "__main__":
    main()
