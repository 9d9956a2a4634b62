"""Word lists of a TOML seed: the table `word_lists` holds lists by name, and `<<name>>` in a string stands for one.

Words are written as people write them. `(s)` may be missing ("level(s)"), `~` is a hyphen or a blank ("cell~count"),
`*` stands for any further letters and `+` for some ("measur*"), and a stroke at one end holds that end to a word's edge
("bal|"). A list becomes a pattern that matches the first of its words that fits.
"""

import re
from collections.abc import Mapping
from typing import Any

NAME = re.compile(r"<<(\w+)>>")
_WORD = re.compile(r"(?:[^()]|\([^()]+\))+")
_SIGNS = {"(": "(?:", ")": ")?", "~": "[- ]", "*": r"\w*", "+": r"\w+", "|": r"\b"}
_AS_PATTERN = str.maketrans({sign: re.escape(sign) for sign in map(chr, range(128))} | _SIGNS)


def composed(document: dict[str, Any]) -> dict[str, Any]:
    """The document without its word lists, which stand where its strings name them; ValueError names a bad list."""
    lists = document.pop("word_lists", {})
    if not lists:
        return document
    if not isinstance(lists, Mapping):
        raise ValueError("`word_lists` must be a table of lists")
    patterns = {name: _pattern(name, words) for name, words in lists.items()}
    used: set[str] = set()
    found = {key: _with_lists(value, patterns, used) for key, value in document.items()}
    if unused := patterns.keys() - used:
        raise ValueError(f"the list `{min(unused)}` of `word_lists` is named nowhere")
    return found


def word_pattern(word: str) -> str:
    """The pattern of one word of a list.

    >>> word_pattern("h(a)emoglobin~level(s)")
    'h(?:a)?emoglobin[- ]level(?:s)?'
    """
    return word.translate(_AS_PATTERN)


def _pattern(name: str, words: Any) -> str:
    if not (isinstance(words, list) and words and all(isinstance(word, str) and word for word in words)):
        raise ValueError(f"the list `{name}` of `word_lists` must hold words")
    if odd := [word for word in words if not _WORD.fullmatch(word)]:
        raise ValueError(f"the list `{name}` of `word_lists` holds `{odd[0]}`, whose brackets do not close")
    return f"(?:{'|'.join(map(word_pattern, words))})"


def _with_lists(value: Any, patterns: Mapping[str, str], used: set[str]) -> Any:
    """A value of the document, however deep, with lists in place of their names; other names stay."""
    if isinstance(value, str):
        if "<<" not in value:
            return value
        used.update(NAME.findall(value))
        return NAME.sub(lambda hit: patterns.get(hit.group(1), hit.group()), value)
    if isinstance(value, list):
        return [_with_lists(each, patterns, used) for each in value]
    if isinstance(value, dict):
        return {key: _with_lists(each, patterns, used) for key, each in value.items()}
    return value
