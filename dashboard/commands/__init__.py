"""The sub-commands of `rapatrials`, one module each: `add` declares the options, `run` does the work.

The only room that prints; what it prints comes from `cache`.
"""
