"""The vocabulary of measures: terms with their concept, and the traps in which they mean something else."""
