"""Which rapalog is named where in a record, and by which name."""

from typing import NamedTuple

from fetchers.drug_names import DrugNames
from fetchers.record.texts import Texts

GIVEN = {"arm", "intervention"}
NAMED = GIVEN | {"title", "keyword", "condition"}


class NamedRapalog(NamedTuple):
    """One mention: the drug, the listed name that matched, the words, the kind of text and their place."""

    drug: str
    name: str
    words: str
    place: str
    path: str
    start: int
    end: int


def named_rapalogs(texts: Texts, names: DrugNames) -> list[NamedRapalog]:
    """Every mention of a rapalog in the judged passages, in the order of the text."""
    found = []
    for match in names.find(texts.cased, context=texts.lower, lower=texts.lower):
        quote = texts.quote(match.start, match.end)
        place = texts.units[texts.unit_at(match.start)].kind
        found.append(NamedRapalog(match.drug, match.name, quote.words, place, quote.path, quote.start, quote.end))
    return found


def is_mention_only(names: list[NamedRapalog]) -> bool:
    """A rapalog is named, but in no title, arm, intervention or keyword."""
    return bool(names) and not any(each.place in NAMED for each in names)
