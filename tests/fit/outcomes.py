"""Fits the judge of outcome labels on trials that were read by hand, and says how it does on those it did not see.

    python -m tests.fit.outcomes --labels FILE... --settled FILE... --records FILE... [--write] [--sealed]

Labels are JSON lines as `rapatrials evaluate` takes them. A trial belongs by its id to one of three parts: to learn
from, to choose by, and sealed; all of `--settled` may be learned from. These are judged here out of fold (each by
weights fitted on the others);
`--write` fits on them and writes `seeds/judge/experience.csv` and `weights.csv`; `--sealed` scores the third part by
the weights that stand there.
"""

import argparse
import collections
import csv
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from fetchers.annotate import Annotator
from fetchers.measures.judge import BASE, HOLDS, probability_of
from seeds.judge.judgement import FOLDER, JudgedCounts, load_judgement
from seeds.knowledge import load_knowledge
from tests.fit.cases import Judged, counted, judged_cases, read_experience, with_experience
from tests.fit.examples import EXAMPLE_TRIALS, EXAMPLES, MADE_UP, example_cases, example_trial_cases
from tests.fit.rated import RATED, rated_cases, read_rated
from tests.fit.scores import lean, report, rightly
from tests.fit.trials import FOLDS, Labels, fold_of, labels_of_parts, read_labels, read_records, trial_of

STRENGTH = 0.3  # of the L1 penalty, inverse: fewer, larger weights where it is small
EXAMPLE_WEIGHT = 5.0  # of a case, beside those of trials: each example stands for a text on which labels once erred
MADE_UP_OR_RATED = (EXAMPLES, EXAMPLE_TRIALS, RATED)  # sources that are not the labels of trials read in full
RAREST = 6  # cases in which a feature must occur


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
        weight = [EXAMPLE_WEIGHT if each.source == EXAMPLES else 1.0 for each in found]
        model.fit(matrix, [each.is_right for each in found], sample_weight=weight)
    weights = {BASE: float(model.intercept_[0])}
    weights |= {
        name: float(w) for name, w in zip(vectors.feature_names_, model.coef_[0], strict=True) if abs(w) >= 0.005
    }
    return {name: round(weight, 3) for name, weight in weights.items()}, counted(found, also)


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
    read = [
        (each.measure, p, each.is_right)
        for each, p in zip(found, chances, strict=True)
        if each.source not in MADE_UP_OR_RATED
    ]
    lean(weights, read, HOLDS)
    weights.pop(MADE_UP, None)
    write(weights, counts)
    print(f"{len(weights)} weights, {len(counts)} rows of experience", file=sys.stderr)


def out_of_fold(found: Sequence[Judged], also: JudgedCounts) -> list[float]:
    """The probability of each case by weights fitted on the other trials."""
    chances = [0.0] * len(found)
    for fold in range(FOLDS):
        weights, counts = fitted([each for each in found if fold_of(each.trial) != fold], also)
        inside = [at for at, each in enumerate(found) if fold_of(each.trial) == fold]
        for at, one in zip(inside, with_experience([found[at] for at in inside], counts), strict=True):
            chances[at] = probability_of(one, weights)
    return chances


def gathered(chosen: argparse.Namespace, labels: Labels) -> list[Judged]:
    """All cases that the options name."""
    annotator = Annotator(load_knowledge(), few=True)
    rated = read_rated(chosen.rated) if chosen.rated and not chosen.sealed else {}
    found = []
    for record in read_records(chosen.records, labels.keys() | rated.keys()):
        trial = trial_of(record)
        found += (
            judged_cases(annotator, record, *labels[trial])
            if trial in labels
            else rated_cases(annotator, record, rated[trial])
        )
    if chosen.examples and not chosen.sealed:
        found += example_cases(annotator, chosen.examples)
    if chosen.example_trials and not chosen.sealed:
        found += example_trial_cases(annotator, chosen.example_trials)
    return found


def read_of(chosen: argparse.Namespace) -> Labels:
    """Labels of the parts that may be looked at."""
    labels = labels_of_parts(chosen.labels, chosen.sealed, chosen.all)
    return labels if chosen.sealed else read_labels(chosen.settled) | labels


def write_errors(path: Path, found: Sequence[Judged], chances: Sequence[float]) -> None:
    """What is decided wrongly, a line each."""
    with path.open("w", encoding="utf-8") as sheet:
        for each, p in zip(found, chances, strict=True):
            if (p >= HOLDS) != each.is_right:
                print(f"{p:.2f}", *each[:7], sep="\t", file=sheet)


def options() -> argparse.ArgumentParser:
    """What may be asked."""
    found = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--labels", type=Path, nargs="+", required=True)
    found.add_argument("--settled", type=Path, nargs="*", default=[], help="labels of which no third is sealed")
    found.add_argument("--rated", type=Path, help="trials of which only doubtful labels were read, to learn from")
    found.add_argument("--records", type=Path, nargs="+", required=True)
    found.add_argument("--write", action="store_true")
    found.add_argument("--sealed", action="store_true")
    found.add_argument("--all", action="store_true", help="with --write: fit on the sealed part too")
    found.add_argument("--errors", type=Path)
    found.add_argument("--examples", type=Path, help="hand-made examples to learn from besides")
    found.add_argument("--example-trials", type=Path, help="made-up trials to learn from besides")
    found.add_argument("--also", type=Path, help="experience of trials whose labels are not at hand")
    return found


def main() -> None:
    """Fit, score, and write where that is asked."""
    chosen = options().parse_args()
    labels = read_of(chosen)
    found = gathered(chosen, labels)
    print(
        f"{len(labels)} trials read, {len({each.trial for each in found})} with examples and rated, {len(found)} cases"
    )
    if chosen.sealed:
        weights = load_judgement().weights
        report(found, [probability_of(each.features, weights) for each in found], labels)
        return
    also = read_experience(chosen.also) if chosen.also else {}
    chances = out_of_fold(found, also)
    report(
        [each for each in found if each.trial in labels],
        [p for each, p in zip(found, chances, strict=True) if each.trial in labels],
        labels,
    )
    for source in MADE_UP_OR_RATED:
        print(f"{source}: {rightly(found, chances, source)}")
    if chosen.errors:
        write_errors(chosen.errors, found, chances)
    if chosen.write:
        fit_and_write(found, chances, also)


if __name__ == "__main__":
    main()
