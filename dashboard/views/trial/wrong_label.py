"""A label is wrong: the lines that say so, ready for the file of reviews, and what readers decided before."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from cache.exports.review_sheet import HEADER, review_line
from cache.questions.reviewing import LEVELS_IN_WORDS, hashes
from cache.questions.trial import Trial
from dashboard.state.session import ask
from dashboard.words.labels import Words
from dashboard.words.places import place_in_words
from dashboard.words.review_words import review_in_words
from dashboard.words.text import plain, with_code
from seeds.errors import OptionError
from seeds.reviews.reviews import Review

YOU = "your name"
HOW = (
    "Put your name and the reason (in quotation marks if it has a comma) into the lines that you agree with, and "
    f"add them to `reviews.csv` in a folder, below the header `{','.join(HEADER)}`. "
    "`rapatrials rebuild --seeds FOLDER` follows them for as long as the words stay as they are; give every later "
    "`refresh` and `rebuild` the same folder, or set `RAPATRIALS_SEEDS`."
)


def wrong_label(trial: Trial, words: Words) -> None:
    """What readers decided, the choice of a measure, and its lines where the records are at hand."""
    st.markdown(decided(trial.reviews, words))
    measures = list(trial.reporting["measure"])
    in_order = [each for _, found in words.by_group(measures) for each in found]
    chosen = st.selectbox("A label is wrong? Choose it for a line to send", in_order, None, words.name, width=360)
    if not chosen:
        return
    try:
        known = ask(hashes, trial.facts["nct_id"])
    except OptionError as error:
        st.info(with_code(error))
        return
    lines = correction_lines(trial.facts["nct_id"], chosen, trial.annotations, known, datetime.now(UTC).date())
    st.code("\n".join(lines), language=None, wrap_lines=True)
    st.caption(HOW)


def correction_lines(
    nct_id: str, measure: str, annotations: pd.DataFrame, known: Mapping[str, str], day: date
) -> list[str]:
    """Lines of a file of reviews: a `no` to every label of the measure; where it has none, a `yes` to each outcome.

    `annotations`: rows of that table of the trial; `known`: the hash of the words at each place.
    """
    found = annotations[(annotations["measure"] == measure) & annotations["level"].isin(LEVELS_IN_WORDS)]
    labelled = [place for place in dict.fromkeys(found["unit_path"]) if place in known]
    places, verdict = (labelled, "no") if labelled else ([each for each in known if "utcomes[" in each], "yes")
    return [
        review_line(Review(nct_id, place, known[place], measure, verdict, YOU, day.isoformat(), place_in_words(place)))
        for place in places
    ]


def decided(reviews: pd.DataFrame, words: Words) -> str:
    """Markdown: what readers decided about a trial's labels, a line each; nothing where nobody did."""
    lines = [
        f"- {plain(words.name(row['measure']))}, {plain(place_in_words(row['place']))}: {plain(review_in_words(row))}"
        for row in reviews.to_dict("records")
    ]
    return "\n".join(["**Read by hand**\n", *lines]) if lines else ""
