"""Pulls the registry's records and labels them.

Pure functions of a record, except for the client in `registry`, the only module that touches the network. No disk.
"""
