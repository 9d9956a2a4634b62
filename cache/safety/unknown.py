"""Columns of which some values are not known."""

import pandas as pd


def is_true(column: pd.Series) -> pd.Series:
    """Where a column of yes, no and unknown says yes."""
    return column.eq(True).fillna(False).astype(bool)
