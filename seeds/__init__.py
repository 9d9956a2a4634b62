"""The reviewed knowledge of the project, as data, and the strict loaders that read it.

Touches its own files, or those of a folder of the user's; decides nothing about a record.
"""
