"""How well labels do: hits, false alarms and misses, and how right each word of confidence is."""

import collections
from collections.abc import Iterable, Sequence
from typing import Any

from fetchers.measures.judge import HOLDS, confidence_of
from tests.fit.cases import Judged
from tests.fit.trials import Labels


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
