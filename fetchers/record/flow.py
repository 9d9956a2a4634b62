"""How many people began a trial, from the posted participant flow."""

from fetchers.record.figures import whole_number
from fetchers.record.nodes import Node, child, objects, text

STARTED = "STARTED"  # the registry's name of a period's first milestone


def people_started(record: Node) -> int | None:
    """The people who started the first period, in all groups; none where a figure is missing."""
    periods = objects(child(record, "resultsSection", "participantFlowModule"), "periods")
    milestones = objects(periods[0], "milestones") if periods else []
    started = [each for each in milestones if text(each, "type") == STARTED]
    counts = [whole_number(one.get("numSubjects")) for each in started[:1] for one in objects(each, "achievements")]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None
