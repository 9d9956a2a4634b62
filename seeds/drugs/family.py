"""The family of drugs that trials are chosen by: rapalogs, unless a folder of seeds names another in `family.toml`.

Code, columns and rules say `rapalog` for a drug of the family; what people read is put into the family's own words.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from seeds.drugs.names import Drugs
from seeds.errors import SeedError
from seeds.strict import build, read_toml

FAMILY_FILE = "family.toml"
_RAPALOG = re.compile(r"\b(?:(the|an?) )?rapalog(s?)\b", re.IGNORECASE)
_NAME_PARTS = re.compile(r"[a-z]+|\d+|[^a-z\d\s-]+")


@dataclass(frozen=True, slots=True)
class Family:
    """What a drug of the family is called: alone, as one of them, as the one of a trial, and all of them.

    A family of one drug needs no articles: `metformin` four times.
    """

    noun: str
    one: str
    the: str
    plural: str
    source: str

    def __post_init__(self) -> None:
        for words in (self.noun, self.one, self.the, self.plural, self.source):
            if not words.strip() or words != words.strip() or "\n" in words:
                raise ValueError("every field holds words, on one line")

    def said(self, text: str) -> str:
        """A text of the program about rapalogs, in the family's words; never for texts of others.

        >>> Family("statin", "a statin", "the statin", "statins", "made up").said("Role of the rapalog; rapalogs")
        'Role of the statin; statins'
        """
        return text if self == RAPALOGS else _RAPALOG.sub(self._instead, text)

    def _instead(self, found: re.Match[str]) -> str:
        article = (found[1] or "").lower()
        words = self.plural if found[2] else self.noun
        if article and not found[2]:
            words = self.the if article == "the" else self.one
        elif article == "the":
            words = f"the {words}"
        return words[:1].upper() + words[1:] if found[0][0].isupper() else words


RAPALOGS = Family("rapalog", "a rapalog", "the rapalog", "rapalogs", "docs/measures.md")


def load_family(folder: Path | None) -> Family:
    """The family of a folder of seeds, rapalogs where it names none; SeedError names the field that is wrong.

    A folder that names a family holds its drugs too: they take the place of the rapalogs.
    """
    if folder is None or not (path := folder / FAMILY_FILE).exists():
        return RAPALOGS
    if not (folder / "drugs.toml").exists():
        raise SeedError(f"{path}: names a family, but {folder / 'drugs.toml'} is missing; list its drugs there.")
    return build(Family, read_toml(path), str(path))


def family_fragments(family: Family, drugs: Drugs) -> dict[str, str]:
    """Fragments of patterns that stand for the family's names (seeds/context/vocabulary.toml has the rapalogs')."""
    if family == RAPALOGS:
        return {}
    names = {way for drug in drugs.drugs for name in drug.names for way in (name.name, *name.spellings)}
    short = {word for drug in drugs.drugs for word in drug.abbreviations}
    return {
        "rapalog": _any_of({*names, *short, family.noun, family.plural}),
        "rapalog_drug": rf"\b(?:{_any_of(names)})\b",
    }


def _any_of(names: set[str]) -> str:
    """A pattern for names in any of their spellings, the longest first."""
    spelled = {"[- ]?".join(map(re.escape, _NAME_PARTS.findall(name.lower()))) for name in names}
    return "|".join(sorted(spelled, key=lambda pattern: (-len(pattern), pattern)))
