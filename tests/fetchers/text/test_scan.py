"""A scanner finds exactly what its pattern finds, whatever the pattern and the text."""

import re
from itertools import islice

import pcre2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.record.texts import Texts
from fetchers.text.scan import Scanner, one_byte, union
from seeds.context.assertion import load_cues
from seeds.measures.rules import load_labels

LABELS = load_labels()
WORDS = "\n".join(words for label in LABELS for rule in label.rule for words in (*rule.positive, *rule.negative))
PATTERNS = sorted({
    pattern
    for label in LABELS
    for rule in label.rule
    for pattern in (rule.pattern, *rule.exclude, *rule.requires, *rule.unless, *label.exclude)
} | {cue.pattern for cue in load_cues()})  # fmt: skip
# pieces from which patterns are put together, and the characters that texts are made of
PIECES = (
    r"\b", "a", "b", "ab", "(?:a|bc)", "(?:ab)?", r"\d{1,3}", r"\s+", r"\w*", "[a-c]", "[^a]", ".", "-", "(?=a)",
    "(?<!b)", "(?:a|)", "b{2}", "(?:a|1)+?", "[≥a]", "≥", r"(?<![^\n])", "A", r"\Z", "(a)", "_", r"(?<=\ba)", r"[\s,]?",
)  # fmt: skip
CHARACTERS = "aabbc1 -\n\u00e9\u00df_A≥"


def spans(found) -> list[tuple[int, int]]:
    return [hit.span() for hit in found]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), st.text(CHARACTERS, max_size=30), st.data())
def test_finds_what_the_pattern_finds(pieces: list[str], text: str, data: st.DataObject) -> None:
    pattern, scanner = re.compile("".join(pieces)), Scanner("".join(pieces))
    if data.draw(st.booleans()):
        scanner.prepare()
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    found = spans(pattern.finditer(text, low, high))
    first = pattern.search(text, low, high)
    assert scanner.search(text, low, high) == (first.span() if first else None)
    assert scanner.match(text, low, high) == bool(pattern.match(text, low, high))
    if all(start < end for start, end in found):
        assert list(scanner.finditer(text, low, high)) == found
    for before in range(low, high + 1):
        begun = list(scanner.before(text, low, before, high))
        assert begun[:1] == [span for span in found[:1] if span[0] < before]
        assert {start for start, _ in begun} >= {start for start, _ in found if start < before}
        assert all(start < before for start, _ in begun)


@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), max_size=4), st.text(CHARACTERS, max_size=20)
)
def test_unions_find_something_where_one_of_the_patterns_does(lists: list[list[str]], text: str) -> None:
    patterns = ["".join(pieces) for pieces in lists]
    one = any(re.search(pattern, text) for pattern in patterns)
    assert any(scanner.search(text, 0, len(text)) for scanner in union(patterns)) == one


@pytest.mark.parametrize("part", range(8))
def test_rules_find_in_their_examples_what_their_patterns_find(part: int) -> None:
    text = WORDS.lower()
    for pattern in islice(PATTERNS, part, None, 8):
        scanner, found = Scanner(pattern), spans(re.finditer(pattern, text))
        assert list(scanner.finditer(text, 0, len(text))) == found, pattern
        scanner.prepare()
        assert list(scanner.finditer(text, 0, len(text))) == found, pattern


def test_no_pattern_of_which_all_matches_are_asked_matches_nothing() -> None:
    """Its other matches would not be found as `re.finditer` finds them."""
    asked = [pattern for label in LABELS for rule in label.rule for pattern in (rule.pattern, *rule.exclude)]
    asked += [pattern for label in LABELS for pattern in label.exclude] + [cue.pattern for cue in load_cues()]
    assert [pattern for pattern in asked if pattern and re.search(pattern, "")] == []


def test_a_match_is_not_missed_by_looking_for_where_it_can_begin() -> None:
    """PCRE2 issue 874: with its own search for beginnings, 10.47 finds nothing here."""
    pattern, text = (
        r"(?:surveys?|questionnaires?)\b[^.\n]{0,220}?\b(?:sf-?(?:36|12)|eq-?5d)\w*",
        "questionnaires (sf12hsq)",
    )
    assert Scanner(pattern).search(text, 0, len(text)) == (0, 23)


def test_what_pcre2_cannot_hold_is_found_all_the_same() -> None:
    large = Scanner("(?:(?:alpha|beta|gamma|delta){50}){50}|ends")
    assert not large.fits
    assert large.search("that ends", 0, 9) == (5, 9)
    assert list(large.finditer("ends, ends", 0, 10)) == [(0, 4), (6, 10)]


def test_what_is_too_deep_for_machine_code_is_found_all_the_same() -> None:
    deep = "ab" * 50_000
    assert Scanner("(?:a(?:b|c))+").search(deep, 0, len(deep)) == (0, len(deep))


def test_a_system_without_machine_code_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_as_ever = pcre2.compile

    def refused(pattern: bytes, jit: bool = True) -> object:
        if jit:
            raise MemoryError
        return compile_as_ever(pattern, jit=jit)

    monkeypatch.setattr(pcre2, "compile", refused)
    scanner = Scanner(r"\bna[iï]ve t[- ]cells?")
    scanner.prepare()
    assert scanner.search("the naïve t-cell", 0, 16) == (4, 16)
    assert list(scanner.finditer("naive t cells, naive t cells", 0, 28)) == [(0, 13), (15, 28)]


@pytest.mark.records
def test_rules_find_in_records_what_their_patterns_find(rapalog_records: list[dict]) -> None:
    texts = [texts.lower for texts in map(Texts, rapalog_records) if texts.lower.isascii()][:12]
    assert len(texts) == 12
    for pattern in PATTERNS:
        scanner, reference = Scanner(pattern), re.compile(pattern)
        scanner.prepare()
        for text in texts:
            assert list(scanner.finditer(text, 0, len(text))) == spans(reference.finditer(text)), pattern


def test_a_text_made_to_stall_a_pattern_does_not() -> None:
    text = "a" * 5_000
    assert Scanner("(?:a|aa)+b").search(text, 0, len(text)) is None


def stalling_texts() -> list[str]:
    """Lists without end of each rule's own words, and of what lists are made of."""
    examples = WORDS.lower().splitlines()[::5]
    lists = ("cd3, cd4, ", "a, b, c and ", "1, 2, 3 mg/day, ", " ", "x", "- ", "pre- and post-", "days 1, 8 and ", "\n")
    return [(f"{words}, " * 400)[:800] for words in examples] + [words * (800 // len(words)) for words in lists]


@pytest.mark.parametrize("part", range(4))
def test_no_rule_can_be_stalled(part: int) -> None:
    texts = [one_byte(text) for text in stalling_texts()]
    for pattern in islice(PATTERNS, part, None, 4):
        scanner = Scanner(pattern)
        for text in texts if scanner.fits else ():
            scanner._quick.search(text, 0, len(text))  # raises where it takes more than LIMIT steps


def test_large_unions_are_split() -> None:
    large = [rf"word{number}(?:alpha|beta|gamma|delta|epsilon){{30}}" for number in range(120)]
    scanners = union([*large, "ends"])
    assert len(scanners) > 1
    assert any(scanner.search("that ends", 0, 9) for scanner in scanners)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Sjögren’s naïve β-cell", b"Sjogren\x9fs naive B-cell"),
        ("PedsQL™ ≥ 5 mg/m² • t½ ± 1", b"PedsQL\x83 \x80 5 mg/m\xb2 \x82 t\xbd \xb1 1"),
        ("ж𝛼漢", b"XAX"),
    ],
)  # fmt: skip
def test_every_character_is_one_byte(text: str, same: bytes) -> None:
    assert one_byte(text) == same
