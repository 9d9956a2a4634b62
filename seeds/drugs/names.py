"""Rapalogs and their names: generic, brand, code, spelling, and the devices that elute them (`drugs.toml`)."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from seeds.errors import SeedError
from seeds.strict import build, read_toml, refuse_twice

PATH = Path(__file__).with_name("drugs.toml")
NAME_KINDS = ("generic", "brand", "code", "spelling", "device")
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class DrugName:
    """One name of a drug, how it is asked for and when it counts; the head of `drugs.toml` explains the fields."""

    name: str
    kind: str
    source: str
    spellings: tuple[str, ...] = ()
    query: bool = True
    needs: str = ""
    prefix: bool = False

    def __post_init__(self) -> None:
        if self.kind not in NAME_KINDS:
            raise ValueError(f"name `{self.name}`: kind `{self.kind}` is none of {', '.join(NAME_KINDS)}")
        if len(name_key(self.name)) < 3:
            raise ValueError(f"name `{self.name}` is too short to be told from other words")
        if odd := [each for each in (self.name, *self.spellings) if {*'"\\'} & {*each}]:
            raise ValueError(f"name `{odd[0]}` must not hold quotes or backslashes")
        if wrong := [each for each in self.spellings if name_key(each) != name_key(self.name)]:
            raise ValueError(f"`{wrong[0]}` differs from `{self.name}` in letters or digits; give it its own entry")


@dataclass(frozen=True, slots=True)
class Drug:
    """One rapalog with all its names; `id` is the project's word for it in tables and links.

    `abbreviations` (lower case) stand for it beside levels and kinetics alone, in trials that name a rapalog in full.
    """

    id: str
    name: str
    source: str
    names: tuple[DrugName, ...]
    abbreviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Words of which one must stand in the same text for an ambiguous name to count (lower case)."""

    id: str
    words: tuple[str, ...]
    query: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Words that hold a drug's name without naming the drug (lower case)."""

    words: tuple[str, ...]
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Drugs:
    """Everything `drugs.toml` holds, in the file's order."""

    drugs: tuple[Drug, ...]
    contexts: tuple[Context, ...]
    lookalikes: tuple[Lookalike, ...]


def name_key(name: str) -> str:
    """Letters and digits alone, lower case: two names with one key are found by the same spelling."""
    return "".join(character for character in name.lower() if character.isalnum())


def load_drugs(path: Path | None = None, extra: Path | None = None) -> Drugs:
    """The reviewed drugs, plus those of a user's own file of the same form (`extra`).

    An `extra` drug whose id is known adds its names to that drug. SeedError names the file and the entry where
    a field is wrong, a name stands twice or a context is unknown.
    """
    drugs = _read(path or PATH)
    if extra is not None:
        own = _read(extra)
        drugs = Drugs(
            _merged(drugs.drugs, own.drugs, extra),
            (*drugs.contexts, *own.contexts),
            (*drugs.lookalikes, *own.lookalikes),
        )
    _check(drugs, extra or path or PATH)
    return drugs


def _read(path: Path) -> Drugs:
    document = read_toml(path)
    kinds = {"drug": Drug, "context": Context, "lookalike": Lookalike}
    if unknown := sorted(set(document) - set(kinds)):
        raise SeedError(f"{path}: unknown table `{unknown[0]}`; known are {', '.join(kinds)}.")
    if single := [key for key, rows in document.items() if not isinstance(rows, list)]:
        raise SeedError(f"{path}: write `[[{single[0]}]]` (a list of tables), not `[{single[0]}]`.")

    def place(key: str, number: int) -> str:
        row = document[key][number]
        label = row.get("id") if isinstance(row, dict) else None
        return f"{path}: {key} " + (f"`{label}`" if label else f"number {number + 1}")

    def entries(key: str, entry: type[Entry]) -> tuple[Entry, ...]:
        return tuple(build(entry, row, place(key, n)) for n, row in enumerate(document.get(key, [])))

    return Drugs(entries("drug", Drug), entries("context", Context), entries("lookalike", Lookalike))


def _merged(drugs: tuple[Drug, ...], own: tuple[Drug, ...], path: Path) -> tuple[Drug, ...]:
    refuse_twice((drug.id for drug in own), path, "drug")
    added = {drug.id: drug for drug in own}
    known = {drug.id for drug in drugs}
    grown = (_with(drug, added[drug.id]) if drug.id in added else drug for drug in drugs)
    return (*grown, *(drug for drug in own if drug.id not in known))


def _with(drug: Drug, more: Drug) -> Drug:
    abbreviations = (*drug.abbreviations, *more.abbreviations)
    return replace(drug, names=(*drug.names, *more.names), abbreviations=abbreviations)


def _check(drugs: Drugs, path: Path) -> None:
    refuse_twice((drug.id for drug in drugs.drugs), path, "drug")
    refuse_twice((context.id for context in drugs.contexts), path, "context")
    refuse_twice((name_key(name.name) for drug in drugs.drugs for name in drug.names), path, "name")
    contexts = {context.id for context in drugs.contexts}
    for drug in drugs.drugs:
        if not drug.names:
            raise SeedError(f"{path}: drug `{drug.id}` has no names; list at least one.")
        for name in drug.names:
            if name.needs and name.needs not in contexts:
                raise SeedError(f"{path}: drug `{drug.id}`, name `{name.name}`: no context is called `{name.needs}`.")
    phrases = [word for context in drugs.contexts for word in context.words]
    phrases += [words for lookalike in drugs.lookalikes for words in lookalike.words]
    if loud := [phrase for phrase in phrases if phrase != phrase.lower() or not phrase.strip()]:
        raise SeedError(f"{path}: the words of a context or lookalike are lower case; mend `{loud[0]}`.")
