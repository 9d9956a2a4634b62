"""The rules of measures, design flags and populations, and how they are read."""
