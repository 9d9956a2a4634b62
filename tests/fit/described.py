"""Fits the judge of descriptions on trials that were read by hand, and says how it does on those it did not see.

    python -m tests.fit.described --labels FILE... --records FILE... [--unseen FILE...] [--write] [--sealed]

Labels are JSON lines as `rapatrials evaluate` takes them; `described_open` may name measures that a reader left open.
Weights of cues are fitted without the rules' findings, since rules were made on some of these trials; how much a
rule's finding adds is then fitted on the labels of `--unseen`, which no rule was made on. Parts as in `outcomes`.
A trial's measure is a bag of sentences: of one that is described the plainest sentence is learnt from, of others the
three plainest.
"""

import argparse
import collections
import csv
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from fetchers.annotate import Annotator
from fetchers.measures.judge import BASE
from fetchers.measures.narrative import DESCRIBED_FROM, ProseSentence, experience_in_prose
from fetchers.record.texts import Texts
from seeds.described.prose import ALL_CONCEPTS, FOLDER
from seeds.knowledge import load_knowledge
from tests.fit.rated import RATED, SURE, plainest, rated_as_described, read_rated
from tests.fit.scores import lean, told, words_told
from tests.fit.trials import FOLDS, Labels, fold_of, labels_of_parts, read_records, trial_of

INVERSE_PENALTY = 0.6  # of the L1 penalty: fewer, larger weights where it is small
ROUNDS = 4  # of choosing each bag's plainest sentence by the weights of the round before
PLAINEST = 3  # sentences of a bag that is not described
SECOND = 0.5  # weight of its second and third
RAREST_FEATURE = 8  # sentences in which a feature must occur
FIRST_GUESS = ("aim", "endpoint", "will be measured", "opening infinitive", "measuring", "tests done")
FIRST_DOUBT = ("shown", "known", "importance")
Weights = dict[str, float]
Counts = dict[tuple[str, str], tuple[int, int]]


class Bag(NamedTuple):
    """The sentences of a trial that mention a measure, and whether it is described."""

    trial: str
    source: str
    measure: str
    passages: list[ProseSentence]
    is_described: bool
    is_ruled: bool


def by_measure(annotator: Annotator, record: dict[str, Any]) -> dict[str, list[ProseSentence]]:
    """The sentences of a record's prose by the measure that they mention."""
    found: dict[str, list[ProseSentence]] = {}
    for each in annotator.prose_passages(record, Texts(record)):
        found.setdefault(each.measure, []).append(each)
    return found


def bags_of(annotator: Annotator, record: dict[str, Any], source: str, row: dict[str, Any]) -> list[Bag]:
    """The bags of a read trial, without measures that were left open."""
    return [
        Bag(row["nct"], source, measure, several, measure in row["described"], "rule" in several[0].weighed)
        for measure, several in by_measure(annotator, record).items()
        if measure not in row.get("described_open", ())
    ]


def counted(bags: Sequence[Bag]) -> Counts:
    """Of how many bags each measure, and each concept, were described or not."""
    counts: Counts = {}
    for bag in bags:
        for concept in {ALL_CONCEPTS, *(each.concept for each in bag.passages)}:
            right, wrong = counts.get((bag.measure, concept), (0, 0))
            counts[bag.measure, concept] = right + bag.is_described, wrong + (not bag.is_described)
    return counts


def read_features(bag: Bag, counts: Counts, own: bool) -> list[Weights]:
    """Features without the rule's; `own`: the bag is among the counts and tells itself nothing about its concepts."""
    found = []
    for each in bag.passages:
        known = dict(counts)
        for key in ((bag.measure, each.concept), (bag.measure, ALL_CONCEPTS)) if own else ():
            right, wrong = known.get(key, (0, 0))
            known[key] = right - bag.is_described, wrong - (not bag.is_described)
        of_measure, of_concept = experience_in_prose(known, bag.measure, each.concept)
        features = {name: value for name, value in each.weighed.items() if name != "rule"}
        found.append(features | {"experience with measure": of_measure, "experience with concept": of_concept})
    return found


def guess(features: Weights) -> float:
    """How plain a sentence is before anything was learnt."""
    return sum(features.get(f"{place}: {cue}", 0.0) for place in ("sentence", "heading") for cue in FIRST_GUESS) - sum(
        features.get(f"sentence: {cue}", 0.0) for cue in FIRST_DOUBT
    )


def total(features: Weights, weights: Weights) -> float:
    """The weighted sum."""
    return weights[BASE] + sum(value * weights.get(name, 0.0) for name, value in features.items())


def fitted(bags: Sequence[Bag], counts: Counts) -> Weights:
    """Weights without the rule's."""
    features = [read_features(bag, counts, own=True) for bag in bags]
    often = collections.Counter(name for several in features for one in several for name in one)
    kept = [[{n: v for n, v in one.items() if often[n] >= RAREST_FEATURE} for one in several] for several in features]
    scores = [[guess(one) for one in several] for several in kept]
    weights: Weights = {}
    for _ in range(ROUNDS):
        rows, right, heavy = [], [], []
        for bag, several, plain in zip(bags, kept, scores, strict=True):
            order = sorted(range(len(several)), key=lambda at, plain=plain: -plain[at])  # type: ignore[misc]
            for rank, at in enumerate(order[: 1 if bag.is_described else PLAINEST]):
                rows.append(several[at])
                right.append(bag.is_described)
                heavy.append(SECOND if rank else 1.0)
        weights = regression(rows, right, heavy)
        scores = [[total(one, weights) for one in several] for several in kept]
    return weights


def regression(rows: Sequence[Weights], right: Sequence[bool], heavy: Sequence[float]) -> Weights:
    """A logistic regression's weights; those that add nothing are left out."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=INVERSE_PENALTY, penalty="l1", solver="liblinear", max_iter=300, random_state=0)
        model.fit(matrix, right, sample_weight=heavy)
    named = zip(vectors.feature_names_, model.coef_[0], strict=True)
    return {BASE: float(model.intercept_[0])} | {name: float(w) for name, w in named if abs(w) >= 0.01}


def with_rule(weights: Weights, scored: Sequence[tuple[Bag, float]]) -> Weights:
    """The weights, scaled so that they tell a probability beside a rule's finding, and what that adds."""
    model = LogisticRegression(C=10)
    model.fit(np.array([[plain, float(bag.is_ruled)] for bag, plain in scored]), [b.is_described for b, _ in scored])
    scale, rule = model.coef_[0]
    found = {name: float(value * scale) for name, value in weights.items()} | {"rule": float(rule)}
    found[BASE] += float(model.intercept_[0])
    return {name: round(value, 3) for name, value in found.items()}


def learnt(bags: Sequence[Bag], unseen: set[str]) -> tuple[Weights, Counts]:
    """Weights and experience; the rule's part is fitted on bags scored by weights that they had no part in."""
    scored = []
    for fold in range(FOLDS):
        others = [bag for bag in bags if fold_of("rule " + bag.trial) != fold]
        counts = counted(others)
        weights = fitted(others, counts)
        scored += [
            (bag, max(total(one, weights) for one in read_features(bag, counts, own=False)))
            for bag in bags
            if fold_of("rule " + bag.trial) == fold and bag.source in unseen
        ]
    counts = counted(bags)
    return with_rule(fitted(bags, counts), scored), counts


def chance_of(bag: Bag, weights: Weights, counts: Counts) -> float:
    """The probability of a bag's plainest sentence."""
    plain = max(total(one, weights) for one in read_features(bag, counts, own=False))
    return float(1 / (1 + np.exp(-plain - (weights.get("rule", 0.0) if bag.is_ruled else 0.0))))


def report(scored: Sequence[tuple[Bag, float]], rows: Labels) -> None:
    """Figures by source and by measure, over measures that the judge decides, and how right each word is."""
    judged = {bag.measure for bag, _ in scored}
    right = {
        (n, m)
        for n, (_, row) in rows.items()
        for m in judged.intersection(row["described"]).difference(row.get("described_open", ()))
    }
    held = {(bag.trial, bag.measure) for bag, chance in scored if chance >= DESCRIBED_FROM}
    counts: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    for trial, measure in right | held:
        kind = 0 if (trial, measure) in right & held else 1 if (trial, measure) in held else 2
        for name in (measure, "all", f"from {rows[trial][0]}"):
            counts[name][kind] += 1
    for name in sorted(counts):
        print(told(name, counts[name]))
    print(words_told((chance, bag.is_described) for bag, chance in scored if chance >= DESCRIBED_FROM))


def write(weights: Weights, counts: Counts) -> None:
    """Weights and experience into the seeds, largest weights first."""
    with (FOLDER / "weights.csv").open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(sorted(weights.items(), key=lambda each: (each[0] != BASE, -abs(each[1]), each[0])))
    with (FOLDER / "experience.csv").open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["measure", "concept", "right", "wrong"])
        writer.writerows([*key, *value] for key, value in sorted(counts.items()))


def rated_bags(annotator: Annotator, record: dict[str, Any], row: dict[str, Any]) -> list[Bag]:
    """The bags of a rated trial that were read, and those beyond doubt."""
    weights = annotator.knowledge.prose.weights
    found = []
    for measure, several in by_measure(annotator, record).items():
        if (said := rated_as_described(row, measure, plainest(several, weights))) is not None:
            is_read = measure in (*row.get("described", ()), *row.get("not_described", ()))
            source = RATED if is_read else SURE
            found.append(Bag(row["nct"], source, measure, several, said, "rule" in several[0].features))
    return found


def gathered(chosen: argparse.Namespace, labels: Labels, annotator: Annotator) -> list[Bag]:
    """All bags that the options name."""
    rated = read_rated(chosen.rated) if chosen.rated and not chosen.sealed else {}
    bags = []
    for record in read_records(chosen.records, labels.keys() | rated.keys()):
        trial = trial_of(record)
        bags += (
            bags_of(annotator, record, *labels[trial])
            if trial in labels
            else rated_bags(annotator, record, rated[trial])
        )
    return bags


def options() -> argparse.ArgumentParser:
    """What may be asked."""
    found = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--labels", type=Path, nargs="+", required=True)
    found.add_argument("--records", type=Path, nargs="+", required=True)
    found.add_argument("--unseen", type=Path, nargs="*", default=[], help="those labels that no rule was made on")
    found.add_argument("--rated", type=Path, help="trials of which only doubtful labels were read, to learn from")
    found.add_argument("--write", action="store_true")
    found.add_argument("--all", action="store_true", help="with --write: fit on the sealed part too")
    found.add_argument("--sealed", action="store_true", help="score the sealed part by the weights that stand there")
    return found


def main() -> None:
    """Fit, score, and write where that is asked."""
    chosen = options().parse_args()
    labels = labels_of_parts(chosen.labels, chosen.sealed, chosen.all)
    annotator = Annotator(load_knowledge(), few=True)
    bags = gathered(chosen, labels, annotator)
    print(f"{len(labels)} trials, {len(bags)} measures in prose, {sum(bag.is_described for bag in bags)} described")
    if chosen.sealed:
        known = annotator.knowledge.prose
        report([(bag, chance_of(bag, known.weights, known.experience)) for bag in bags], labels)
        return
    unseen = {path.stem for path in chosen.unseen} or {bag.source for bag in bags}
    scored = []
    for fold in range(FOLDS):
        weights, counts = learnt([bag for bag in bags if fold_of(bag.trial) != fold], unseen)
        scored += [(bag, chance_of(bag, weights, counts)) for bag in bags if fold_of(bag.trial) == fold]
    report([each for each in scored if each[0].source not in (RATED, SURE)], labels)
    rated = [(chance >= DESCRIBED_FROM) == bag.is_described for bag, chance in scored if bag.source == RATED]
    print(f"{RATED}: {sum(rated):,} of {len(rated):,} decided rightly")
    if chosen.write:
        weights, counts = learnt(bags, unseen)
        read = [(bag.measure, chance, bag.is_described) for bag, chance in scored if bag.source not in (RATED, SURE)]
        lean(weights, read, DESCRIBED_FROM)
        write(weights, counts)
        print(f"{len(weights)} weights, {len(counts)} rows of experience")


if __name__ == "__main__":
    main()
