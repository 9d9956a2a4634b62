"""Loads the cues by which articles are read (`cues.toml`) and refuses what does not belong."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_entries

PATH = Path(__file__).with_name("cues.toml")
KINDS_OF_ARTICLE = (
    "results", "secondary_analysis", "follow_up", "protocol", "pooled", "review", "comment", "erratum",
    "retraction_notice", "other_trial", "unclear",
)  # fmt: skip
ABSTRACT_PARTS = ("aim", "method", "result", "conclusion")
VALUES_OF_USE = {"type": KINDS_OF_ARTICLE, "title": KINDS_OF_ARTICLE, "heading": ABSTRACT_PARTS}
USES = (
    *VALUES_OF_USE, "of another trial", "named in passing", "registered", "planned", "announced", "compared", "verb",
    "outlook", "enrolled", "time", "dose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArticleCue:
    """A pattern of one use, with what it finds and what it does not; uses in VALUES_OF_USE have a value."""

    use: str
    pattern: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    value: str = ""

    def __post_init__(self) -> None:
        """Refuse unknown uses and values, patterns that are none, and cues without examples."""
        if self.use not in USES:
            raise ValueError(f"use `{self.use}` is unknown; use one of {', '.join(USES)}.")
        if self.value not in VALUES_OF_USE.get(self.use, ("",)):
            raise ValueError(f"value `{self.value}` is unknown for {self.use}.")
        if not (self.positive and self.negative):
            raise ValueError("give at least one positive and one negative example.")
        try:
            found = re.compile(self.pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"pattern `{self.pattern}` is none: {error}.") from error
        sought = found.fullmatch if self.use == "type" else found.search
        if missed := [each for each in self.positive if not sought(each)]:
            raise ValueError(f"the pattern does not find `{missed[0]}`.")
        if wrong := [each for each in self.negative if sought(each)]:
            raise ValueError(f"the pattern finds `{wrong[0]}`.")


@dataclass(frozen=True, slots=True)
class ArticleCues:
    """All cues: kinds by type and by title, parts by heading, each in the file's order; patterns by other uses."""

    types: tuple[tuple[str, re.Pattern[str]], ...]
    titles: tuple[tuple[str, re.Pattern[str]], ...]
    headings: tuple[tuple[str, re.Pattern[str]], ...]
    words: dict[str, re.Pattern[str]]


def load_article_cues(path: Path = PATH) -> tuple[ArticleCue, ...]:
    """The cues as they stand; SeedError where one is malformed or a use has none."""
    found = tuple(read_entries(path, "cue", ArticleCue))
    if absent := [use for use in USES if use not in {each.use for each in found}]:
        raise SeedError(f"{path}: has no cue of use `{absent[0]}`.")
    return found


@cache
def article_cues() -> ArticleCues:
    """The cues compiled, several of one use and value as one pattern."""
    patterns: dict[tuple[str, str], list[str]] = {}
    for each in load_article_cues():
        patterns.setdefault((each.use, each.value), []).append(f"(?:{each.pattern})")
    compiled = {key: re.compile("|".join(several), re.IGNORECASE) for key, several in patterns.items()}
    by_use = {
        use: tuple((value, pattern) for (of, value), pattern in compiled.items() if of == use) for use in VALUES_OF_USE
    }
    words = {use: pattern for (use, value), pattern in compiled.items() if not value}
    return ArticleCues(by_use["type"], by_use["title"], by_use["heading"], words)
