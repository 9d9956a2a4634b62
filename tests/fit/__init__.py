"""Fits what judges weigh, on trials that were read by hand: run by a person, not by the tests."""
