"""Posted groups of participants: which protocol arm each one is, and whether two of them hold the same people.

Pure functions of a record's words and figures; `joins` and `overlaps` decide, `rows` makes the table `group_arms`.
"""
