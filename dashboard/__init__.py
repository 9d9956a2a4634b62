"""The two faces of the project: pages in a browser and the command line.

The only package that knows Streamlit; asks `cache`, and touches neither network nor SQL.
"""
