"""Rapalogs and other drugs by name, and the units of their levels."""
