"""What became of the outcomes from one version of a record to another: added, dropped, reworded, moved, retimed."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from fetchers.record.nodes import Node, objects, text
from fetchers.record.texts import OUTCOME_LISTS

ADDED, DROPPED, REWORDED, MOVED, RETIMED = "added", "dropped", "reworded", "moved", "time_frame_changed"
CERTAIN_LIKENESS, LEAST_LIKENESS = 80.0, 60.0  # of 100: wordings from which two are one outcome for sure, and perhaps
_TAG = re.compile(r"</?(?:p|ul|ol|li|br|b|i|em|strong|sub|sup)\b[^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!<>~|=&])")
_BULLET = re.compile(r"(?m)^\s*(?:[*-]|\d+\.)\s+")
_TOKEN = re.compile(r"\w+|[<>=%+≤≥/]")
# words that say that something is assessed, not what: without them wordings of one outcome are alike
_EMPTY = re.compile(
    r"\b(?:(?:the )?(?:assess(?:ment)?|evaluat(?:e|ion)|determin(?:e|ation)|measur(?:e|ement)|compar(?:e|ison)|"
    r"estimat(?:e|ion)|investigat(?:e|ion)|number|percentage|proportion|rate|incidence|change) (?:of|in)\b|to "
    r"(?:assess|evaluate|determine|measure|compare|estimate|investigate)\b|"
    r"(?:participants|patients|subjects) (?:with|who)\b|between (?:the )?(?:groups|arms)\b|"
    r"as (?:assessed|measured|evaluated) by\b)",
)  # fmt: skip


class RegisteredOutcome(NamedTuple):
    """A registered outcome: `group` is primary, secondary or other; wording and time frame without any markup."""

    group: str
    wording: str
    time_frame: str


class OutcomeChange(NamedTuple):
    """What became of one outcome; `before` is None where it was added, `now` where it was dropped."""

    change: str
    before: RegisteredOutcome | None
    now: RegisteredOutcome | None
    is_certain: bool = True


def bare(words: str) -> str:
    """Registry text without HTML (old versions) and markdown (the current record), blanks made one."""
    return " ".join(_BULLET.sub("", _ESCAPED.sub("", html.unescape(_TAG.sub(" ", words)))).split())


def outcomes_of(module: Node) -> list[RegisteredOutcome]:
    """The outcomes of a record's or a version's outcomes module."""
    return [
        RegisteredOutcome(group, bare(text(each, "measure")), bare(text(each, "timeFrame")))
        for name, group in OUTCOME_LISTS
        for each in objects(module, name)
        if text(each, "measure")
    ]


def changes(before: Sequence[RegisteredOutcome], now: Sequence[RegisteredOutcome]) -> list[OutcomeChange]:
    """All that changed; one outcome may be reworded, moved and retimed at once."""
    pairs, gone, came = _paired(list(before), list(now))
    found = [change for pair in pairs for change in _of_pair(*pair)]
    found += [OutcomeChange(DROPPED, each, None) for each in gone]
    return [*found, *(OutcomeChange(ADDED, None, each) for each in came)]


_Pair = tuple[RegisteredOutcome, RegisteredOutcome, bool]


def _of_pair(before: RegisteredOutcome, now: RegisteredOutcome, is_certain: bool) -> Iterator[OutcomeChange]:
    if before.group != now.group:
        yield OutcomeChange(MOVED, before, now, is_certain)
    if _tokens(before.wording) != _tokens(now.wording):
        yield OutcomeChange(REWORDED, before, now, is_certain)
    if _tokens(before.time_frame.lower()) != _tokens(now.time_frame.lower()):
        yield OutcomeChange(RETIMED, before, now, is_certain)


def _paired(
    before: list[RegisteredOutcome], now: list[RegisteredOutcome]
) -> tuple[list[_Pair], list[RegisteredOutcome], list[RegisteredOutcome]]:
    """Outcomes that are one, those that are gone, and those that came: the same words first, then what is alike."""
    pairs: list[_Pair] = []
    for same in (_whole, _group_and_words, _words):
        pairs += [(one, other, True) for one, other in _take_equal(before, now, same)]
    ranked = sorted(_alike(before, now), key=lambda each: -each[0])
    for score, one, other in ranked:
        if one in before and other in now:
            before.remove(one)
            now.remove(other)
            pairs.append((one, other, score >= CERTAIN_LIKENESS))
    return pairs, before, now


def _take_equal(
    before: list[RegisteredOutcome], now: list[RegisteredOutcome], key: Callable[[RegisteredOutcome], object]
) -> Iterator[tuple[RegisteredOutcome, RegisteredOutcome]]:
    """Takes pairs of equal key out of both lists."""
    waiting: dict[object, list[RegisteredOutcome]] = {}
    for each in now:
        waiting.setdefault(key(each), []).append(each)
    for one in list(before):
        if others := waiting.get(key(one)):
            other = others.pop(0)
            before.remove(one)
            now.remove(other)
            yield one, other


def _whole(outcome: RegisteredOutcome) -> object:
    return outcome.group, _tokens(outcome.wording.lower()), _tokens(outcome.time_frame.lower())


def _group_and_words(outcome: RegisteredOutcome) -> object:
    return outcome.group, _tokens(outcome.wording.lower())


def _words(outcome: RegisteredOutcome) -> object:
    return _tokens(outcome.wording.lower())


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(words))


def _alike(
    before: Iterable[RegisteredOutcome], now: Sequence[RegisteredOutcome]
) -> Iterator[tuple[float, RegisteredOutcome, RegisteredOutcome]]:
    for one in before:
        for other in now:
            if (score := likeness(one.wording, other.wording)) >= LEAST_LIKENESS:
                yield score, one, other


def likeness(one: str, other: str) -> float:
    """How alike two wordings are, 0 to 100: letters in common, of their words in order and of their words sorted."""
    left, right = _core(one), _core(other)
    return max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right))


def _core(words: str) -> str:
    """The words that say what is measured; all words where nothing else is left."""
    lower = words.lower()
    core = " ".join(_TOKEN.findall(_EMPTY.sub(" ", lower)))
    return core or lower
