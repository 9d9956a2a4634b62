"""Units of drug levels and molar masses of rapalogs (seeds/drugs/level_units.toml)."""

import re
from dataclasses import dataclass
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import build, read_toml

PATH = Path(__file__).with_name("level_units.toml")
TABLES = ("beside", "no_level", "unit", "molar_mass")
UNIT_KINDS = ("mass", "amount", "volume", "molar")


@dataclass(frozen=True, slots=True)
class LevelUnit:
    """Names of one unit and its size: a mass in ng, an amount in nmol, a volume in mL, molar in nmol/mL."""

    kind: str
    scale: float
    names: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        if self.kind not in UNIT_KINDS:
            raise ValueError(f"kind `{self.kind}` is not one of {', '.join(UNIT_KINDS)}")
        if self.scale <= 0 or not self.names:
            raise ValueError("needs a scale above 0 and at least one name")
        if odd := [name for name in self.names if name != name.lower()]:
            raise ValueError(f"name `{odd[0]}` must be lower case")


@dataclass(frozen=True, slots=True)
class MolarMass:
    """Molar mass of one rapalog in g/mol."""

    drug: str
    g_per_mol: float
    source: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Words that may stand beside a unit and change nothing."""

    words: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class NoLevel:
    """What tells that a figure is no concentration; `outcome`: the title of the whole outcome may tell it too."""

    reason: str
    pattern: str
    outcome: bool

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class LevelUnits:
    """Sizes of units by kind and name, molar masses by drug, words beside a unit, and what is no concentration."""

    sizes: dict[str, dict[str, float]]
    molar_masses: dict[str, float]
    beside: frozenset[str]
    no_levels: tuple[NoLevel, ...]


def load_level_units(path: Path = PATH) -> LevelUnits:
    """All units and molar masses; SeedError names what does not belong or stands twice."""
    document = read_toml(path)
    if unknown := sorted(set(document) - set(TABLES)):
        raise SeedError(f"{path}: unknown table `{unknown[0]}`; known are {', '.join(TABLES)}.")
    sizes: dict[str, dict[str, float]] = {kind: {} for kind in UNIT_KINDS}
    for number, row in enumerate(document.get("unit", []), 1):
        unit = build(LevelUnit, row, f"{path}: unit number {number}")
        for name in unit.names:
            if name in sizes[unit.kind]:
                raise SeedError(f"{path}: unit `{name}` stands twice.")
            sizes[unit.kind][name] = unit.scale
    masses = [
        build(MolarMass, row, f"{path}: molar_mass number {n}") for n, row in enumerate(document["molar_mass"], 1)
    ]
    besides = [build(Beside, row, f"{path}: beside number {n}") for n, row in enumerate(document.get("beside", []), 1)]
    no_levels = [build(NoLevel, row, f"{path}: no_level {n}") for n, row in enumerate(document.get("no_level", []), 1)]
    words = frozenset(word for each in besides for word in each.words)
    return LevelUnits(sizes, {each.drug: each.g_per_mol for each in masses}, words, tuple(no_levels))
