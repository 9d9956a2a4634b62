"""Posted drug levels as rows of table `drug_levels`, in ng/mL where the unit allows, the original kept.

Input are the posted outcomes that the rules labelled `trough_level` or `drug_concentration`. Where an outcome's
classes mix drugs or parameters, only the rapalog's own levels are taken: "Tacrolimus" and "Cmax" are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from fetchers.drugs.names import DrugNames
from fetchers.groups.given import NO_TREATMENT
from fetchers.groups.joins import NONE, UNCERTAIN, Arm, DrugsIn, Group, Join, join_groups, plain
from fetchers.groups.rows import drugs_in
from fetchers.record.figures import number_of
from fetchers.record.nodes import Node, objects, text
from fetchers.rows import DrugLevelRow, OutcomeValueRow
from fetchers.text.folding import fold
from seeds.drugs.level_units import LevelUnits, NoLevel, load_level_units
from seeds.drugs.other_drugs import other_drugs

LEVEL_MEASURES = ("trough_level", "drug_concentration")

_TROUGH = re.compile(r"\btrough|\bc-? ?(?:min|0|trough)\b|\bpre-?dos|\bminim", re.ASCII)
_KINETICS = re.compile(
    r"\b[ct]-? ?max\b|\bt-?last\b|\bauc|\barea under|\bhalf-? ?life|\bt ?1/2|\bclearance|\bcl/f|\bpeak\b|\bmaximum\b"
    r"|\bvolume of dist"
)
_AFTER_DOSE = re.compile(r"\bc-?2(?:h\b|\b)|\bpost-? ?dose|\bc-?avg|\bafter (?:the )?dos", re.ASCII)
_ABSOLUTE_SPREADS = ("standard deviation", "standard error", "full range", "inter-quartile")
_UNIT = re.compile(r"([a-z]+)\.? ?(?:/|per) ?(?:1 ?|of )?([a-z]+)\.?|([a-z]+) ?[.·*]? ?([a-z]+)\^?-1")


def drug_level_rows(
    outcome: Node, values: Iterable[OutcomeValueRow], measures: Sequence[str], names: DrugNames,
    arms: Sequence[Arm] = (),
) -> list[DrugLevelRow]:  # fmt: skip
    """Rows of table `drug_levels`: those of an outcome's posted values that are levels; `measures` are its labels.

    Doses belong to arms: each posted group is joined to the one of `arms` that it is.
    """
    labels = [measure for measure in LEVEL_MEASURES if measure in measures]
    return list(_levels(outcome, values, labels, names, arms)) if labels else []


def _joined(outcome: Node, names: DrugNames, arms: Sequence[Arm]) -> dict[str, Join]:
    """The arm of each posted group of an outcome, by the group's id."""
    nodes = objects(outcome, "groups")
    groups = [Group(text(each, "id"), text(each, "title"), text(each, "description")) for each in nodes]
    drugs = drugs_in(names)
    return {join.group.id: _of_rapalog(join, arms, drugs) for join in join_groups(groups, arms, drugs)}


def _of_rapalog(join: Join, arms: Sequence[Arm], drugs: DrugsIn) -> Join:
    """A level of a rapalog is of an arm that gives one: what is uncertain is of the only such arm, or of none.

    Of a placebo group it is of none, whatever its sequence gives at another time.
    """
    if NO_TREATMENT.search(plain(join.group.title)) and not drugs(join.group.title):
        return replace(join, arm=None, certainty=NONE)
    if join.certainty != UNCERTAIN or (join.arm and join.arm.drugs):
        return join
    given = [arm for arm in arms if arm.drugs]
    return replace(join, arm=given[0]) if len(given) == 1 else replace(join, arm=None, certainty=NONE)


def _levels(
    outcome: Node, values: Iterable[OutcomeValueRow], labels: Sequence[str], names: DrugNames, arms: Sequence[Arm]
) -> Iterator[DrugLevelRow]:
    joins = _joined(outcome, names, arms)
    dispersion = text(outcome, "dispersionType")
    rapalog = partial(_first_rapalog, names)
    anothers = partial(_names_another, names)
    title = text(outcome, "title")
    for row in values:
        own, group_title, unit = f"{row['class_title']} {row['category_title']}", row["group_title"], row["unit"]
        if not row["value"] or not (measure := _measure(own, labels)):
            continue
        if anothers(own) or (anothers(group_title) and not (rapalog(own) or rapalog(title))):
            continue
        drug = next(filter(None, map(rapalog, (own, title, group_title, text(outcome, "description")))), "")
        factor, reason = conversion(unit, drug)
        reason = _no_level(title, f"{own} {unit} {row['param_type']}") or reason
        factor = None if reason else factor
        join = joins.get(row["group_id"])
        arm = join.arm if join else None
        width = number_of(row["spread"]) if _is_absolute(dispersion) else None
        yield {
            "nct_id": row["nct_id"],
            "measure": measure,
            "path": row["path"],
            "group_id": row["group_id"],
            "group_title": group_title,
            "class_title": row["class_title"],
            "category_title": row["category_title"],
            "param_type": row["param_type"],
            "value": row["value"],
            "unit": unit,
            "value_ng_ml": _scaled(row["value_number"], factor),
            "spread_ng_ml": _scaled(width, factor),
            "unconverted_reason": reason or ("" if row["value_number"] is not None else "the value is no number"),
            "dispersion_type": dispersion,
            "participants_count": row["participants_count"],
            "drug": drug,
            "arm_index": arm.index if arm else None,
            "arm_label": arm.label if arm else "",
            "arm_certainty": join.certainty if join else NONE,
        }


def _is_absolute(dispersion: str) -> bool:
    """Whether a spread is in the unit of its figure."""
    return dispersion.lower().replace("_", " ").startswith(_ABSOLUTE_SPREADS)


def _no_level(outcome: str, words: str) -> str:
    """Why a figure is no concentration, by the title of its outcome or the words that stand right with it."""
    outcome, words = fold(outcome).lower(), fold(words).lower()
    for pattern, each in _no_levels():
        if pattern.search(words) or (each.outcome and pattern.search(outcome)):
            return each.reason
    return ""


@cache
def _no_levels() -> list[tuple[re.Pattern[str], NoLevel]]:
    return [(re.compile(each.pattern), each) for each in _units().no_levels]


def _measure(titles: str, labels: Sequence[str]) -> str:
    """Which level a class or category holds: none where it is another kinetic parameter."""
    words = fold(titles).lower()
    if _TROUGH.search(words):
        return "trough_level" if "trough_level" in labels else ""
    if _KINETICS.search(words):
        return ""
    if _AFTER_DOSE.search(words):
        return "drug_concentration" if "drug_concentration" in labels else ""
    return labels[-1]  # both labels and no word in the class: a level at an unstated time


def _first_rapalog(names: DrugNames, words: str) -> str:
    """The first rapalog that a text names, or an empty string."""
    found = names.find(words)
    return found[0].drug if found else ""


def _names_another(names: DrugNames, words: str) -> bool:
    """Whether a text names drugs, and no rapalog among them."""
    return not _first_rapalog(names, words) and other_drugs().search(fold(words).lower()) is not None


def _scaled(figure: float | None, factor: float | None) -> float | None:
    return None if figure is None or factor is None else figure * factor


@cache
def conversion(unit: str, drug: str) -> tuple[float | None, str]:
    """How many ng/mL one of a unit is for a drug, or None and why it is not to be told.

    The unit must be understood wholly: an amount per volume, spelled once or more, and words that change nothing.

    >>> conversion("ug/L (SD)", "sirolimus")
    (1.0, '')
    """
    words = fold(unit).lower().strip()
    parts = [re.sub(r"[(\[][^)\]]*[)\]]", " ", words), *re.findall(r"[(\[]([^)\]]*)[)\]]", words)]
    sizes = [_size(part, drug) for part in (" ".join(each.split()) for each in parts) if not _is_beside(part)]
    if not sizes or None in sizes:
        return None, "the unit is not wholly an amount per volume"
    if len(set(sizes)) > 1:
        return None, "the unit is told in two ways that differ"
    return (sizes[0], "") if sizes[0] else (None, "the molar mass of the drug is not known")


def _is_beside(part: str) -> bool:
    return all(word.strip(",;:") in _units().beside for word in part.split())


def _size(spelled: str, drug: str) -> float | None:
    """One of a unit in ng/mL; 0 where it is molar and the drug's mass is unknown, None for what is no concentration."""
    known = _units()
    mass = known.molar_masses.get(drug, 0.0)
    if (molar := known.sizes["molar"].get(spelled.rstrip("s"))) is not None:
        return molar * mass
    hit = _UNIT.fullmatch(_without_beside(spelled))
    if not hit:
        return None
    above, below = (_singular(each) for each in (hit[1] or hit[3], hit[2] or hit[4]))
    volume = known.sizes["volume"].get(below)
    if volume and above in known.sizes["mass"]:
        return known.sizes["mass"][above] / volume
    if volume and above in known.sizes["amount"]:
        return known.sizes["amount"][above] * mass / volume
    return None


def _without_beside(spelled: str) -> str:
    """A unit without the words before and after it that change nothing ("ng/mL in whole blood")."""
    words = spelled.split()
    while len(words) > 1 and words[-1].strip(",;:") in _units().beside:
        words.pop()
    while len(words) > 1 and words[0].strip(",;:") in _units().beside:
        words.pop(0)
    return " ".join(words).rstrip(",;:")


@cache
def _units() -> LevelUnits:
    return load_level_units()


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") else word
