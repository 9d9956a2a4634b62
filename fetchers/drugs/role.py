"""The rapalog's role in a trial, from what the arms do (docs/measures.md, role and rule 12)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fetchers.drugs.rapalogs import GIVEN_PLACES, NamedRapalog
from fetchers.record.protocol import ArmText, InterventionText

DEVICE_TYPES = {"DEVICE", "COMBINATION_PRODUCT"}
VERSUS = re.compile(r"\bversus\b|\bvs\b\.?|\bcompar(?:ed|ing|ison)\b(?:\s+(?:to|with))?", re.IGNORECASE)
IMPLANTED = re.compile(r"\b(?:stent\w*|scaffolds?|balloons?|angioplasty)\b", re.IGNORECASE)
TRANSPLANT_OF_CELLS = re.compile(
    r"\b(?:stem[- ]cell|bone[- ]marrow|cord[- ]blood|h(?:a)?ematopoietic)\b.*\btransplant"
    r"|\btransplant\w*\b.*\b(?:stem|marrow)",
    re.I,
)
MANY_DRUGS = 6  # in a record that lists what goes with a transplantation
CONTROL_TYPES = {"ACTIVE_COMPARATOR", "PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"}


@dataclass(frozen=True, slots=True)
class Role:
    """The role and why, in words; the name is empty where no rapalog is named anywhere."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrialDrugs:
    """What the role is judged by. `given_in` holds the positions of arms in which a rapalog is given."""

    titles: str  # the brief title
    arms: Sequence[ArmText]
    interventions: Sequence[InterventionText]
    names: Sequence[NamedRapalog]
    given_in: frozenset[int]
    routes: frozenset[str]
    doses: frozenset[tuple[object, ...]]  # what the arms give of it: more than one means that the dose is compared
    # where no arm gives it: the kinds of text that name a device by it, whether prose says that participants get it,
    # and whether an aim speaks of such a device
    carried_in: frozenset[str] = frozenset()
    in_prose: bool = False
    carrier_is_studied: bool = False

    def in_title(self) -> list[str]:
        """Words that name a rapalog in a title."""
        return [each.words for each in self.names if each.place == "title"]

    def in_brief_title(self) -> bool:
        """Whether the brief title, not only the official one, names a rapalog."""
        return any(words.lower() in self.titles.lower() for words in self.in_title())

    def as_intervention(self) -> bool:
        """Whether an intervention's own name, or one of its other names, is a rapalog's."""
        return any(
            each.place == "intervention" and (each.path.endswith(".name") or ".otherNames[" in each.path)
            for each in self.names
        )


DEVICE_ROUTES = frozenset({"stent", "balloon", "scaffold", "implant", "implant_other"})


def role_of(trial: TrialDrugs) -> Role:
    """The role of the rapalog, with the reason in words."""
    if not trial.names:
        return Role("", "")
    named = any(each.place in GIVEN_PLACES for each in trial.names)
    if not named or (trial.arms and not trial.given_in and not trial.as_intervention()):
        return _not_given(trial)
    if _is_device(trial):
        return Role("device", "A stent, balloon, scaffold or implant carries the rapalog.")
    if _goes_with_transplantation(trial):
        return Role(
            "background", "It is one of many drugs around a transplantation of cells, which the trial is about."
        )
    if not trial.arms or len(trial.given_in) >= len(trial.arms):
        return _in_all_arms(trial)
    return _in_some_arms(trial)


def _not_given(trial: TrialDrugs) -> Role:
    if "title" in trial.carried_in:
        return Role("device", "The title names a device that carries the rapalog.")
    if "keyword" in trial.carried_in and _implants(trial):
        return Role("device", "A keyword names the implanted device by the rapalog that it carries.")
    if trial.carrier_is_studied:
        return Role("device", "An aim of the trial speaks of a device that carries the rapalog.")
    if trial.in_prose and trial.in_title():
        return Role("experimental", "The title names it and the description says that participants get it.")
    if trial.in_prose and any(each.place == "keyword" for each in trial.names):
        return Role("background", "The description says that participants get it, beside the treatment under study.")
    nothing_listed = not trial.arms and not trial.interventions
    if nothing_listed and trial.in_title():
        return Role("experimental", "The title names it; the record lists no arms or interventions.")
    return Role("not_a_treatment", "It is named, but no arm or intervention gives it.")


def _goes_with_transplantation(trial: TrialDrugs) -> bool:
    """Whether neither titles nor labels name it, and it stands in a long list of drugs beside a transplant of cells."""
    drugs = [each for each in trial.interventions if each.type in ("DRUG", "BIOLOGICAL")]
    labelled = any(each.path.endswith(".label") for each in trial.names)
    transplants = any(TRANSPLANT_OF_CELLS.search(each.name) for each in trial.interventions)
    return transplants and len(drugs) >= MANY_DRUGS and not labelled and not trial.in_title()


def _implants(trial: TrialDrugs) -> bool:
    """Whether an intervention is a device or procedure with a stent, scaffold or balloon."""
    return any(
        each.type in DEVICE_TYPES | {"PROCEDURE"} and IMPLANTED.search(f"{each.name}\n{each.description}")
        for each in trial.interventions
    )


def _is_device(trial: TrialDrugs) -> bool:
    if trial.routes:
        return trial.routes <= DEVICE_ROUTES
    carriers = [each for each in trial.interventions if each.type in DEVICE_TYPES]
    drugs = [each for each in trial.interventions if each.type in ("DRUG", "BIOLOGICAL")]
    return bool(carriers) and not drugs


def _in_all_arms(trial: TrialDrugs) -> Role:
    if _compared_on_both_sides(trial):
        return Role("background", "All arms get it; the title compares what is added to it.")
    if _labels_differ(trial):
        return Role("experimental", "The labels of some arms name it, those of others do not.")
    compared = len(trial.arms) > 1 and len(trial.doses) < 2  # something else differs between the arms
    if trial.in_title() and (trial.in_brief_title() or not compared):
        return Role("experimental", "All arms get it and the title names it.")
    if not trial.as_intervention():
        return Role("background", "It stands in arm or intervention text only, beside the treatment under study.")
    if compared:
        return Role("background", "All arms get it alike, while something else differs between them.")
    return Role("experimental", "An experimental arm gets it.")


def _labels_differ(trial: TrialDrugs) -> bool:
    """Whether it is an intervention that the arms are told apart by, whatever else of it their texts say."""
    labelled = {each.path for each in trial.names if each.path.endswith(".label")}
    return trial.as_intervention() and 0 < len(labelled) < len(trial.arms)


def _compared_on_both_sides(trial: TrialDrugs) -> bool:
    if len(trial.arms) < 2 or not trial.in_title():
        return False
    title = trial.titles.split("\n")[0]
    sides = VERSUS.split(title, maxsplit=1)
    words = [word.lower() for word in trial.in_title()]
    return len(sides) == 2 and all(any(word in side.lower() for word in words) for side in sides)


def _in_some_arms(trial: TrialDrugs) -> Role:
    with_it = [arm for arm in trial.arms if arm.index in trial.given_in]
    without = [arm for arm in trial.arms if arm.index not in trial.given_in]
    typed_control = all(arm.type in CONTROL_TYPES for arm in with_it)
    rival = any(arm.type == "EXPERIMENTAL" for arm in without)
    if not (typed_control and rival) or _leads_title(trial):
        return Role("experimental", f"Given in {len(with_it)} of {len(trial.arms)} arms, against something else.")
    return Role("comparator", "Only control arms get it; another treatment is under study.")


def _leads_title(trial: TrialDrugs) -> bool:
    """The title names the rapalog before any 'versus': it is what the trial is about."""
    words = [word.lower() for word in trial.in_title()]
    head = VERSUS.split(trial.titles.lower(), maxsplit=1)[0]
    return any(word in head for word in words)
