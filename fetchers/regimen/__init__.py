"""How a rapalog is given in each arm: dose, frequency, route, target trough.

Pure functions of an arm's words and of `seeds.regimen`.
"""
