"""What was looked for outside the registry, in words."""

from typing import Any

import pytest

from cache.questions.elsewhere import LookedAt
from dashboard.words.elsewhere import articles_found, looked_for, version_numbers


@pytest.mark.parametrize(
    ("facts", "retracted", "words"),
    [
        ({}, 0, "Nobody has looked for articles"),
        (
            {"articles_asked_date": "2026-03-01", "own_article_count": 0},
            0,
            "to no article of its own with results.",
        ),
        ({"articles_asked_date": "2026-03-01", "own_article_count": 0}, 1, "results; 1 of its own was retracted."),
        ({"articles_asked_date": "2026-03-01", "own_article_count": 2}, 0, "lead to 2 articles of its own"),
    ],
)
def test_not_looked_none_found_and_retracted_are_told_apart(facts: dict[str, Any], retracted: int, words: str) -> None:
    assert words in articles_found(facts, retracted)


@pytest.mark.parametrize(
    ("looked", "words"),
    [((6, 0, 0), "Nobody has looked"), ((6, 6, 0), "of all these trials"), ((6, 1, 0), "of 1 of 6 trials")],
)
def test_of_how_many_trials_articles_were_looked_for(looked: tuple[int, int, int], words: str) -> None:
    assert words in looked_for(LookedAt(*looked))


def test_versions_are_numbered_as_the_registrys_pages_do() -> None:
    assert (version_numbers(1, 1), version_numbers(0, 3)) == ("version 2", "version 1 to 4")
