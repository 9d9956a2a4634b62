"""Snapshots on disk: the refresh job, queries, exports and changes between snapshots."""
