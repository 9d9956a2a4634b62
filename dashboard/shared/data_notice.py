"""Which data a reader looks at, how old they are, how a refresh is getting on, and the offer of newer ones."""

from datetime import UTC, date, datetime

import streamlit as st

from cache.refresh.progress import Progress, read_progress
from cache.store.sharded import FILES
from dashboard.state import session
from dashboard.words.text import plain, with_code
from seeds.errors import UserError

STALE_DAYS = 30
POLL_SECONDS = 3.0


def snapshot_is_readable() -> bool:
    """Whether there is a snapshot to show; otherwise one sentence says what to do."""
    try:
        if gone := session.open_pinned():
            _refuse(gone)
            return False
        session.reader()
    except UserError as error:
        st.error(with_code(error))
        return False
    return True


def _refuse(name: str) -> None:
    """A citation's link whose snapshot is gone: other figures must not pass for those that were cited."""
    st.error(
        plain(
            f"This link cites snapshot {name[:40]}, which is no longer kept here: its figures cannot be shown. "
            "Whoever made the citation can send the file that was downloaded with it."
        )
    )
    st.button("Open the newest data instead", on_click=session.let_go_of_pinned)


def show(faults: list[str]) -> None:
    """The notices above every page."""
    for fault in faults:
        st.warning(plain(f"Part of the link was left out: {fault}"))
    if session.PINNED in st.query_params:
        st.caption(f":material/keep: {plain(f'As cited: snapshot {session.reader().snapshot.name}.')}")
    if session.is_digest():
        _digest_notice()
        _refresh_progress()
    else:
        manifest = session.reader().snapshot.manifest
        if manifest.source == FILES:
            st.caption(f"Records from files, judged as of {plain(manifest.data_timestamp[:10])}.")
            return
        st.caption(data_line(manifest.data_timestamp, datetime.now(UTC).date()))
        _watch()


def data_line(data_timestamp: str, today: date) -> str:
    """Markdown: what the data are and how old; statuses are judged by the data's own date, never by `today`."""
    days = (today - date.fromisoformat(data_timestamp[:10])).days
    line = f"ClinicalTrials.gov data as of {data_timestamp[:10]}"
    if days < STALE_DAYS:
        return f"{line}."
    return f"{line}, {days} days old: run `rapatrials refresh` for newer ones."


def _digest_notice() -> None:
    manifest = session.reader().snapshot.manifest
    st.caption(
        f":material/menu_book: **These are {manifest.trial_count} landmark trials as of "
        f"{plain(manifest.data_timestamp[:10])}, not the registry**: counts and gaps here say nothing about rapalog "
        "trials at large."
    )


@st.fragment(run_every=POLL_SECONDS)
def _watch() -> None:
    """Offer newer data as soon as they land, also to somebody who only reads."""
    _offer_newer()


@st.fragment(run_every=POLL_SECONDS)
def _refresh_progress() -> None:
    """How the first refresh is getting on; asks again by itself."""
    if _offer_newer():
        return
    progress = read_progress(session.cache_root())
    if progress is None:
        st.caption("No refresh is under way. Run `rapatrials refresh` to fetch the whole set from the registry.")
    elif progress.state == "failed":
        st.warning(failure(progress), icon=":material/cloud_off:")
    elif progress.state == "running":
        st.progress(fraction(progress), text=plain(f"First refresh: {progress.phase} {amount(progress)}"))


def failure(progress: Progress) -> str:
    """Markdown for a refresh that failed, with what to do."""
    return (
        f"The refresh did not succeed: {plain(progress.message)} Nothing was lost. "
        "To try again, run `rapatrials refresh` in a terminal; this page notices when it is done."
    )


def fraction(progress: Progress) -> float:
    """How much of the present phase is done, 0 to 1."""
    return min(1.0, progress.done / progress.total) if progress.total > 0 else 0.0


def amount(progress: Progress) -> str:
    """`1,200 of 4,873`, or what is known of it."""
    if progress.total <= 0:
        return f"{progress.done:,}" if progress.done else ""
    return f"{progress.done:,} of {progress.total:,}"


def _offer_newer() -> bool:
    """Offer the newest snapshot where it is not the one being read: the reader decides when to turn to it."""
    try:
        newest = session.newest()
    except UserError as error:
        st.warning(with_code(error))
        return False
    if newest.folder == session.reader().snapshot.folder:
        return False
    manifest = newest.manifest
    with st.container(horizontal=True, vertical_alignment="center", key="newer"):
        st.success(
            f"The whole set is here: {manifest.trial_count:,} trials as of {plain(manifest.data_timestamp[:10])}."
            if session.is_digest()
            else f"Newer data are here: {manifest.trial_count:,} trials as of {plain(manifest.data_timestamp[:10])}."
        )
        if st.button("Open them", type="primary", key="open_newer"):
            session.let_go_of_pinned()
            st.rerun()
    return True
