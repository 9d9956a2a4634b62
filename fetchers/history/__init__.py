"""The versions of a trial's record: which there are, what became of its outcomes between them. Pure.

The registry serves them at an address that it does not document (docs/history.md): everything is read softly.
"""
