"""Measures, design flags and populations with their rules: one TOML file each, read strictly.

A file names its label (`id`, `name`, `group`, `definition`, `source`) and holds `[[rule]]` tables. A rule fires
on a unit of text when one of its `literals` is there, its `pattern` matches (without a pattern: a literal as a
whole word), none of `exclude` overlaps the match, every one of `requires` and none of `unless` is in the same
unit, and the words are not negated (seeds/context/assertion.toml). The words must stand within 200 characters of the
literal; `|os|` as a literal means the whole word `os` (a mark at one end holds that end to a word's edge). In
summaries, descriptions and eligibility, and in arm text for `narrative` rules, "unit" means the sentence. Patterns
are matched on lower-cased text with plain ASCII dashes and quotes, unless `cased`. `<<name>>` in a pattern stands for
a fragment of seeds/context/vocabulary.toml.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from seeds.errors import SeedError
from seeds.strict import build, read_toml

SEEDS = Path(__file__).parents[1]
GROUPS = ("target_engagement", "exposure", "healthspan", "liability", "disease", "design", "population")
FIELDS = ("outcome", "narrative", "eligibility", "title", "condition", "keyword", "arm", "summary")
FRAGMENT = re.compile(r"<<(\w+)>>")
RAPALOG_FRAGMENTS: Mapping[str, str] = {}  # those of vocabulary.toml


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a label; see the module's text for how it fires.

    `fields` name kinds of text: `outcome` (registered and posted), `narrative` (summary, description, arm and
    intervention text), `eligibility`, `title`, `condition`, `keyword`, `arm` (arms and interventions), `summary`.
    `phrases` and `any_of` make up the pattern as lists (seeds/word_lists.py).
    `cue` says whether narrative text must also say that the thing is measured, monitored or steers the dose.
    `place = "title"`: in an outcome the words must stand in its title or in a class or category title.
    `yields_to` names labels: where one of them holds anywhere in the record, what this rule found is dropped
    (chronic renal failure of a transplant recipient is no population of its own). `yields_here`: so is what it found
    in a unit in which another label of its group is found (a condition that another population covers is not `other`).
    `beside`: the label tells of people beside those whom the trial is about; no rule yields to what this one found, and
    it keeps `other` away from no trial.
    `takes_healthy`: the registry's field must not say that the trial takes no healthy volunteers.
    `subject_requires` and `subject_unless` are patterns over titles, conditions and keywords together: one of the
    former, and none of the latter, must match there ("COVID-19" of a title "during the pandemic" is no population).
    `subject = "rapalog"` lets the rule fire only where the level or kinetics is the rapalog's own.
    `names = "rapalog"`: the sentence, title or arm must name one.
    `positive` and `negative` are judged in the first of `fields`, by all rules of the label together.
    """

    id: str
    literals: tuple[str, ...]
    source: str
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("outcome", "narrative", "eligibility")
    pattern: str = ""
    cased: bool = False
    exclude: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    cue: bool = True
    negatable: bool = True
    subject: str = ""
    names: str = ""
    place: str = ""
    yields_to: tuple[str, ...] = ()
    yields_here: bool = False
    beside: bool = False
    takes_healthy: bool = False
    subject_requires: tuple[str, ...] = ()
    subject_unless: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not self.literals or not self.positive:
            raise ValueError("a rule needs at least one literal and one positive example")
        if unknown := set(self.fields) - set(FIELDS):
            raise ValueError(f"unknown field `{sorted(unknown)[0]}`; known are {', '.join(FIELDS)}")
        if bad := [literal for literal in self.literals if literal != literal.lower() or not literal]:
            raise ValueError(f"literal `{bad[0]}` must be lower case and not empty")
        for option, value in (("subject", self.subject), ("names", self.names)):
            if value not in ("", "rapalog"):
                raise ValueError(f"{option} `{value}` must be `rapalog` or left out")
        if self.place not in ("", "title"):
            raise ValueError(f"place `{self.place}` must be `title` or left out")


@dataclass(frozen=True, slots=True)
class Label:
    """A measure, design flag or population with its rules.

    `gap_in`: populations in which the absence of the measure is a gap; without any it is one in all.
    """

    id: str
    name: str
    group: str
    definition: str
    source: str
    rule: tuple[Rule, ...]
    order: int = 99
    exclude: tuple[str, ...] = ()
    gap_in: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"group `{self.group}` is not one of {', '.join(GROUPS)}")
        if self.gap_in and self.group in ("design", "population"):
            raise ValueError(f"gap_in is of measures alone, not of group `{self.group}`")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.id):
            raise ValueError(f"id `{self.id}` must be lower case letters, digits and underscores")
        names = [rule.id for rule in self.rule]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"rule `{twice[0]}` stands twice")


def load_labels(extra: Path | None = None, family: Mapping[str, str] = RAPALOG_FRAGMENTS) -> tuple[Label, ...]:
    """All measures, design flags and populations, those of a user's folder last; SeedError names the bad entry.

    `family` holds the fragments that stand for another family's names in place of the rapalogs'.
    Patterns are compiled to be checked only where a user's folder comes in, whose fragments may reach all of them:
    that the product's own compile is shown by the tests of the rules, and would cost every start of the program.
    """
    return _loaded(extra, family) if extra or family else _reviewed()


@cache
def _reviewed() -> tuple[Label, ...]:
    """Those of the product: a command asks several times for their names."""
    return _loaded(None, RAPALOG_FRAGMENTS)


def _loaded(extra: Path | None, family: Mapping[str, str]) -> tuple[Label, ...]:
    fragments = load_vocabulary(extra, family)
    paths = _label_files(SEEDS) + (_label_files(extra) if extra else [])
    labels: dict[str, Label] = {}
    for path in paths:
        label = _expand(build(Label, read_toml(path), str(path)), fragments, path, check=extra is not None)
        if label.id in labels:
            raise SeedError(f"{path}: label `{label.id}` is there already; choose another id.")
        labels[label.id] = label
    _check_gaps(labels)
    return tuple(sorted(labels.values(), key=lambda label: (GROUPS.index(label.group), label.order, label.id)))


def _check_gaps(labels: Mapping[str, Label]) -> None:
    """A population that a measure names must be one; SeedError names the measure."""
    known = sorted(label.id for label in labels.values() if label.group == "population")
    for label in labels.values():
        if unknown := set(label.gap_in) - {*known, "other"}:
            raise SeedError(
                f"measure `{label.id}`: gap_in names `{min(unknown)}`, which is no population; known are "
                f"{', '.join(known)}, other."
            )


def load_vocabulary(extra: Path | None = None, family: Mapping[str, str] = RAPALOG_FRAGMENTS) -> dict[str, str]:
    """Named regex fragments; a fragment may use others that stand above it.

    One that `family` or a user's folder gives anew stands where the product's stood, for all that use it.
    """
    written: dict[str, tuple[Path, Any]] = {}
    for folder in [SEEDS, *([extra] if extra else [])]:
        path = folder / "context" / "vocabulary.toml" if folder is SEEDS else folder / "vocabulary.toml"
        if folder is SEEDS or path.exists():
            written |= {name: (path, entry) for name, entry in read_toml(path).items()}
        if folder is SEEDS:
            written |= {name: (path, entry) for name, entry in family.items()}
    fragments: dict[str, str] = {}
    for name, (path, entry) in written.items():
        if isinstance(entry, dict) and entry.keys() == {"pattern"}:
            entry = entry["pattern"]
        if not isinstance(entry, str):
            raise SeedError(f"{path}: fragment `{name}` must be a string.")
        fragments[name] = f"(?:{_substitute(entry, fragments, f'{path}: fragment `{name}`')})"
    return fragments


def _label_files(folder: Path) -> list[Path]:
    return sorted(path for part in ("measures", "populations") for path in (folder / part).glob("*.toml"))


def _expand(label: Label, fragments: dict[str, str], path: Path, check: bool) -> Label:
    checked = _compiling if check else _substitute
    rules = []
    for rule in label.rule:
        place = f"{path}: rule `{rule.id}`"
        values = {name: getattr(rule, name) for name in Rule.__slots__}
        values["pattern"] = checked(rule.pattern, fragments, place)
        for name in ("exclude", "requires", "unless", "subject_requires", "subject_unless"):
            values[name] = tuple(checked(pattern, fragments, place) for pattern in values[name])
        rules.append(Rule(**values))
    common = tuple(checked(pattern, fragments, str(path)) for pattern in label.exclude)
    return replace(label, rule=tuple(rules), exclude=common)


def _compiling(pattern: str, fragments: dict[str, str], place: str) -> str:
    pattern = _substitute(pattern, fragments, place)
    try:
        re.compile(pattern)
    except re.error as error:
        raise SeedError(f"{place}: pattern `{pattern}` does not compile: {error}.") from error
    return pattern


def _substitute(pattern: str, fragments: dict[str, str], place: str) -> str:
    if unknown := [name for name in FRAGMENT.findall(pattern) if name not in fragments]:
        raise SeedError(f"{place}: unknown fragment `<<{unknown[0]}>>`; add it to vocabulary.toml.")
    return FRAGMENT.sub(lambda found: fragments[found.group(1)], pattern)


def measures(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Those labels that are measures: neither design flags nor populations."""
    return tuple(label for label in labels if label.group not in ("design", "population"))
