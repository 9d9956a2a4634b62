"""What is not there: results after twelve months, outcomes without values, measures that only a text names."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from cache.filters.filters import Filters
from cache.questions import reporting
from cache.questions.excerpts import ALL_ROWS, Excerpt
from dashboard.shared import downloads
from dashboard.shared.citations.cite import cite, stated
from dashboard.shared.controls import switch
from dashboard.shared.figures import drawing
from dashboard.shared.figures.years import overdue_figure, overdue_in_words
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import HEADINGS
from dashboard.state import url
from dashboard.state.pages import page_link
from dashboard.state.session import ask, is_digest, reader, words
from dashboard.views.reporting import elsewhere
from dashboard.views.reporting.tables import LIST_TITLES, table
from dashboard.words.labels import several
from dashboard.words.page_claims import described_claim
from dashboard.words.statements import counted
from dashboard.words.text import plain

WORDS = words()
YEAR_PX = {"Year": 50, "Lead sponsor": 200, "Twelve months over": 128, "No results": 75, "Probably obliged": 110}
YEAR_COLUMNS = {name: st.column_config.Column(name, width=pixels) for name, pixels in YEAR_PX.items()}


def excerpt(name: str, question: Callable[..., Excerpt], filters: Filters, one: str, many: str) -> None:
    """The first rows of a long list, with the exact total in words for one and for many."""
    found = ask(question, filters)
    more = f", the first {len(found.rows):,} shown" if found.total > len(found.rows) else ""
    st.markdown(f"{several(found.total, one, many)}{more}.")
    if name != "overdue":  # which is told above, with what it is of
        cite(f"{several(found.total, one, many)}.", filters)
    if found.total:
        table(name, found.rows, filters, lambda: question(source, filters, ALL_ROWS).rows)


def overdue(filters: Filters) -> None:
    """Trials without results after twelve months by year, by sponsor and one by one."""
    found = ask(reporting.due_results, filters)
    stated(
        f"Of the interventional trials of which twelve months after primary completion had ended by {source.as_of}, "
        f"{counted(found.overdue, found.due, not is_digest())} have neither posted nor submitted results; "
        f"**{found.obliged:,}** of these {found.overdue:,} {'is' if found.obliged == 1 else 'are'} probably obliged to "
        f"post them (42 CFR Part 11). {found.in_review:,} {'is' if found.in_review == 1 else 'are'} in the registry's "
        "review.",
        filters,
    )
    page_link("trials", "Open those without results", filters.but(overdue=True))
    page_link("trials", "Open those probably obliged to post", filters.but(overdue=True, obliged=True))
    years = ask(reporting.overdue_by, filters, "year")
    if not years.empty:
        caption = drawing.caption("No results after twelve months", downloads.sentence(filters, WORDS))
        figure = overdue_figure(years, caption)
        drawing.draw(figure, "overdue_years", overdue_in_words(years))
        left, right = st.columns([2, 3])
        left.dataframe(
            years.rename(columns=HEADINGS | {"name": "Year"}),
            hide_index=True,
            key="by_year",
            column_config=YEAR_COLUMNS,
            alt="Trials without results by year",
        )
        sponsors = ask(reporting.overdue_by, filters, "sponsor").rename(columns=HEADINGS | {"name": "Lead sponsor"})
        right.dataframe(sponsors, hide_index=True, key="by_sponsor", column_config=YEAR_COLUMNS,
                        alt="Trials without results by lead sponsor")  # fmt: skip
        frame_buttons(
            "sponsors", partial(reporting.overdue_by, source, filters, "sponsor", ALL_ROWS), filters, WORDS, "Sponsors"
        )
    excerpt("overdue", reporting.overdue_trials, filters, "trial without results", "trials without results")


def described(filters: Filters) -> None:
    """Measures that trials describe without making them an outcome."""
    found = ask(reporting.described_only, filters)
    rows = found[found["trials"] > 0]
    st.markdown("How many trials say that they measure something that is none of their outcomes.")
    if rows.empty:
        st.caption("None of these trials.")
        return
    named = rows.assign(measure=[WORDS.name(each) for each in rows["measure"]])
    cite(described_claim(named), filters)
    table("described", named, filters, lambda: reporting.described_only(source, filters))


filters, source = url.taken(), reader()
st.title("Reporting", anchor=False)
active_filters(filters, WORDS)
st.markdown(plain(f"Over {downloads.sentence(filters, WORDS)}."))
kind = switch("Show", LIST_TITLES, "kind", "overdue")
if kind not in ("elsewhere", "lost"):
    st.caption(
        "Judged by registry records alone and the data's own date. A record without results does not mean that nothing "
        "was published: a journal article may exist. Many trials are not obliged to post results; who probably is, is "
        "read from public fields as the FDAAA TrialsTracker does it, with the reason beside each trial."
    )
if kind == "overdue":
    overdue(filters)
elif kind == "without_values":
    words_for = ("posted outcome holds no usable value", "posted outcomes hold no usable value")
    excerpt(kind, reporting.posted_without_values, filters, *words_for)
elif kind == "left_out":
    rest = "whose wording is not among the trial's posted outcomes"
    excerpt(kind, reporting.left_out_of_results, filters, f"registered outcome {rest}", f"registered outcomes {rest}")
elif kind == "elsewhere":
    elsewhere.gaps(filters)
elif kind == "lost":
    elsewhere.lost(filters)
else:
    described(filters)
