"""Readers' verdicts on single labels, applied to what the engine found while the words are those that were read."""
