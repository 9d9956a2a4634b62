"""What a reader's visit holds: the address of the page in step with its widgets, and the snapshot that is looked at.

Touches Streamlit's session and query parameters.
"""
