"""Which rapalog a record names, who gets it, and what part it plays in the trial.

Pure functions of a record's texts and the names in `seeds.drugs`.
"""
