"""What readers type in a search, as words that the records hold: parts of words, words run together, misspelt words."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fetchers.text.search_words import TypedWord, typed_words

SAME, BEGINS, WITHIN, GUESS = 4, 3, 2, 1  # how close a word of the records is to what was typed
SHORT = 3  # characters: what is shorter is sought as a whole word alone
HALF = 3  # letters that each of two words run together has, where it has no digit
REMEMBERED = 500  # searches
GUESSES = 3  # words that a misspelt one may stand for
TIMES_AS_FREQUENT = 10  # times as frequent as what was typed is a word near to it that is offered instead
FEWEST_OFFERED = 3  # trials with a word that is offered instead


@dataclass(frozen=True, slots=True)
class Sought:
    """A typed word with the words of the records that it may stand for, each with how close it is (SAME to GUESS).

    No record holds it where there are none. `offered` are frequent words near to a rare one.
    """

    typed: str
    words: tuple[tuple[str, int], ...] = ()
    offered: tuple[str, ...] = ()

    @property
    def guessed(self) -> tuple[str, ...]:
        """The words sought in place of one that no record holds."""
        return tuple(word for word, closeness in self.words if closeness == GUESS)


Seek = Callable[[str], Sequence[Sought]]


def as_typed(text: str) -> Sequence[Sought]:
    """Each typed word for itself: for those who do not know what the records hold."""
    return [Sought(each.whole, ((each.whole, SAME),)) for each in typed_words(text)]


class SearchVocabulary:
    """The words of a snapshot's records, each with the number of trials that hold it."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._text = "\n" + "\n".join(counts) + "\n"  # one search through it is far quicker than one in each word
        self._frequent_first = _by_length(counts)
        self._remembered = lru_cache(REMEMBERED)(self._sought)

    def sought(self, text: str) -> tuple[Sought, ...]:
        """What every word of a search stands for."""
        return self._remembered(text)

    def _sought(self, text: str) -> tuple[Sought, ...]:
        return tuple(found for typed in typed_words(text) for found in self._of(typed))

    def _of(self, typed: TypedWord) -> Iterator[Sought]:
        if words := self._holding(typed.whole):
            yield Sought(typed.whole, words, self._offered(typed.whole, words))
        elif typed.parts:
            for part in typed.parts:
                yield from self._of(TypedWord(part))
        elif near := () if any(map(str.isdigit, typed.whole)) else self._near(typed.whole):
            yield Sought(typed.whole, tuple((word, GUESS) for word in near))
        elif halves := self._halves(typed.whole):
            yield from (Sought(half, ((half, SAME),)) for half in halves)
        else:
            yield Sought(typed.whole)

    def _holding(self, typed: str) -> tuple[tuple[str, int], ...]:
        """The words that hold the typed one, which a short one must be."""
        if len(typed) < SHORT:
            return ((typed, SAME),) if typed in self._counts else ()
        held = self._with_part(typed)
        return tuple((word, SAME if word == typed else BEGINS if word.startswith(typed) else WITHIN) for word in held)

    def _with_part(self, typed: str) -> Iterator[str]:
        """The words that hold some letters, each once, in their order."""
        at = self._text.find(typed)
        while at >= 0:
            end = self._text.index("\n", at)
            yield self._text[self._text.rindex("\n", 0, at) + 1 : end]
            at = self._text.find(typed, end)

    def _halves(self, typed: str) -> tuple[str, str] | None:
        """Two words of the records that were typed as one, as in "phosphoS6"; the most even ones."""
        middle_first = sorted(range(2, len(typed) - 1), key=lambda at: abs(at - len(typed) / 2))
        for at in middle_first:
            head, tail = typed[:at], typed[at:]
            if all(half in self._counts and (len(half) >= HALF or not half.isalpha()) for half in (head, tail)):
                return head, tail
        return None

    def _near(self, typed: str, trials: int = 1) -> tuple[str, ...]:
        """The words of so many trials or more that a misspelt one may mean: those with the fewest letters amiss, the
        frequent ones first."""
        allowed = 0 if len(typed) <= SHORT else 1 if len(typed) < 8 else 2
        found = process.extract(
            typed, self._likely(len(typed), allowed, trials), scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        found = [each for each in found if each[0] != typed]
        fewest = min((amiss for _, amiss, _ in found), default=0)
        near = [word for word, amiss, _ in found if amiss == fewest]
        return tuple(sorted(near, key=lambda word: (-self._counts[word], word))[:GUESSES])

    def _likely(self, length: int, allowed: int, trials: int) -> list[str]:
        """Words of about this length that stand in so many trials or more."""
        found: list[str] = []
        for each in range(length - allowed, length + allowed + 1):
            words = self._frequent_first.get(each, [])
            found += words[: bisect_right(words, -trials, key=lambda word: -self._counts[word])]
        return found

    def _offered(self, typed: str, words: Sequence[tuple[str, int]]) -> tuple[str, ...]:
        """Words near to a rare one that are far more frequent: "sirolimos" stands in a record or two."""
        trials = sum(self._counts[word] for word, _ in words)
        return self._near(typed, max(FEWEST_OFFERED, TIMES_AS_FREQUENT * trials))


def _by_length(counts: Mapping[str, int]) -> dict[int, list[str]]:
    """The words that may have been meant (no ids, doses, years) by their length, the frequent ones first."""
    found: dict[int, list[str]] = {}
    for word in sorted(filter(str.isalpha, counts), key=lambda word: -counts[word]):
        if len(word) > SHORT:
            found.setdefault(len(word), []).append(word)
    return found
