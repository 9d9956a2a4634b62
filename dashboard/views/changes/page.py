"""What changed in the registry: since earlier refreshes, or between any two snapshots that the cache keeps."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from cache.exports import feed
from cache.filters.filters import Filters
from cache.questions.changes import CHANGE_KINDS, changes_by_trial, compared, kept_snapshots, recorded_changes
from cache.questions.excerpts import ALL_ROWS, Excerpt
from dashboard.shared import downloads
from dashboard.shared.citations.cite import cite
from dashboard.shared.controls import day, menu
from dashboard.shared.filters_panel import active_filters
from dashboard.shared.frame_downloads import frame_buttons
from dashboard.shared.trial_table import linked
from dashboard.state import url
from dashboard.state.session import ask, cache_root, is_digest, reader, words
from dashboard.views.about.method import FEED
from dashboard.views.changes.by_trial import show_trials
from dashboard.words.labels import CHANGES, Words, several
from dashboard.words.page_claims import changes_claim
from dashboard.words.text import plain

WORDS: Words = words()
RECORDED, ALL_CHANGES = "recorded", "all"
FLAGGED_WORDS = (
    "Flagged: a registered outcome or a trial that disappeared. Relabelled: the rules changed too, so the change may "
    "say nothing about the trial."
)


def kinds_control() -> tuple[str, ...]:
    """The kind of change to show, or all."""
    chosen = menu(
        "Kind of change", {ALL_CHANGES: "All", **{kind: CHANGES[kind] for kind in CHANGE_KINDS}}, "change", ALL_CHANGES
    )
    return () if chosen == ALL_CHANGES else (chosen,)


def snapshots_control(names: list[str]) -> tuple[str, str]:
    """The two snapshots to compare, or the record of all refreshes."""
    dated = {name: snapshot_words(name) for name in reversed(names)}
    with st.container(horizontal=True):
        before = menu("Since", {RECORDED: "all that refreshes recorded", **dated}, "from", RECORDED, 300)
        if before == RECORDED:
            return RECORDED, ""
        del dated[before]
        return before, menu("Until", dated, "to", "", 300)


def snapshot_words(name: str) -> str:
    """A snapshot by its data's date."""
    return f"{name[:4]}-{name[4:6]}-{name[6:8]} ({name.rpartition('-')[2]})"


def show(question: Callable[..., Excerpt], values: tuple[Any, ...], filters: Filters) -> None:
    """The changes as a table, the flagged ones first."""
    found = ask(question, *values)
    more = f", the first {len(found.rows):,} shown" if found.total > len(found.rows) else ""
    st.markdown(f"{several(found.total, 'change')}{more}.")
    if not found.total:
        st.caption("Nothing changed, or no refresh has followed the first one yet.")
        return
    table(found, filters)
    download(question, values, filters)


def table(found: Excerpt, filters: Filters) -> None:
    """The changes as rows, the flagged ones first."""
    shown, config = linked(found.rows.assign(kind=[CHANGES.get(each, each) for each in found.rows["kind"]]), filters)
    st.dataframe(shown, hide_index=True, key="changes", column_config=config, alt=several(found.total, "change"))
    st.caption(FLAGGED_WORDS)


def download(question: Callable[..., Excerpt], values: tuple[Any, ...], filters: Filters) -> None:
    """All of them as files."""
    frame_buttons("changes", lambda: question(reader(), *values, ALL_ROWS).rows, filters, WORDS, "Changes")


def show_recorded(filters: Filters, kinds: tuple[str, ...], since: str) -> None:
    """What refreshes recorded, trial by trial, and all of it as a table."""
    found = ask(recorded_changes, filters, kinds, since)
    if not found.total:
        st.markdown("0 changes.")
        st.caption("Nothing changed, or no refresh has followed the first one yet.")
        return
    trials = ask(changes_by_trial, filters, kinds, since)
    changed = several(len({each.nct_id for each in trials}), "trial")
    st.markdown(f"{several(found.total, 'change')}; the {changed} that changed last:")
    show_trials(trials, filters)
    with st.expander("View all as a table"):
        table(found, filters)
    cite(changes_claim(found.total, [CHANGES[kind] for kind in kinds], since), filters)
    download(recorded_changes, (filters, kinds, since), filters)


def feed_of_changes() -> None:
    """The Atom feed that every refresh writes, and how to follow it."""
    st.subheader("Follow the changes in a feed reader", anchor=False)
    st.markdown(FEED)
    if (written := feed.written_feed(cache_root())) is not None:
        st.download_button("Feed of changes (Atom)", written, feed.FEED_FILE, "application/atom+xml", key="get_feed",
                           on_click="ignore", icon=":material/rss_feed:")  # fmt: skip


filters = url.taken()
st.title("Changes", anchor=False)
active_filters(filters, WORDS)
names = kept_snapshots(cache_root())
if is_digest():
    st.info("The landmark trials do not change. After two refreshes from the registry this page shows what changed.")
else:
    before, after = snapshots_control(names) if len(names) > 1 else (RECORDED, "")
    kinds = kinds_control()
    if before == RECORDED:
        since = day("In data since", "since")
        st.markdown(plain(f"Over {downloads.sentence(filters, WORDS)}, up to {reader().as_of}."))
        show_recorded(filters, kinds, since)
    else:
        st.caption("Between two snapshots all trials are compared, whatever is filtered.")
        show(compared, (str(cache_root()), before, after, kinds), filters)
feed_of_changes()
