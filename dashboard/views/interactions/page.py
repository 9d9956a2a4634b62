"""What trials combine with a rapalog, let in or keep out: by agent, then ketamine and cannabidiol, then by sentence."""

import pandas as pd
import streamlit as st

from cache.questions.excerpts import Excerpt
from cache.safety.interactions import LISTED_ALONE, NOT_MENTIONED, by_agent, combined, sentences
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import menu
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import trial_links
from dashboard.state import url
from dashboard.state.session import ask, reader, words
from dashboard.words.interaction_words import BASIS_WORDS, INTERACTION_CAUTION, STATUS_MEANINGS, STATUS_WORDS
from dashboard.words.labels import in_words, several
from dashboard.words.page_claims import agents_claim
from dashboard.words.text import as_read, plain
from fetchers.interactions.rows import INTERACTION_STATUSES
from seeds.drugs.family import RAPALOGS

WORDS = words()
ROWS = 200  # sentences on the page; downloads hold all
COMBINED = 25  # trials that combine them, on the page
SENTENCE_COLUMNS = {
    "Trial": st.column_config.LinkColumn("Trial", display_text=r"nct=(NCT\d{8})", pinned=True, width=110),
    "In these words": st.column_config.TextColumn("In these words", width=560),
    "Title": st.column_config.TextColumn("Title", width=300),
}


def agents_table(counts: pd.DataFrame) -> None:
    """In how many trials each status holds."""
    shown = pd.DataFrame({"Agent": counts["name"]})
    for status in (*INTERACTION_STATUSES, NOT_MENTIONED):
        shown[STATUS_WORDS[status].capitalize()] = counts[status]
    st.dataframe(shown, hide_index=True, key="agents", height="content", alt="Trials by agent and by what they say")
    st.caption("; ".join(f"**{STATUS_WORDS[each]}**: {meaning}" for each, meaning in STATUS_MEANINGS.items()) + ".")
    frame_buttons("interactions", lambda: by_agent(source, filters), filters, WORDS, "Agents")


def combined_trials(found: Excerpt) -> None:
    """Trials that give ketamine or cannabidiol with a rapalog, and what they measure."""
    names, rows = " or ".join(each for each in LISTED_ALONE), found.rows
    st.subheader(f"A rapalog with {names} ({several(found.total, 'trial')})", anchor=False)
    if rows.empty:
        st.markdown("None of these trials gives one of them together with a rapalog.")
        return
    shown = pd.DataFrame({
        "Trial": trial_links(rows["nct_id"], filters),
        "Title": rows["brief_title"],
        "With": [in_words(each) for each in rows["agent"]],
        "Drug": rows["rapalogs"],
        "Primary outcomes": rows["primary_outcomes"],
        "Measures": [[WORDS.name(one) for one in each] for each in rows["measures"]],
        "Recruitment": [in_words(each) for each in rows["overall_status"]],
        "In these words": rows["sentence"].map(as_read),
    })  # fmt: skip
    st.dataframe(shown, hide_index=True, key="combined", column_config=SENTENCE_COLUMNS, alt="Trials that combine them")
    if found.total > COMBINED:
        st.caption(f"The first {COMBINED} are shown; downloads hold all.")
    frame_buttons("combined", lambda: combined(source, filters).rows, filters, WORDS, "Combined")


def told(counts: pd.DataFrame) -> None:
    """The sentences about one agent."""
    names = dict(zip(counts["agent"], counts["name"], strict=True))
    agent = menu("Agent", names, "agent", next(iter(names)))
    statuses = {"": "anything"} | {each: STATUS_WORDS[each] for each in INTERACTION_STATUSES}
    status = menu("That say", {each or "any": word for each, word in statuses.items()}, "says", "any", 320)
    wanted = "" if status == "any" else status
    part = ask(sentences, filters, agent, wanted, ROWS)
    of_agent = counts.set_index("agent").loc[agent]
    trials = of_agent[wanted] if wanted else of_agent["trials"] - of_agent[NOT_MENTIONED]
    held = sum(of_agent[each] for each in ([wanted] if wanted else INTERACTION_STATUSES))
    st.subheader(f"{names[agent]} ({several(int(trials), 'trial')})", anchor=False)
    cite(agents_claim(names[agent], next(counts[counts["agent"] == agent].itertuples(index=False))), filters, "agent")
    shown = pd.DataFrame({
        "Trial": trial_links(part["nct_id"], filters),
        "Says": [STATUS_WORDS[each] for each in part["status"]],
        "In these words": part["sentence"].map(as_read),
        "Where": [BASIS_WORDS.get(each, each) for each in part["basis"]],
        "Title": part["brief_title"],
        "Drug": part["rapalogs"],
    })  # fmt: skip
    st.dataframe(
        shown, hide_index=True, key="sentences", column_config=SENTENCE_COLUMNS, alt=f"Sentences about {names[agent]}"
    )
    if held > ROWS:
        st.caption(f"The first {ROWS} of {held:,} are shown; downloads hold all.")
    frame_buttons("sentences", lambda: sentences(source, filters, agent, wanted), filters, WORDS, "Sentences")


filters, source = url.taken(), reader()
st.title("Interactions", anchor=False)
active_filters(filters, WORDS)
if WORDS.family == RAPALOGS:
    st.caption(INTERACTION_CAUTION)
    found = ask(by_agent, filters)
    agents_table(found)
    combined_trials(ask(combined, filters, LISTED_ALONE, COMBINED))
    told(found)
else:
    st.info(plain(f"The agents at hand interact with rapalogs; these are trials of {WORDS.family.plural}."))
