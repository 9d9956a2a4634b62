"""Decides whose dose, frequency, route or level a word is, where a text names several drugs.

Clause by clause: a word belongs to the drug named before it in its sentence, or to the one right after it
("5 mg of sirolimus", "oral gefitinib"). A sentence without a drug goes on about the drug of the sentence before.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from fetchers.text.spans import Word
from seeds.drugs.other_drugs import other_drugs

OTHER = "other"  # owner of what belongs to a drug that is no rapalog


class NameSpan(Protocol):
    """A rapalog's name in a text, as the name finder gives it."""

    @property
    def drug(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Finder = Callable[[str], Iterable[NameSpan]]  # the rapalog names of a text


class Named(NamedTuple):
    """A drug named in a text: the rapalog's id, or OTHER."""

    owner: str
    start: int
    end: int


_ABBREVIATED = "".join(
    rf"(?<!\b{short}\.)" for short in (r"i\.v", r"p\.o", r"i\.d", r"q\.d", r"o\.d", r"e\.g", r"i\.e", "vs", "max", "no")
)
_SENTENCE_END = re.compile(rf"[.!?]{_ABBREVIATED}\)?\s+(?=[A-Z(\d\u2022*\"'-])|(?<=[a-z)])\.(?=[A-Z][a-z])|\n|;|\u2022")
_LINKED = re.compile(
    r"(?:\s|[(),+/&\u00ae\u2122\u00b1]|\band\b|\bplus\b|\bor\b|\bwith\b|\bin combination with\b|\balone\b)*"
)
_GLUE = re.compile(r"[\s()-]*(?:(?:of|the|an?|oral|doses?|dosage|tablets?|capsules?|equivalent)\b[\s()-]*)*")
_IN_PASSING = re.compile(
    r"\b(?:after|before|prior to|following|receiving|without|than|not on"
    r"|(?:treatment|therapy|regimen|patients|subjects|those) (?:with|on|receiving|taking)"
    r"|(?:discontinuation|withdrawal|cessation|elimination|removal|administration|introduction|reduction) of"
    r"|(?:last|first) dose of)\s+(?:the |\w+ )?$"
)
_DOSE_AFTER = re.compile(r"[\s(]*(?:at )?(?:a dose of )?\d")
_OF = re.compile(r"\bof\b")
_BREAK = re.compile(r"[,+;&]|\band\b|\bplus\b|\bwith\b|\bor\b|\bfollowed by\b|\bthen\b|\bplus\b|:")
_ALIAS = re.compile(r"\s*\(\s*([A-Z]{2,5}\d*)\s*[,;)]")


def sentences(cased: str) -> list[tuple[int, int]]:
    """Spans of sentences, list items and clauses between semicolons."""
    spans, low = [], 0
    for hit in _SENTENCE_END.finditer(cased):
        spans.append((low, hit.end()))
        low = hit.end()
    return [*spans, (low, len(cased))]


def is_other_drug(name: str) -> bool:
    """Whether a folded lower-case name is that of one listed drug and of nothing else."""
    return bool(other_drugs().fullmatch(name.strip()))


def named_drugs(cased: str, rapalogs: Iterable[NameSpan], also: Iterable[str] = ()) -> list[Named]:
    """All drugs named in a folded text, in its order: the given rapalog spans, their abbreviations where the text
    introduces them ("everolimus (EVL)"), the seeds' other drugs, and the names in `also` (lower case)."""
    found = [Named(span.drug, span.start, span.end) for span in rapalogs]
    lower = cased.lower()
    found += _aliases(cased, found)
    others = [Named(OTHER, hit.start(), hit.end()) for hit in other_drugs().finditer(lower)]
    others += [Named(OTHER, at, at + len(name)) for name in also if name for at in places(name, lower, 0, len(lower))]
    for other in sorted(others, key=lambda each: (each.start - each.end, each.start)):
        if _in_passing(lower, other):
            continue
        if all(other.end <= each.start or each.end <= other.start for each in found):
            found.append(other)
    return sorted(found, key=lambda each: (each.start, each.end))


def places(name: str, text: str, low: int, high: int) -> Iterator[int]:
    """Where a name stands as a whole word between two positions of a text in the same case."""
    at = text.find(name, low, high)
    while at >= 0:
        end = at + len(name)
        whole = not (_in_word(text[at - 1 : at]) or _in_word(text[end : end + 1]))
        if whole:
            yield at
        at = text.find(name, end if whole else at + 1, high)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _in_passing(lower: str, other: Named) -> bool:
    """ "seven days after beginning treatment with X" speaks of X's time, not of its dose."""
    before = lower[max(0, other.start - 60) : other.start]
    return bool(_IN_PASSING.search(before)) and not _DOSE_AFTER.match(lower[other.end : other.end + 15])


def _aliases(cased: str, rapalogs: Sequence[Named]) -> list[Named]:
    found = []
    for named in rapalogs:
        hit = _ALIAS.match(cased, named.end)
        if hit and not other_drugs().fullmatch(hit[1].lower()):
            short = hit[1]
            found += [Named(named.owner, at, at + len(short)) for at in places(short, cased, 0, len(cased))]
    apart = {(each.start, each.end): each for each in found}.values()
    return [each for each in apart if all(each.end <= other.start or other.end <= each.start for other in rapalogs)]


def owners(cased: str, named: Sequence[Named], words: Sequence[Word], topic: str | None) -> list[frozenset[str]]:
    """For each word (in the text's order) the drugs it speaks of; empty where that is not to be told.

    `topic` is the drug that the whole text is about, or None.
    """
    result: dict[int, frozenset[str]] = {}
    current = topic
    for low, high in sentences(cased):
        drugs = [each for each in named if low <= each.start < high]
        inside = [number for number, word in enumerate(words) if low <= word.start < high]
        if not drugs:
            result |= dict.fromkeys(inside, frozenset([current] if current else []))
            continue
        groups = _groups(cased, drugs)
        result |= _assign(cased, groups, [(number, words[number]) for number in inside], current)
        distinct = {drug.owner for drug in drugs}
        current = distinct.pop() if len(distinct) == 1 else topic
    return [result[number] for number in range(len(words))]


def _groups(cased: str, drugs: Sequence[Named]) -> list[list[Named]]:
    """Drugs joined by nothing but "and", "+", "(" and the like."""
    groups = [[drugs[0]]]
    for drug in drugs[1:]:
        if _LINKED.fullmatch(cased, groups[-1][-1].end, drug.start):
            groups[-1].append(drug)
        else:
            groups.append([drug])
    return groups


Numbered = tuple[int, Word]


def _assign(
    cased: str, groups: list[list[Named]], words: list[Numbered], current: str | None
) -> dict[int, frozenset[str]]:
    result: dict[int, frozenset[str]] = {}
    starts = [group[0].start for group in groups] + [len(cased) + 1, len(cased) + 1]
    head = [each for each in words if each[1].start < starts[0]]
    behind = _kinds(words, starts[0], starts[1])
    ahead = _ahead(cased, head, groups[0][0], 0, set(), behind)
    before = {word.kind for number, word in head if number in ahead}  # kinds that the next drug's predecessor has
    whose = current or (groups[0][0].owner if len({drug.owner for group in groups for drug in group}) == 1 else None)
    result |= dict.fromkeys((number for number, _ in head), frozenset([whose] if whose else []))
    result |= dict.fromkeys(ahead, frozenset([groups[0][0].owner]))
    for place, group in enumerate(groups):
        between = [each for each in words if starts[place] <= each[1].start < starts[place + 1]]
        forward: set[int] = set()
        if place + 1 < len(groups):
            following = _kinds(words, starts[place + 1], starts[place + 2])
            if len({drug.owner for drug in groups[place + 1]}) > 1:
                following -= {"dose", "range"}  # what follows "A and B" is B's dose, so A's stands before it
            forward = _ahead(cased, between, groups[place + 1][0], group[-1].end, before | {"name"}, following)
            before = {word.kind for number, word in between if number in forward}
            result |= dict.fromkeys(forward, frozenset([groups[place + 1][0].owner]))
        result |= _shared(group, [each for each in between if each[0] not in forward])
    return result


def _kinds(words: Iterable[Numbered], low: int, high: int) -> set[str]:
    return {word.kind for _, word in words if low <= word.start < high}


def _ahead(cased: str, words: list[Numbered], drug: Named, since: int, seen: set[str], following: set[str]) -> set[int]:
    """Numbers of the words right before a drug's name that are its own, not the drug's before it."""
    taken: set[int] = set()
    edge = drug.start
    for place in range(len(words) - 1, -1, -1):
        number, word = words[place]
        if word.end > edge or not _GLUE.fullmatch(cased.lower(), word.end, edge):
            break
        bound = bool(_OF.search(cased[word.end : edge].lower()))
        earlier = words[:place]
        parted = not seen or _BREAK.search(cased.lower(), earlier[-1][1].end if earlier else since, word.start)
        doubled = word.kind in seen or any(other.kind == word.kind for _, other in earlier)
        wanted_there = seen and word.kind in following and not doubled
        if not bound and (wanted_there or not (parted or doubled)):
            break
        if word.kind in {"days", "frequency"} and any(
            words[each][1].kind == "dose" for each in range(place + 1, len(words))
        ):
            break  # "days 1-28 10 mg/kg bevacizumab": its phrase begins with the dose
        taken.add(number)
        edge = word.start
    return taken


def _shared(group: list[Named], words: list[Numbered]) -> dict[int, frozenset[str]]:
    """After "A and B": a route or frequency that comes before any dose is both drugs', all else the last one's."""
    everyone, last = frozenset(drug.owner for drug in group), frozenset([group[-1].owner])
    result: dict[int, frozenset[str]] = {}
    alone = False
    for number, word in words:
        alone = alone or word.kind in {"dose", "range"}
        result[number] = last if alone else everyone
    return result
