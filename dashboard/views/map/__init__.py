"""The evidence map, which is the first page."""
