"""Each arm with the rapalogs given in it, how they are given, and the words that say so.

Texts are read from the most to the least specific: the arm's label, its description, then the linked interventions
that name the rapalog, then other linked ones. The first that states a field settles it; where it states a field
without one value ("2-4 mg"), the field stays empty.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

from fetchers.drugs.given import drugs_of, given_in, is_placebo
from fetchers.drugs.owners import OTHER, Finder, Named, NameSpan, named_drugs
from fetchers.record.protocol import ArmText, InterventionText
from fetchers.record.texts import Quote
from fetchers.regimen.reading import Regimen, find_words, names_groups, read_regimen
from fetchers.text.folding import Places, fold

PLACE = "protocolSection.armsInterventionsModule"
DRUG_TYPES = {"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"}
_GENERIC = {
    "drug", "treatment", "therapy", "study drug", "stent", "standard", "control", "oral", "low dose", "high dose",
    "systemic therapy", "maintenance", "induction", "immunosuppression", "tablet", "capsule", "gel",
}  # fmt: skip
_ELUTING = re.compile(r"[\s\w()-]{0,3}(?:eluting|coated|releasing|covered)\b")
_NAME_BREAK = re.compile(r"\s*(?:[+/&,();:]|\band\b|\bplus\b|\bor\b|\bwith\b)\s*")


@dataclass(frozen=True, slots=True)
class RegimenEvidence:
    """The words that a field was read from, with their place in the record."""

    field: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class ArmDrug:
    """One rapalog given in one arm, or `drug` empty where none is."""

    nct_id: str
    arm_index: int
    label: str
    type: str
    drug: str = ""
    route: str = ""
    dose: float | None = None
    dose_unit: str = ""
    frequency: str = ""
    trough_low_ng_ml: float | None = None
    trough_high_ng_ml: float | None = None
    evidence: tuple[RegimenEvidence, ...] = field(default=())


class _Source(NamedTuple):
    """One registered string that may speak of a drug: its place, its words, what it is about."""

    path: str
    words: str
    topic: str | None
    device: bool
    shared: bool  # several arms link to it


_Reader = Callable[[_Source, str, frozenset[str]], Regimen]


def arm_drugs(
    nct_id: str, arms: Sequence[ArmText], interventions: Sequence[InterventionText], find: Finder
) -> list[ArmDrug]:
    """One per arm and rapalog given in it, in the record's order; an arm without a rapalog gives an empty one.

    `find` gives the rapalog names of a text with their offsets in its folded form.
    """
    if not any(True for _ in find(_all_words(arms, interventions))):
        return [ArmDrug(nct_id, arm.index, arm.label, arm.type) for arm in arms]
    find = cache(partial(_found, find))  # the same strings are asked about for every arm
    read = cache(partial(_regimen, find))
    others = _other_names(interventions, find)
    return [row for arm in arms for row in _rows(nct_id, arm, _linked(arm, arms, interventions), others, find, read)]


def _found(find: Finder, text: str) -> tuple[NameSpan, ...]:
    return tuple(find(text))


def _all_words(arms: Sequence[ArmText], interventions: Sequence[InterventionText]) -> str:
    words = [text for arm in arms for text in (arm.label, arm.description)]
    words += [text for each in interventions for text in (each.name, each.description, *each.other_names)]
    return "\n".join(words)


def _linked(arm: ArmText, arms: Sequence[ArmText], interventions: Sequence[InterventionText]) -> list[InterventionText]:
    """The interventions given in the arm; where the record links none and has one arm, all of them."""
    if len(arms) == 1 and not any(each.arm_labels for each in interventions):
        return list(interventions)
    return [each for each in interventions if arm.label in each.arm_labels]


def _other_names(interventions: Iterable[InterventionText], find: Finder) -> frozenset[str]:
    """Names that the record gives its other drugs, lower case: they end a rapalog's reach too."""
    names: set[str] = set()
    for each in interventions:
        if each.type in DRUG_TYPES:
            parts = _NAME_BREAK.split(fold(each.name).lower())
            named = any(True for _ in find(each.name))
            parts += (
                [] if named else [part for other in each.other_names for part in _NAME_BREAK.split(fold(other).lower())]
            )
            names.update(part for part in parts if _is_name(part) and not any(True for _ in find(part)))
    return frozenset(names)


def _is_name(part: str) -> bool:
    return 2 < len(part) < 40 and not part[0].isdigit() and part not in _GENERIC


def _rows(
    nct_id: str, arm: ArmText, linked: Sequence[InterventionText], others: frozenset[str], find: Finder, read: _Reader
) -> Iterator[ArmDrug]:
    drugs = given_in(arm, linked, find)
    others = others - {fold(each.name).lower() for each in linked if drugs_of(arm, each, find)}
    for drug in drugs:
        sources = (source for source in _sources(arm, linked, drug, drugs, find) if source.words)
        yield _row(nct_id, arm, drug, ((each, read(each._replace(path=""), drug, others)) for each in sources))
    if not drugs:
        yield ArmDrug(nct_id, arm.index, arm.label, arm.type)


def _sources(
    arm: ArmText, linked: Sequence[InterventionText], drug: str, given: Sequence[str], find: Finder
) -> Iterator[_Source]:
    """The strings that may say how the drug is given in the arm, the most specific first."""
    own = {each.index: drugs_of(arm, each, find) for each in linked}
    carrier = [each for each in linked if drug in own[each.index]]
    device = any(each.type in {"DEVICE", "PROCEDURE"} for each in carrier) or _elutes(arm, linked, find)
    about = drug if device and len(given) == 1 else _arm_topic(arm, linked, drug, given, find)
    place = f"{PLACE}.armGroups[{arm.index}]"
    yield _Source(f"{place}.label", arm.label, about, device, False)
    yield _Source(f"{place}.description", arm.description, about, device, False)
    for each in sorted(linked, key=lambda each: drug not in own[each.index]):
        topic = drug if own[each.index] == {drug} and not _others_in(each.name, find) else None
        if topic is None and not own[each.index] and each.type in DRUG_TYPES:
            topic = OTHER
            if carrier:
                continue  # another drug's own words; what they say of the rapalog is about that drug's timing
        shared = len(set(each.arm_labels)) > 1
        place = f"{PLACE}.interventions[{each.index}]"
        yield _Source(f"{place}.name", each.name, topic, device, shared)
        yield _Source(f"{place}.description", each.description, topic, device, shared)
        for number, name in enumerate(each.other_names):
            yield _Source(f"{place}.otherNames[{number}]", name, topic, device, shared)


def _elutes(arm: ArmText, linked: Sequence[InterventionText], find: Finder) -> bool:
    """Whether the rapalog's name is followed by "-eluting" or "-coated" in the arm or its interventions."""
    texts = [
        arm.label,
        arm.description,
        *(text for each in linked for text in (each.name, each.description, *each.other_names)),
    ]
    return any(_ELUTING.match(fold(text).lower(), match.end) for text in texts for match in find(text))


def _others_in(text: str, find: Finder) -> bool:
    return any(each.owner == OTHER for each in named_drugs(fold(text), find(text)))


def _arm_topic(
    arm: ArmText, linked: Sequence[InterventionText], drug: str, given: Sequence[str], find: Finder
) -> str | None:
    """The drug that the arm is about: its only one, or the only one that its label names."""
    if len(given) > 1:
        return None
    drugs = [each for each in linked if each.type in DRUG_TYPES and not is_placebo(fold(each.name).lower())]
    alone = len({each.name for each in drugs}) == 1 and drugs_of(arm, drugs[0], find) == {drug}
    alone = alone and not _others_in(drugs[0].name, find)
    labelled = {each.owner for each in named_drugs(fold(arm.label), find(arm.label))}
    return drug if labelled == {drug} or (alone and OTHER not in labelled) else None


def _regimen(find: Finder, source: _Source, drug: str, others: frozenset[str]) -> Regimen:
    """What the words of a source, wherever they stand, say of the drug."""
    if not (source.device or source.topic == drug or find(source.words)):
        return Regimen()
    cased = fold(source.words)
    if not find_words(cased.lower(), source.device):
        return Regimen()
    named: list[Named] = named_drugs(cased, find(source.words), others)
    regimen = read_regimen(source.words, drug, named, source.topic, source.device)
    return _common(source.words, regimen) if source.shared and names_groups(source.words) else regimen


def _row(nct_id: str, arm: ArmText, drug: str, told: Iterable[tuple[_Source, Regimen]]) -> ArmDrug:
    values: dict[str, object] = {}
    evidence: list[RegimenEvidence] = []
    for source, regimen in told:
        if _contradicts(values, evidence, source, regimen):
            values |= {"dose": None, "dose_unit": ""}
            evidence = [each for each in evidence if each.field != "dose"]
        _take(values, evidence, source, regimen)
    values = {name: value for name, value in values.items() if value is not None and value != ""}
    return ArmDrug(nct_id, arm.index, arm.label, arm.type, drug, evidence=tuple(evidence), **values)  # type: ignore[arg-type]


def _common(words: str, regimen: Regimen) -> Regimen:
    """What a string that speaks of several groups says of all of them: fields for which it gives one value only."""
    kinds: dict[str, set[object]] = {}
    for word in find_words(fold(words).lower()):
        kinds.setdefault(word.kind, set()).add(word.value)
    apart = {
        name
        for name, kind in (("dose", "dose"), ("frequency", "frequency"), ("trough", "range"))
        if len(kinds.get(kind, ())) > 1
    }
    spans = tuple(span for span in regimen.evidence if span.field not in apart)
    return regimen._replace(evidence=spans, open=regimen.open - apart)


REGIMEN_FIELDS = {
    "dose": ("dose", "dose_unit"),
    "frequency": ("frequency",),
    "route": ("route",),
    "trough": ("trough_low_ng_ml", "trough_high_ng_ml"),
}


def _contradicts(values: dict[str, object], evidence: list[RegimenEvidence], source: _Source, regimen: Regimen) -> bool:
    """Whether two interventions that are both the drug give it in other doses, and the arm says neither."""
    taken = next((each.quote.path for each in evidence if each.field == "dose"), "")
    told = (regimen.dose, regimen.dose_unit)
    return (
        regimen.dose is not None
        and source.topic is not None
        and ".interventions[" in taken
        and not source.path.startswith(taken[: taken.rindex("]") + 1])
        and told != (values["dose"], values["dose_unit"])
    )


def _take(values: dict[str, object], evidence: list[RegimenEvidence], source: _Source, regimen: Regimen) -> None:
    """Add what this source states and no more specific one did."""
    spans = {span.field: span for span in regimen.evidence}
    for name, columns in REGIMEN_FIELDS.items():
        if columns[0] in values:
            continue
        if name in spans:
            values.update({column: getattr(regimen, column) for column in columns})
            start, end = Places(source.words).span(spans[name].start, spans[name].end)
            quote = Quote(source.path, start, end, source.words[start:end])
            evidence.append(RegimenEvidence(name, quote))
        elif name in regimen.open:
            values.update(dict.fromkeys(columns))
