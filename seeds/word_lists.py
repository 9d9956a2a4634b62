"""Word lists and phrases of a TOML seed, which stand there in place of patterns.

The table `word_lists` holds lists by name, and `<<name>>` in a string stands for one, in a list for one above it. In
any table `phrases` are whole phrases, in which lists may be named, too; with the patterns of `any_of` they make up its
`pattern`, of which one must match, after one of the words of `after` and a blank and after none of `not_after`.
`unless_phrases` stands for one more pattern in `unless`, and so for any other field.

Words and phrases are written as people write them. `(s)` may be missing ("level(s)"), `~` is a hyphen or a blank
("cell~count"), `*` stands for any further letters and `+` for some ("measur*"), `#` for a whole number in figures
("every # weeks"), `...` for up to three words or numbers ("once per ... cycle"), and a stroke at one end holds that end
to a word's edge ("bal|"). A phrase is held to the edges of words at both ends. A list becomes a pattern that matches
the first of its words that fits.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

NAME = re.compile(r"<<(\w+)>>")
_WORD = re.compile(r"(?:[^()]|\([^()]+\))+")
_SIGNS = {"(": "(?:", ")": ")?", "~": "[- ]", "*": r"\w*", "+": r"\w+", "#": r"\d+", "|": r"\b"}
_AS_PATTERN = str.maketrans({sign: re.escape(sign) for sign in map(chr, range(128))} | _SIGNS)
_FEW_WORDS = r"(?:[\w-]+(?:\.\d+)? ){0,3}"
_BEGINS_WITH_WORD, _ENDS_WITH_WORD = re.compile(r"\(*(?:[\w*+#]|<<)"), re.compile(r"(?:[\w*+#]|>>)\)*\Z")
_PARTS = {"any_of", "after", "not_after"}  # of a pattern, beside its phrases


def composed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with patterns in place of its word lists and phrases; ValueError names a bad one."""
    lists = document.pop("word_lists", {})
    if not isinstance(lists, Mapping):
        raise ValueError("`word_lists` must be a table of lists")
    patterns: dict[str, str] = {}
    used: set[str] = set()
    for name, words in lists.items():
        pattern = f"(?:{'|'.join(map(word_pattern, _checked(name, words)))})"
        patterns[name] = _with_lists(pattern, patterns, used)
    found: dict[str, Any] = _with_lists(document, patterns, used)
    if unused := patterns.keys() - used:
        raise ValueError(f"the list `{min(unused)}` of `word_lists` is named nowhere")
    return found


def word_pattern(word: str) -> str:
    """The pattern of one word of a list, or of a phrase.

    >>> word_pattern("h(a)emoglobin~level(s)")
    'h(?:a)?emoglobin[- ]level(?:s)?'
    """
    return _FEW_WORDS.join(part.translate(_AS_PATTERN) for part in word.split("... "))


def phrases_pattern(phrases: Iterable[str]) -> str:
    """The pattern that matches one of some phrases as whole words; those that end alike share their edges.

    >>> phrases_pattern(["noon", "<<number>> day(s)", "/day"])
    '\\\\b(?:noon|<<number>>\\\\ day(?:s)?)\\\\b|(?:/day)\\\\b'
    """
    by_edges: dict[tuple[str, str], list[str]] = {}
    for phrase in phrases:
        edges = (r"\b" * bool(_BEGINS_WITH_WORD.match(phrase)), r"\b" * bool(_ENDS_WITH_WORD.search(phrase)))
        by_edges.setdefault(edges, []).append(word_pattern(phrase))
    return "|".join(f"{start}(?:{'|'.join(alike)}){end}" for (start, end), alike in by_edges.items())


def _checked(name: str, words: Any) -> list[str]:
    if not (isinstance(words, list) and words and all(isinstance(word, str) and word for word in words)):
        raise ValueError(f"the list `{name}` must hold words")
    if odd := [word for word in words if not _WORD.fullmatch(word)]:
        raise ValueError(f"the list `{name}` holds `{odd[0]}`, whose brackets do not close")
    return words


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
        return {key: _with_lists(each, patterns, used) for key, each in _with_phrases(value).items()}
    return value


def _with_phrases(table: dict[str, Any]) -> dict[str, Any]:
    """A table with patterns in place of its phrases."""
    found = {key: value for key, value in table.items() if not key.endswith("phrases") and key not in _PARTS}
    for key, value in table.items():
        if key.endswith("_phrases"):
            name = key.removesuffix("_phrases")
            found[name] = [phrases_pattern(_checked(key, value)), *found.get(name, [])]
    if "phrases" in table or "any_of" in table:
        if "pattern" in table:
            raise ValueError("give `pattern`, or `phrases` and `any_of`, not both")
        found["pattern"] = "|".join(_alternatives(table))
    for place, before in (("after", _after), ("not_after", _not_after)):
        if place in table:
            found["pattern"] = before(_checked(place, table[place])) + f"(?:{found.get('pattern', '')})"
    return found


def _after(words: list[str]) -> str:
    return "(?:" + "|".join(rf"(?<=\b{word_pattern(each)} )" for each in words) + ")"


def _not_after(words: list[str]) -> str:
    return "".join(f"(?<!{word_pattern(each)} )" for each in words)


def _alternatives(table: Mapping[str, Any]) -> list[str]:
    phrases = [phrases_pattern(_checked("phrases", table["phrases"]))] if "phrases" in table else []
    patterns = table.get("any_of", [])
    if not (isinstance(patterns, list) and all(isinstance(each, str) for each in patterns)):
        raise ValueError("`any_of` must be a list of patterns")
    return [*phrases, *patterns]
