"""What trials can be filtered by, and how a filter becomes bound SQL, a sentence and a link.

Touches neither disk nor snapshot: it writes the clause, questions run it.
"""
