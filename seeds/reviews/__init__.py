"""Verdicts of readers on single labels, which stand above the engine for exactly the words that were read."""
