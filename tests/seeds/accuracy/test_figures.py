from pathlib import Path

import pytest

from seeds.accuracy.figures import BASES, Figure, load_accuracy
from seeds.errors import SeedError


def test_the_figures_are_well_formed() -> None:
    figures = load_accuracy()
    assert {each.basis for each in figures} <= set(BASES)
    assert all(0 < each.f1 <= 1 for each in figures)


def test_the_scores_of_a_figure() -> None:
    figure = Figure("blind", "outcomes", 10, 8, 2, 4)
    assert (figure.precision, figure.recall, figure.f1) == (0.8, 8 / 12, 16 / 22)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('basis = "guess"', "basis `guess`"),
        ('level = "all"', "level `all`"),
        ("hits = 0", "something must have been hit"),
    ],
)
def test_a_wrong_figure_is_named(tmp_path: Path, line: str, message: str) -> None:
    fields = {"basis": '"blind"', "level": '"outcomes"', "trials": "1", "hits": "1", "false_alarms": "0", "misses": "0"}
    key, _, value = line.partition(" = ")
    fields[key] = value
    path = tmp_path / "accuracy.toml"
    path.write_text("[[figure]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items()) + "\n")
    with pytest.raises(SeedError, match=message):
        load_accuracy(path)


def test_a_figure_must_not_stand_twice(tmp_path: Path) -> None:
    entry = '[[figure]]\nbasis = "blind"\nlevel = "outcomes"\ntrials = 1\nhits = 1\nfalse_alarms = 0\nmisses = 0\n'
    (tmp_path / "accuracy.toml").write_text(entry * 2)
    with pytest.raises(SeedError, match="blind outcomes stands twice"):
        load_accuracy(tmp_path / "accuracy.toml")
