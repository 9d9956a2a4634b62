"""What a trial's versions say, beside its record of today: outcomes that changed, measures dropped or demoted. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fetchers.annotate import Annotator
from fetchers.history.comparing import DROPPED, MOVED, OutcomeChange, RegisteredOutcome, changes, outcomes_of
from fetchers.history.versions import RecordVersion, Step, steps_of
from fetchers.record.nodes import Node, child
from fetchers.wordings import evidence_in

PRIMARY = "primary"


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """A change of an outcome, in words, with the version in which it stood last or the latest that can have made it.

    `step` is before_results, with_results or after_results; `date` the day on which `version` was submitted. Where
    several versions changed outcomes, `since_version` is the earliest that can have made it.
    """

    change: str
    step: str
    since_version: int
    version: int
    date: str
    is_certain: bool
    group_before: str = ""
    wording_before: str = ""
    time_frame_before: str = ""
    group_now: str = ""
    wording_now: str = ""
    time_frame_now: str = ""
    measures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HistoryNote:
    """What is kept of a trial's history: versions, the day of the first, all changes, measures dropped and demoted.

    A measure is dropped where outcomes that carried it went and no registered outcome carries it today; demoted where
    it was primary and is registered today, but not as primary.
    """

    versions: int
    first_date: str
    changes: list[HistoryChange] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    demoted: list[str] = field(default_factory=list)


def history_note(
    annotator: Annotator, record: Node, versions: Sequence[RecordVersion], modules: Mapping[int, Node]
) -> HistoryNote:
    """The history of the trial whose record this is; `modules` are the outcomes modules of the wanted versions.

    A step whose versions are not there is left out.
    """
    today = outcomes_of(child(record, "protocolSection", "outcomesModule"))
    known = {number: outcomes_of(module) for number, module in modules.items()}
    found: list[tuple[Step, OutcomeChange]] = []
    for step in steps_of(list(versions)):
        later = today if step.later is None else known.get(step.later)
        if later is not None and step.earlier in known:
            found += [(step, each) for each in changes(known[step.earlier], later)]
    kept = _lasting(found)
    outcomes = list(dict.fromkeys([*today, *(each.before for _, each in kept if each.before)]))
    measures = _measures(annotator, record, [*outcomes, *(each.now for _, each in kept if each.now)])
    first = versions[0].date if versions else ""
    told = [_told(step, each, measures) for step, each in kept]
    return HistoryNote(len(versions), first, told, *_losses(told, today, measures))


def _lasting(found: Sequence[tuple[Step, OutcomeChange]]) -> list[tuple[Step, OutcomeChange]]:
    """The changes without those that a later step undid: an error put right is no change."""
    lasting: list[tuple[Step, OutcomeChange]] = []
    for step, each in found:
        undone = next(
            (one for one in lasting if one[0] != step and (one[1].before, one[1].now) == (each.now, each.before)), None
        )
        if undone:
            lasting.remove(undone)
        else:
            lasting.append((step, each))
    return lasting


def _measures(annotator: Annotator, record: Node, outcomes: Sequence[RegisteredOutcome]) -> dict[str, list[str]]:
    """The measures that each wording carries."""
    wordings = list(dict.fromkeys(each.wording for each in outcomes))
    evidence = evidence_in(annotator, record, wordings)
    return {
        wording: sorted({each.label for each in carried if each.level == "registered"})
        for wording, carried in zip(wordings, evidence, strict=True)
    }


def _told(step: Step, change: OutcomeChange, measures: Mapping[str, list[str]]) -> HistoryChange:
    before, now = change.before or RegisteredOutcome("", "", ""), change.now or RegisteredOutcome("", "", "")
    last = step.changed_in[-1]
    return HistoryChange(
        change.change, step.name, step.changed_in[0].number, last.number, last.date, change.is_certain, *before, *now,
        sorted({*measures.get(before.wording, ()), *measures.get(now.wording, ())}),
    )  # fmt: skip


def _losses(
    told: Sequence[HistoryChange], today: Sequence[RegisteredOutcome], measures: Mapping[str, list[str]]
) -> tuple[list[str], list[str]]:
    """Measures that were dropped, and that were demoted."""
    here = {measure for each in today for measure in measures[each.wording]}
    primary = {measure for each in today if each.group == PRIMARY for measure in measures[each.wording]}
    gone = {measure for each in told if each.change == DROPPED for measure in measures[each.wording_before]}
    left = [each for each in told if each.change in (DROPPED, MOVED) and each.group_before == PRIMARY]
    demoted = {measure for each in left for measure in measures[each.wording_before]}
    return sorted(gone - here), sorted((demoted & here) - primary)
