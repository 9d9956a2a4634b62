"""Whose drug level, trough or kinetics a text speaks of: the rapalog's own, or another drug's."""

from fetchers.record.texts import Texts, Unit


def subject_of_example(texts: Texts, unit: Unit, start: int, end: int) -> bool:
    """Attribution for a rule's own examples: a trial whose only drug is a rapalog."""
    return True


def attribution_for(record: object, texts: Texts) -> object:
    """Attribution over one record."""
    return subject_of_example
