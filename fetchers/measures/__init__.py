"""Which measure stands where in a record, whose level it is, and what status follows.

Pure functions of a record's texts and the rules in `seeds.measures`.
"""
