"""Downloads of a page's own figures: built when the button is pressed, from the question that drew them."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from cache.exports.frame_files import frame_bytes
from cache.exports.table_files import about_text
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from dashboard.shared.downloads import FILE_TYPES, file_stem, sentence
from dashboard.state.session import reader
from dashboard.words.labels import Words

# What the columns of the pages' figures mean; a download carries those that it has.
MEANINGS = {
    "group": "Group of measures",
    "measure": "Measure",
    "column": "Column of the map (see the filter's sentence and the name of the file)",
    "base": "Trials that owe a report on the measure: neither withdrawn nor expanded access",
    "reported": "Trials with posted values in an outcome",
    "reports": "Trials with posted values in an outcome or with adverse-event rows",
    "plans": "Trials with a registered outcome about the measure",
    "described": "Trials whose texts say it is measured, though it is no outcome",
    "leaves_out": "Trials that only describe it, or do not mention it though the measure is asked of their population",
    "reported_anywhere": "Trials with posted values in an outcome, or an own article whose abstract reports it",
    "gaps": "Trials that registered it and whose results, posted or overdue, do not show it",
    "yes": "Those of which the abstract of an article of their own reports it",
    "abstract_silent": "Those with articles of their own whose abstracts do not report it",
    "no_abstract": "Those with articles of their own, none with an abstract",
    "retracted": "Those whose only articles of their own were retracted",
    "no_article": "Those of which no article of their own was found",
    "not_looked": "Those of which nobody looked for articles",
    "dropped": "Trials that registered it once and do so no more",
    "demoted": "Trials that had it as primary once and have it lower today",
    "group_before": "Primary, secondary or other in the earlier version",
    "wording_before": "Wording in the earlier version",
    "version_date": "Day on which the latest version that can have dropped it was submitted",
    "step": "Before, with or after the posting of results",
    "share": "Trials that report it, in percent of the base",
    "share_low": "Lower limit of the 95% Wilson interval of the share, percent",
    "share_high": "Upper limit of the 95% Wilson interval of the share, percent",
    "year": "Year in which the trial started",
    "status": "Reporting status",
    "trials": "Number of trials",
    "name": "Year in which twelve months after primary completion ended, or lead sponsor",
    "due": "Interventional trials, not withdrawn, of which twelve months after primary completion had ended",
    "overdue": "Those of them with results neither posted nor in review",
    "obliged": "Those without results that are probably obliged to post them (42 CFR Part 11)",
    "nct_id": "Registry identifier of the trial",
    "source": "registered or posted",
    "kind": "Kind of outcome or of change",
    "title": "Title of the outcome as written",
    "time_frame": "Time frame as written",
    "unit": "Unit as posted",
    "low": "Lower end of the target trough range in the trial's arms, ng/mL",
    "high": "Upper end of the target trough range in the trial's arms, ng/mL",
    "drug": "Rapalog whose level it is",
    "dose": "Dose of the rapalog in the level's own arm",
    "dose_unit": "Unit of the dose",
    "frequency": "How often the dose is given",
    "arm_label": "Arm that the posted group is",
    "arm_certainty": "How sure that is: sure, likely, uncertain or none",
    "spread_ng_ml": "Spread in ng/mL, of the kind that dispersion_type says",
    "doses": "Doses of the rapalog in the trial's arms",
    "value_ng_ml": "Posted value in ng/mL",
    "before": "Value before",
    "after": "Value after",
    "data_date": "Data date of the later snapshot",
}


def frame_buttons(
    name: str, make: Callable[[], pd.DataFrame], filters: Filters, words: Words, what: str, subject: str = ""
) -> None:
    """A row of buttons for one figure's numbers; `make` gives the whole frame when a button is pressed.

    `subject`: what tells the figure apart beside its filter, such as the measure's id.
    """
    source, said = reader(), sentence(filters, words)
    stem = file_stem("-".join(filter(None, [name, subject])), filters, source)
    kinds = {"zip": (f"{what} as CSV with dictionary and filter (zip)", "application/zip"),
             **{kind: (f"{what} as {label}", mime) for kind, (label, mime) in FILE_TYPES.items()}}  # fmt: skip
    with st.container(horizontal=True, gap="small", key=f"downloads_{name}"):
        for kind, (label, mime) in kinds.items():
            st.download_button(
                label, partial(_bytes, source, make, kind, " ".join(filter(None, [name, subject])), said, words),
                file_name=f"{stem}.{kind}", mime=mime, on_click="ignore", icon=":material/download:",
                key=f"get_{stem}.{kind}",
            )  # fmt: skip


def _bytes(source: Reader, make: Callable[[], pd.DataFrame], kind: str, name: str, said: str, words: Words) -> bytes:
    frame = make()
    meanings: Mapping[str, str] = {str(column): words.said(MEANINGS.get(str(column), "")) for column in frame}
    return frame_bytes(frame, kind, about_text(source, name, said, len(frame)), meanings)
