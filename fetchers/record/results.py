"""What a record posted: outcomes with their values, analyses, and adverse events by group."""

from fetchers.record.nodes import Node, child, objects, text

MISSING_VALUES = {"", "NA", "NR", "N/A"}  # "NA" and "NR" are posted where there is no figure (API contract, section 6)


def posted_outcomes(record: Node) -> list[Node]:
    """The posted outcome measures, in the sponsor's order."""
    return objects(child(record, "resultsSection", "outcomeMeasuresModule"), "outcomeMeasures")


def holds_values(outcome: Node) -> bool:
    """Whether a posted outcome is POSTED and has at least one measurement that is a value (MEASURES.md, `posted`)."""
    if text(outcome, "reportingStatus") == "NOT_POSTED":
        return False
    return any(
        text(measurement, "value").strip().upper() not in MISSING_VALUES
        for one in objects(outcome, "classes")
        for category in objects(one, "categories")
        for measurement in objects(category, "measurements")
    )
