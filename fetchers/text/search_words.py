"""Words as a search compares them, those of a record and those that a reader types alike.

Folded, without case, in American spelling. What signs join is found by the whole and by its parts: "RTB-101" by
`rtb-101`, `rtb101`, `rtb` and `101`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from fetchers.text.folding import search_form
from seeds.text.spellings import american

PART = re.compile(r"[^\W_]+")
REMEMBERED_CHUNKS = 1 << 16  # words between blanks, whose forms are remembered
JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")


def search_words(texts: Iterable[str]) -> dict[str, None]:
    """The distinct words of texts, in their order."""
    chunks = dict.fromkeys(search_form(" ".join(texts)).split())
    return dict.fromkeys(chain.from_iterable(map(_FORMS.__getitem__, chunks)))


class _Forms(dict[str, tuple[str, ...]]):
    """The words of every chunk seen so far."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        if len(self) >= REMEMBERED_CHUNKS:
            self.clear()
        self[chunk] = forms = (american()(chunk),) if chunk.isalnum() else tuple(_all_forms(chunk))
        return forms


_FORMS = _Forms()


def _all_forms(chunk: str) -> Iterator[str]:
    spelled = american()
    parts = PART.findall(chunk)
    yield from map(spelled, parts)
    for whole in JOINED.findall(chunk) if len(parts) > 1 else ():
        yield spelled(whole)
        if whole.count("-") == 1:
            yield spelled(whole.replace("-", ""))


def search_lines(*places: Iterable[str]) -> str:
    """The words of texts, a line for each place, the weightiest first; a word stands on the first of its lines only."""
    found: list[str] = []
    seen: set[str] = set()
    for texts in places:
        words = [word for word in search_words(texts) if word not in seen]
        seen.update(words)
        found.append(" ".join(words))
    return "\n".join(found)


@dataclass(frozen=True, slots=True)
class TypedWord:
    """What a reader typed between two blanks: the word as a whole, and its parts where signs join them."""

    whole: str
    parts: tuple[str, ...] = ()


def typed_words(text: str) -> list[TypedWord]:
    """The words that a reader typed. One without a letter or digit stays as it is: nothing is found by it."""
    spelled = american()
    found: dict[TypedWord, None] = {}
    for chunk in search_form(text).split():
        parts = tuple(map(spelled, PART.findall(chunk)))
        whole = JOINED.search(chunk)
        if whole and len(whole.group().split("-")) == len(parts):
            found[TypedWord(spelled(whole.group()), parts)] = None
        else:
            found |= dict.fromkeys(map(TypedWord, parts or (chunk,)))
    return list(found)
