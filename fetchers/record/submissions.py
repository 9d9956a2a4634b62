"""Results on their way to the registry: every submission, return and withdrawal that a record tells of.

Records of today keep them in `submissionTracking` of the derived section, one entry per submission with how it ended;
others in `unpostedEvents` of the annotation section, event by event. Where both stand, the one that tells more counts.
"""

from typing import NamedTuple

from fetchers.record.nodes import Node, child, objects, text

SUBMITTED, RETURNED, WITHDRAWN = "submitted", "returned for correction", "withdrawn"
_OF_TYPE = {"RELEASE": SUBMITTED, "RESET": RETURNED, "UNRELEASE": WITHDRAWN}


class Submission(NamedTuple):
    """What happened to the results; `date` is ISO, or empty where the registry does not know it."""

    what: str
    date: str

    @property
    def words(self) -> str:
        """`2024-05-02 submitted`; the event alone says that its date is not known."""
        return f"{self.date or 'date unknown'} {self.what}"


def submissions(record: Node) -> list[Submission]:
    """Everything that happened to results before they were posted: by date where all dates are known, else in the
    record's order, in which an event without a date keeps its place."""
    tracked, annotated = _tracked(record), _annotated(record)
    found = max(annotated, tracked, key=lambda events: (max((each.date for each in events), default=""), len(events)))
    return sorted(found, key=lambda each: each.date) if all(each.date for each in found) else found


def in_review(record: Node) -> bool:
    """Results submitted and still in the registry's review: the last event, dated or not, is a submission."""
    events = submissions(record)
    return bool(events) and events[-1].what == SUBMITTED


def first_submitted(record: Node) -> str:
    """The day on which results first reached the registry; for results in review as the registry estimates it."""
    status = child(record, "protocolSection", "statusModule")
    return text(status, "resultsFirstSubmitDate") or text(_tracking(record), "estimatedResultsFirstSubmitDate")


def _tracking(record: Node) -> Node:
    return child(record, "derivedSection", "miscInfoModule", "submissionTracking")


def _tracked(record: Node) -> list[Submission]:
    tracking = _tracking(record)
    found = []
    for each in objects(tracking, "submissionInfos"):
        if each:
            found += [Submission(SUBMITTED, text(each, "releaseDate")), *_ends(each)]
    estimated = text(tracking, "estimatedResultsFirstSubmitDate")
    return found or ([Submission(SUBMITTED, estimated)] if estimated else [])


def _ends(submission: Node) -> list[Submission]:
    """How a submission ended: returned, withdrawn, or both."""
    ends = [Submission(RETURNED, text(submission, "resetDate"))] if "resetDate" in submission else []
    if "unreleaseDate" in submission or submission.get("unreleaseDateUnknown") is True:
        ends.append(Submission(WITHDRAWN, text(submission, "unreleaseDate")))
    return ends


def _annotated(record: Node) -> list[Submission]:
    unposted = child(record, "annotationSection", "annotationModule", "unpostedAnnotation")
    events = objects(unposted, "unpostedEvents")
    return [
        Submission(_OF_TYPE[kind], text(each, "date")) for each in events if (kind := text(each, "type")) in _OF_TYPE
    ]
