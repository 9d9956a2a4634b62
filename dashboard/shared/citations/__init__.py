"""What a page shows as something to cite, with a link that leads back to the same figures.

Touches Streamlit; the words of a citation are made in `cache.exports.citation`.
"""
