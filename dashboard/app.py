"""The dashboard: navigation, the filters that all pages share, and the page itself."""

import streamlit as st

from dashboard import address, data_notice, filters_panel, session
from dashboard.pages import navigation

st.set_page_config(page_title="RapaTrials", page_icon=":material/grid_on:", layout="wide")
page = navigation()
if data_notice.snapshot_is_readable():
    faults = address.follow(session.known_values())
    filters = filters_panel.panel(session.known_values(), session.words())
    address.write_filters(filters)
    data_notice.show(faults)
    try:
        page.run()
    finally:
        address.remember()
