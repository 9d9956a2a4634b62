"""Parts that several pages share: filters, figures, tables of trials, evidence, downloads.

Touches Streamlit; a page's own parts lie with the page.
"""
