"""How often an adverse event is: by population first, then compared within trials and together, then arm by arm."""

from functools import partial

import pandas as pd
import streamlit as st

from cache.safety.answer import safety_answer
from cache.safety.comparisons import Compared, Pooled
from cache.safety.dose import dose_points, posted_troughs
from cache.safety.incidence import incidence
from dashboard.shared import downloads
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import folded, menu
from dashboard.shared.figures import drawing
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.safety.dose_figure import MOST_POINTS, dose_figure, dose_in_words
from dashboard.shared.safety.forest_figure import MOST_LINES, forest_figure, forest_in_words
from dashboard.shared.safety.tables import FOUR_LINES, POPULATION_PX, arms_table, population_table, widths
from dashboard.shared.trial_table import trial_links
from dashboard.state import url
from dashboard.state.session import ask, ask_once, reader, words
from dashboard.words.labels import several
from dashboard.words.page_claims import safety_claim
from dashboard.words.safety_words import CAUTION, DOSE_AXES, DOSE_CAUTION, effect_words, stratum_words
from dashboard.words.text import plain
from seeds.adverse_events.terms import LIABILITIES, OFFERED_TERMS

WORDS = words()
ROWS = 200  # arms on the page; downloads hold all
LINK = {"Trial": st.column_config.LinkColumn("Trial", display_text=r"nct=(NCT\d{8})", pinned=True)}


def by_population(rows: pd.DataFrame) -> None:
    """Population, incidence, comparison and what confounds them."""
    st.subheader("By population", anchor=False)
    if rows.empty:
        st.markdown(plain(WORDS.said("No posted group with a rapalog is left.")))
        return
    shown = population_table(rows, WORDS)
    st.dataframe(
        shown, hide_index=True, key="by_population", row_height=FOUR_LINES, height="content",
        column_config=widths(POPULATION_PX), alt="Incidence by population",
    )  # fmt: skip
    st.caption(
        f"{WORDS.said('People with a rapalog')}: share with the event in the lowest, the median and the highest group, "
        "groups that do not list it, and the risk ratio against control, target troughs and what the arms give most. "
        "Groups that may hold people of another group are left out. A group that does not list the event may have "
        "had it below its threshold: that is not zero."
    )
    cite(safety_claim(offered[event], rows, WORDS), filters)
    frame_buttons("safety", lambda: rows, filters, WORDS, "By population")


def compared_trials(compared: Compared, pooled: list[Pooled], caption: str) -> None:
    """Forest plots, or why there are none."""
    heading = WORDS.said("With a rapalog against without")
    st.subheader(plain(f"{heading} ({several(len(compared.comparisons), 'trial')})"), anchor=False)
    if pooled:
        names = {str(at): stratum_words(each.stratum, WORDS.names) for at, each in enumerate(pooled)}
        chosen = pooled[int(menu("Trials that belong together", names, "stratum", "0", 420))]
        told = effect_words(chosen.ratio)
        if any(each.ratio.estimate for each in chosen.trials):
            figure = forest_figure(chosen.trials, chosen.ratio, caption, WORDS)
            drawing.draw(figure, "forest", forest_in_words(chosen.trials, told))
        st.markdown(plain(f"Together: {told}."))
        st.markdown(plain(f"Without the largest trial: {effect_words(chosen.ratio_without_largest)}."))
        difference = chosen.difference.effect
        if difference.estimate is not None and difference.low is not None and difference.high is not None:
            told = f"{100 * difference.estimate:.1f} ({100 * difference.low:.1f} to {100 * difference.high:.1f})"
            st.markdown(plain(f"Risk difference in percentage points: {told}, {chosen.difference.method}."))
        if len(chosen.trials) > MOST_LINES:
            st.caption(f"The largest {MOST_LINES} of {len(chosen.trials)} are drawn; all are in the summary.")
    st.caption(
        "Trials of other populations, devices and drugs, placebo and active controls are not summed up together. "
        "Several arms of a side are added up; of several terms the largest single one counts. A trial without an event "
        "on one side has no ratio to draw, but counts in the sum."
    )
    if compared.left_out:
        with folded(f"Not compared: {several(len(compared.left_out), 'trial')}, and why", "not_compared") as is_open:
            if is_open:
                reasons = {"Trial": trial_links(compared.left_out, filters), "Reason": compared.left_out.values()}
                st.dataframe(
                    pd.DataFrame(reasons), hide_index=True, key="left_out", column_config=LINK,
                    alt="Trials not compared",
                )  # fmt: skip


def by_dose(groups: pd.DataFrame, caption: str) -> None:
    """Incidence over dose, target or posted trough."""
    st.subheader("By dose and level", anchor=False)
    against = menu("Against", DOSE_AXES, "against", "daily_dose", 320)
    troughs = ask(posted_troughs, filters) if against == "posted_trough" else {}
    points, across = dose_points(groups, against, troughs), DOSE_AXES[against]
    if points.empty:
        st.markdown("No posted group that lists it states this.")
    else:
        drawing.draw(dose_figure(points, across, caption), "dose", dose_in_words(points, across))
        many = len(points) > MOST_POINTS
        drawn = f" The {MOST_POINTS} groups with the most people of {len(points):,} are drawn." if many else ""
        st.caption(f"{DOSE_CAUTION}{drawn}")
        frame_buttons("dose", lambda: points, filters, WORDS, "Points")


def arm_by_arm(rows: pd.DataFrame, count: int) -> None:
    """The first posted groups of so many, each with its share, its arm and what is given."""
    st.subheader(f"Arm by arm ({several(count, 'group')})", anchor=False)
    shown = arms_table(rows, trial_links(rows["nct_id"], filters))
    st.dataframe(shown, hide_index=True, key="arm_by_arm", column_config=LINK, alt="Incidence arm by arm")
    frame_buttons("arms", partial(incidence, reader(), filters, event), filters, WORDS, "Arms")


filters = url.taken()
st.title("Safety", anchor=False)
offered = {each: WORDS.name(each) for each in LIABILITIES} | {each: each.capitalize() for each in OFFERED_TERMS}
event = menu("Adverse event", offered, "event", "", 320)
active_filters(filters, WORDS)
st.caption(CAUTION)
answer = ask_once(safety_answer, filters, event, ROWS)
by_population(answer.populations)
caption = drawing.caption(offered[event], downloads.sentence(filters, WORDS))
compared_trials(answer.compared, answer.pooled, caption)
by_dose(answer.dosed, caption)
arm_by_arm(answer.first_groups, answer.group_count)
