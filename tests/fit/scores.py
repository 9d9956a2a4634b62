"""How well labels do: hits, false alarms and misses, and how right each word of confidence is."""

import collections
import sys
from collections.abc import Iterable, Sequence
from math import log
from typing import Any

from fetchers.measures.judge import HOLDS, confidence_of
from tests.fit.cases import Judged
from tests.fit.trials import Labels

LOWER = (0.3, 0.35, 0.4)  # probabilities from which a label may hold instead, by measure
PLAINLY, ENOUGH = 0.02, 60  # gain of F1 that makes it worth while, and labels of which to tell


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


def report(found: Sequence[Judged], chances: Sequence[float], labels: Labels) -> None:
    """Figures by source, by measure, and how right each word of confidence is."""
    for source in sorted({each.source for each in found}):
        own = [(each, p) for each, p in zip(found, chances, strict=True) if each.source == source]
        rows = {n: row for n, (src, row) in labels.items() if src == source}
        print(told(source, score([each for each, _ in own], [p for _, p in own], rows)["all"]))
    counts = score(found, chances, {n: row for n, (_, row) in labels.items()})
    for name in sorted(counts):
        print(told(name, counts[name]))
    print(words_told((p, each.is_right) for each, p in zip(found, chances, strict=True) if p >= HOLDS))


def words_told(held: Iterable[tuple[float, bool]]) -> dict[str, str]:
    """How often each word of confidence was right, from the probabilities of labels that hold and whether they are."""
    words: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for chance, is_right in held:
        words[confidence_of(chance)][is_right] += 1
    return {word: f"{right}/{right + wrong} = {right / (right + wrong):.3f}" for word, (wrong, right) in words.items()}


def rightly(found: Sequence[Judged], chances: Sequence[float], source: str) -> str:
    """How many cases of a source are decided rightly."""
    own = [(p >= HOLDS) == each.is_right for each, p in zip(found, chances, strict=True) if each.source == source]
    return f"{sum(own):,} of {len(own):,} decided rightly"


def lean(weights: dict[str, float], read: Sequence[tuple[str, float, bool]], holds: float) -> None:
    """Raise the log odds of a measure's labels where that makes its F1 plainly better.

    `read`: measure, chance by weights that had not learned from it, and whether the label is right. A judge that learns
    all measures together doubts too much where a measure is rare and says less of itself than its trial does.
    """
    for measure in sorted({each for each, _, _ in read}):
        own = [(chance, is_right) for each, chance, is_right in read if each == measure]
        best = max((holds, *LOWER), key=lambda least, own=own: (_f1(own, least), least))  # type: ignore[misc]
        if _f1(own, best) - _f1(own, holds) >= PLAINLY and sum(is_right for _, is_right in own) >= ENOUGH:
            more = log(holds / (1 - holds)) - log(best / (1 - best))
            weights[measure] = round(weights.get(measure, 0.0) + more, 3)
            print(f"{measure}: {more:+.2f}", file=sys.stderr)


def _f1(own: Sequence[tuple[float, bool]], least: float) -> float:
    held = [is_right for chance, is_right in own if chance >= least]
    return 2 * sum(held) / max(1, len(held) + sum(is_right for _, is_right in own))
