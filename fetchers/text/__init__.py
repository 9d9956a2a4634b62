"""Words, sentences and patterns in a text, whatever the text is about.

Pure; knows nothing of trials, drugs or measures.
"""
