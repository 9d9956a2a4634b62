"""Which protocol arm a posted group is: by title, by description, by what is given, or by order, with a certainty.

Sponsors write a posted group's title anew, so words are compared by how far they tell the arms of the trial apart: a
word of every arm weighs little, one of a single arm much. A join that a drug's name contradicts is no join.
"""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log, sqrt

from fetchers.text.folding import fold

JOIN_SURE, JOIN_LIKELY, UNCERTAIN, NONE = "sure", "likely", "uncertain", "none"
TITLE_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
# Words with a number that tell parts of a trial apart. Arms and groups are numbered anew in results, parts are not.
TRIAL_PART = re.compile(r"\b(part|phase|period|stage|cohort|level) ?(\d{1,2}[a-z]?|[ivx]{1,4}|[a-h])\b")
EMPTY_WORDS = frozenset({
    "a", "an", "and", "arm", "arms", "by", "for", "from", "group", "groups", "in", "of", "on", "or", "participants",
    "patient", "patients", "per", "period", "plus", "receive", "received", "receiving", "regimen", "study",
    "subject", "subjects", "the", "therapy", "this", "to", "treated", "treatment", "was", "were", "who", "will",
    "with",
})  # fmt: skip
ALIKE_ENOUGH, FAIR = 0.75, 0.35  # likeness of words from which a join is sure, or likely, where nothing else comes near
APART = 0.2  # by which the second-best arm must be less like
REMEMBERED_TITLES = 4096  # "Placebo" heads groups of many trials
DrugsIn = Callable[[str], AbstractSet[str]]


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm as registered: its label, its description with what is given in it, and the rapalogs given."""

    index: int
    label: str
    description: str = ""
    interventions: str = ""
    drugs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A posted group in the sponsor's words."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """The arm of a group (its position among the trial's arms, none where it can't be told), how sure, and by what.

    `basis`: only_arm, title, description, words, order or nothing. `likeness`: of the words, 0 to 1.
    """

    group: Group
    arm: Arm | None
    certainty: str
    basis: str
    likeness: float = 1.0


def join_groups(groups: Sequence[Group], arms: Sequence[Arm], drugs: DrugsIn) -> list[Join]:
    """The arm of every group, in the order of the groups; `drugs` gives the rapalogs that a text names."""
    if not arms:
        return [Join(group, None, NONE, "nothing") for group in groups]
    if len(arms) == 1:
        certainty = JOIN_SURE if len(groups) == 1 else JOIN_LIKELY
        found = [Join(group, arms[0], certainty, "only_arm") for group in groups]
    else:
        likeness = _likeness(groups, arms, drugs)
        found = [_by_words(group, arms, row) for group, row in zip(groups, likeness, strict=True)]
        if len(groups) == len(arms):
            found = _one_group_an_arm(found)
        found = _by_order(_settled(found), arms)
    return [_checked(join, drugs) for join in found]


@lru_cache(maxsize=REMEMBERED_TITLES)
def words_of(text: str) -> frozenset[str]:
    """The words of a text that can tell groups apart, in lower case."""
    return frozenset(TITLE_WORD.findall(fold(text).lower())) - EMPTY_WORDS


@lru_cache(maxsize=REMEMBERED_TITLES)
def plain(text: str) -> str:
    """A title's words in their order, without signs and capitals."""
    return " ".join(TITLE_WORD.findall(fold(text).lower()))


def _likeness(groups: Sequence[Group], arms: Sequence[Arm], drugs: DrugsIn) -> list[list[float]]:
    """Of every group to every arm, 0 to 1. A rapalog counts as one word, by whichever of its names it goes."""
    labels = [words_of(arm.label) for arm in arms]
    whole = [words_of(f"{arm.label} {arm.description} {arm.interventions}") | arm.drugs for arm in arms]
    weights = _weights(whole)
    found = []
    for group in groups:
        title = words_of(group.title) | drugs(group.title)
        text = title | words_of(group.description)
        row = []
        for label, words in zip(labels, whole, strict=True):
            by_title = _cosine(title, label, weights)
            by_text = _cosine(text, words, weights)
            title_in_text = _held(title, words, weights) * 0.9
            row.append(max(by_title, by_text, 0.5 * (title_in_text + by_text)))
        found.append([0.0 if clashes else like for clashes, like in zip(_clashes(group, arms), row, strict=True)])
    return found


def _clashes(group: Group, arms: Sequence[Arm]) -> list[bool]:
    """Which arms are of another part ("Part 1") than the group's title, where some arm is of the same."""
    own = _parts(group.title)
    parts = [_parts(arm.label) for arm in arms]
    told = {kind for kind, number in own.items() if any(each.get(kind) == number for each in parts)}
    return [any(each.get(kind, own[kind]) != own[kind] for kind in told) for each in parts]


def _parts(title: str) -> dict[str, str]:
    return {found[1]: found[2] for found in TRIAL_PART.finditer(plain(title))}


def _weights(arms: Sequence[AbstractSet[str]]) -> dict[str, float]:
    """How much a word tells about the arm: nothing much where all arms have it."""
    counts: dict[str, int] = {}
    for words in arms:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return {word: 0.05 + log((1 + len(arms)) / (1 + count)) for word, count in counts.items()}


RARE_WORD = 0.15  # what no arm has: the sponsor's other words


def _cosine(one: AbstractSet[str], other: AbstractSet[str], weights: dict[str, float]) -> float:
    size = _squares(one, weights) * _squares(other, weights)
    return _squares(one & other, weights) / sqrt(size) if size else 0.0


def _squares(words: AbstractSet[str], weights: dict[str, float]) -> float:
    """The sum of the squared weights; exact, for words come in another order in another process."""
    return fsum(weights.get(word, RARE_WORD) ** 2 for word in words)


def _held(words: AbstractSet[str], text: AbstractSet[str], weights: dict[str, float]) -> float:
    """The share of a title's telling words that a text holds."""
    total = fsum(weights.get(word, RARE_WORD) for word in words)
    return fsum(weights.get(word, RARE_WORD) for word in words & text) / total if total else 0.0


def _by_words(group: Group, arms: Sequence[Arm], likeness: Sequence[float]) -> Join:
    for basis, told, words in (
        ("title", plain(group.title), [plain(arm.label) for arm in arms]),
        ("description", plain(group.description), [plain(arm.description) for arm in arms]),
    ):
        if told and words.count(told) == 1:
            return Join(group, arms[words.index(told)], JOIN_SURE, basis)
    ranked = sorted(range(len(arms)), key=lambda at: -likeness[at])
    best, second = likeness[ranked[0]], likeness[ranked[1]]
    if best < FAIR or best - second < APART / 2:
        return Join(group, arms[ranked[0]] if best >= FAIR and best > second else None, UNCERTAIN, "words", best)
    certainty = JOIN_SURE if best >= ALIKE_ENOUGH and best - second >= APART else JOIN_LIKELY
    return Join(group, arms[ranked[0]], certainty, "words", best)


def _one_group_an_arm(joins: list[Join]) -> list[Join]:
    """Of several groups joined to one arm, while another arm stays without, the most alike keeps it."""
    best: dict[int, float] = {}
    for join in joins:
        if join.arm:
            best[join.arm.index] = max(best.get(join.arm.index, 0.0), join.likeness)
    return [
        Join(join.group, None, UNCERTAIN, "words", join.likeness)
        if join.arm and join.basis == "words" and join.likeness < best[join.arm.index] else join
        for join in joins
    ]  # fmt: skip


def _settled(joins: list[Join]) -> list[Join]:
    """Uncertain joins to an arm that another group is surely joined to are none."""
    taken = {join.arm.index for join in joins if join.arm and join.certainty in (JOIN_SURE, JOIN_LIKELY)}
    return [
        Join(join.group, None, UNCERTAIN, "words")
        if join.certainty == UNCERTAIN and join.arm and join.arm.index in taken else join
        for join in joins
    ]  # fmt: skip


def _by_order(joins: list[Join], arms: Sequence[Arm]) -> list[Join]:
    """Where as many groups as arms are left, they are taken in their order: likely if one is left, else uncertain."""
    taken = {join.arm.index for join in joins if join.arm and join.certainty != UNCERTAIN}
    left = [arm for arm in arms if arm.index not in taken]
    open_groups = [at for at, join in enumerate(joins) if join.certainty == UNCERTAIN]
    if len(joins) != len(arms) or len(left) != len(open_groups):
        return joins
    found = list(joins)
    for at, arm in zip(open_groups, left, strict=True):
        certainty = JOIN_LIKELY if len(left) == 1 else UNCERTAIN
        found[at] = Join(joins[at].group, arm, certainty, "order")
    return found


def _checked(join: Join, drugs: DrugsIn) -> Join:
    """No join where the group's title names a rapalog that the arm does not give, or order alone joins them."""
    if join.arm is None:
        return Join(join.group, None, NONE, "nothing")
    named = drugs(join.group.title)
    if named and not named & join.arm.drugs:
        return Join(join.group, None, NONE, "nothing")
    return join
