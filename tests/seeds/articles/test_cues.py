"""The cues by which articles are read: what is malformed is refused, every example holds."""

from pathlib import Path

import pytest

from seeds.articles.cues import USES, article_cues, load_article_cues
from seeds.errors import SeedError

CUE = '[[cue]]\nuse = "{use}"\nvalue = "{value}"\npattern = "{pattern}"\npositive = ["{yes}"]\nnegative = ["{no}"]\n'


def refusal(tmp_path: Path, text: str) -> str:
    path = tmp_path / "cues.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        load_article_cues(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"use": "hunch"}, "use `hunch` is unknown"),
        ({"value": "novel"}, "value `novel` is unknown for title"),
        ({"pattern": "("}, "is none"),
        ({"yes": "nothing"}, "does not find `nothing`"),
        ({"no": "a review"}, "finds `a review`"),
    ],
)
def test_what_does_not_belong_is_refused(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    good = {"use": "title", "value": "review", "pattern": "review", "yes": "a review", "no": "a trial"}
    assert said in refusal(tmp_path, CUE.format(**good | changed))


def test_a_use_without_a_cue_is_told(tmp_path: Path) -> None:
    good = CUE.format(use="title", value="review", pattern="review", yes="a review", no="a trial")
    assert "has no cue of use `type`" in refusal(tmp_path, good)


def test_every_use_has_a_pattern() -> None:
    cues = article_cues()
    assert cues.types and cues.titles and cues.headings
    assert set(cues.words) == set(USES) - {"type", "title", "heading"}
