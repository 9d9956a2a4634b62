"""Snapshots on disk: made by refreshes, read by questions, changed by nothing.

Touches the disk; no page, no network of its own, and no pattern over the registry's text.
"""
