"""Labels compared with those of careful readers: agreement, misses and false alarms.

Pure: files are read by the command that asks.
"""
