"""The list of trials."""
