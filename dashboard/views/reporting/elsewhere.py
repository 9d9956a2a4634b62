"""The gaps that articles fill, and what trials dropped since they were registered."""

import streamlit as st

from cache.filters.filters import Filters
from cache.questions import elsewhere
from cache.questions.excerpts import ALL_ROWS
from dashboard.shared.citations.cite import cite, stated
from dashboard.state.session import ask, reader, words
from dashboard.views.reporting.tables import table
from dashboard.words.elsewhere import SILENCE, looked_for
from dashboard.words.labels import several
from dashboard.words.page_claims import lost_claim


def gaps(filters: Filters) -> None:
    """What was found elsewhere of measures that are registered and not to be read in the registry's results."""
    found = ask(elsewhere.gap_flow, filters)
    rows = found[found["gaps"] > 0]
    count = {name: int(rows[name].sum()) for name in rows.columns if name != "measure"}
    stated(
        f"{several(count['gaps'], 'registered measure')} without posted results (counted once a trial): "
        f"**{count['yes']:,}** reported in the abstract of an article of the trial's own, "
        f"{count['abstract_silent']:,} with silent abstracts, {count['no_abstract']:,} with articles that have no "
        f"abstract, {count['retracted']:,} with retracted articles alone, {count['no_article']:,} without an article "
        f"found, {count['not_looked']:,} not looked for.",
        filters,
    )
    st.caption(f"{looked_for(ask(elsewhere.looked_at, filters))} {SILENCE}")
    if not rows.empty:
        named = rows.assign(measure=[words().name(each) for each in rows["measure"]])
        table("elsewhere", named, filters, lambda: elsewhere.gap_flow(reader(), filters))


def lost(filters: Filters) -> None:
    """Measures that trials registered once and do not register today."""
    looked = ask(elsewhere.looked_at, filters).versions
    if not looked:
        st.markdown("The versions of these records were not looked at yet: `rapatrials refresh --history` does.")
        return
    st.markdown(
        f"Over {several(looked, 'trial')} whose versions were looked at: how many dropped or demoted a measure."
    )
    found = ask(elsewhere.lost_measures, filters)
    if not found.empty:
        named = found.assign(measure=[words().name(each) for each in found["measure"]])
        cite(lost_claim(named, looked), filters)
        table("lost", named, filters, lambda: elsewhere.lost_measures(reader(), filters))
        rows = ask(elsewhere.lost_by_trial, filters)
        table("lost_outcomes", rows, filters, lambda: elsewhere.lost_by_trial(reader(), filters, ALL_ROWS))
