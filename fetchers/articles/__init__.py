"""Articles of a trial: what Europe PMC and PubMed say of them, whose they are, what their abstracts report. Pure.

How both services behave stands in docs/articles.md, what each kind of link is worth there too.
"""
