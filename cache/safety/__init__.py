"""What posted adverse events say: how often an event is, arm by arm, with a rapalog against without, trial by trial.

Questions to a snapshot; the formulas are those of `cache/statistics`.
"""
