"""The pages, one folder each; `page.py` is what the navigation opens.

A page asks `cache.questions` and shows; it decides nothing about a trial.
"""
