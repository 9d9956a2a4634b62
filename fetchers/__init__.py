"""Pulls registry records and annotates them: pure functions, with the network in `client` alone."""
