"""Words and numbers as readers see them, and registry text made safe to show.

Pure: no Streamlit, no question to a snapshot.
"""
