"""The refresh job: from what the registry says to a snapshot that is whole, or to none.

Touches the store and the tables, and the network through the client that it is handed.
"""
