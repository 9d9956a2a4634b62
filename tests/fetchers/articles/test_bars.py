"""Links, kinds, reported measures and changes of outcomes over a made-up world (docs/articles.md, docs/history.md)."""

import gzip
from pathlib import Path

import orjson
import pytest

from tests.fetchers.articles.bars import Score, score_articles, score_history
from tests.replay_elsewhere import world_of

COUNT = 60


@pytest.fixture(scope="module", params=[("rapalog", "1"), ("newer", "4242")], ids=lambda param: param[0])
def score(request: pytest.FixtureRequest, shared: Path) -> Score:
    name, seed = request.param
    with gzip.open(shared / "records" / f"{name}.jsonl.gz") as lines:
        world = world_of(shared, [orjson.loads(line) for line, _ in zip(lines, range(COUNT), strict=False)], seed)
    found = Score()
    score_articles(world, found)
    score_history(world, found)
    return found


@pytest.mark.records
@pytest.mark.parametrize(
    ("what", "precision", "recall"),
    [("own", 0.98, 0.98), ("kind", 0.95, 0.95), ("reported", 0.95, 0.90), ("change", 0.97, 0.95)],
)
def test_the_bars_hold(score: Score, what: str, precision: float, recall: float) -> None:
    assert score.true[what] > COUNT / 4
    assert score.precision(what) >= precision
    assert score.recall(what) >= recall
