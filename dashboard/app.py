"""The dashboard: navigation, the filters that all pages share, and the page itself."""

from pathlib import Path

import streamlit as st

from dashboard.shared import data_notice, filters_panel, screen
from dashboard.state import session, url
from dashboard.state.pages import navigation
from dashboard.words.text import with_code
from seeds.errors import UserError

ICON = Path(__file__).with_name("icon.png")  # a named icon would be fetched from a font host

st.set_page_config(page_icon=str(ICON), layout="wide")  # first, or the menu would ask for an icon elsewhere
page = navigation()
st.set_page_config(page_title=f"{page.title} · RapaTrials")
if data_notice.snapshot_is_readable():
    faults = url.follow(session.known_values())
    filters = filters_panel.panel(session.known_values(), session.words())
    url.write_filters(filters)
    data_notice.show(faults)
    try:
        page.run()
        screen.watch()
    except UserError as error:
        st.error(with_code(error))
    finally:
        url.remember()
