"""Claims: what texts say of side effects, beside posted data."""
