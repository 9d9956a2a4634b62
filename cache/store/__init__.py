"""Snapshots as folders: made current by one swap, verified, kept, removed; raw records and Parquet files; the lock.

Touches the cache folder; knows nothing of what the tables mean.
"""
