"""British spellings are read as American ones, and the table refuses what does not belong."""

from pathlib import Path

import pytest

from seeds.errors import SeedError
from seeds.text import spellings


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumours", "tumors"), ("leukaemia", "leukemia"), ("haemoglobin", "hemoglobin"), ("oedema", "edema"),
        ("paediatric", "pediatric"), ("randomised", "randomized"), ("ageing", "aging"), ("centre", "center"),
        ("centres", "centers"), ("oesophageal", "esophageal"), ("diarrhoea", "diarrhea"),
    ],
)  # fmt: skip
def test_british_words_are_put_into_the_american_spelling(british: str, american: str) -> None:
    assert spellings.american()(british) == american
    assert spellings.american()(american) == american


@pytest.mark.parametrize("word", ["aerobic", "metreleptin", "fibrein", "sirolimus", "exercise", "promise", "does"])
def test_words_that_only_look_british_stay(word: str) -> None:
    assert spellings.american()(word) == word


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('british = "a1"\namerican = "a"', "must be letters"),
        ('british = "a"\namerican = "a"', "must differ"),
        ('british = "a"', "american"),
        ('british = "our"\namerican = "or"\n[[spelling]]\nbritish = "our"\namerican = "o"', "`our` stands twice"),
    ],
)
def test_a_table_that_is_not_well_formed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, message: str
) -> None:
    (tmp_path / "s.toml").write_text(f"[[spelling]]\n{entry}\n", encoding="utf-8")
    monkeypatch.setattr(spellings, "PATH", tmp_path / "s.toml")
    spellings.american.cache_clear()
    with pytest.raises(SeedError, match=message):
        spellings.american()
    spellings.american.cache_clear()
