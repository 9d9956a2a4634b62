"""Tables of a snapshot from its records: in how many processes, which rows are kept, what changed since.

Touches files that it is handed by path; which snapshot they belong to is the refresh's business.
"""
