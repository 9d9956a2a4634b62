"""The words of the About page: how labels are made and how accurate they are, limits, citation."""

from collections.abc import Iterable

import pandas as pd

from seeds.accuracy.figures import BASES, Figure

METHOD = """
Every trial's record is read by a reviewed vocabulary and reviewed rules. A term or a rule finds words about a measure \
in one piece of text (an outcome, a description, an adverse-event row). Whether such words in an outcome or a \
description say that it is measured is weighed by their context, with weights learned from trials that people had \
read, which also tell how sure a label is. The words, their place and what found them are kept as evidence. The status \
of a measure in a trial follows from where evidence stands, first that holds:

1. **reported**: a posted outcome about it holds values.
2. **reported as adverse event**: for liabilities, an adverse-event row is there and no posted outcome.
3. **registered, not posted**: registered, and the posted results leave it out or hold no values.
4. **results in review**: registered, results submitted and in the registry's review.
5. **no results after twelve months**: registered, no results, primary completion more than twelve months before the \
data's date. This describes the record; whether results are owed is another question.
6. **awaited**: registered, no results, twelve months not yet over.
7. **not required to be posted**: registered, no results, and the study is observational, which owes none.
8. **described only**: the description says it is measured or steers the dose, but it is no outcome.
9. **absent**: none of these.

A trial is *probably obliged to post results* (US regulation 42 CFR Part 11) where its record shows it to be \
interventional, beyond phase 1 and device feasibility, of an FDA-regulated drug or device (where neither is stated: \
with a site in the United States and a drug, biological or device), completed on an actual day since 18 January 2017, \
without a certificate that delays results, and with no word that their posting is waived. This follows the published \
rules of the FDAAA TrialsTracker; the law is decided by more than a record shows.

A withdrawn trial and an expanded-access record owe nothing and count in no base. Gaps are counted over trials in \
which the rapalog is the experimental drug, unless you let go of that filter. An absence is a gap where the measure is \
asked for: target engagement, exposure and liabilities in all trials, healthspan in trials of ageing and of healthy \
volunteers, seizure frequency in epilepsy; and wherever a trial describes a measure without making it an outcome. \
Intervals are Wilson score intervals of 95%. A trial in two populations stands in two columns: columns add up to \
placements, not to trials.
"""
ACCURACY = """
The program's labels were held against those of people who read the same records by the same definitions. Readers are \
not perfect either: two careful ones agree with each other to about 0.98 on outcomes. The figures over trials read \
blind are what to expect of a trial that nobody has looked at; the evidence is one click away for that reason.
"""
LEVEL_WORDS = {
    "outcomes": "measures of outcomes, one by one",
    "described": "measures that only the description tells",
    "design": "design flags",
    "drug": "rapalogs given",
    "population": "populations",
    "role": "role of the rapalog",
}
FEED = """
Every refresh writes the changes of the latest snapshots, of all trials, into an Atom feed: the file `changes.atom` in \
the cache folder, which `rapatrials status` names. Many feed readers on the same machine take the file's own address \
(`file:///…/changes.atom`); for others, let the web server in front of this dashboard hand it out, as \
`examples/nginx.conf` does at `/changes.atom`.
"""
LIMITS = """
- Only ClinicalTrials.gov is read; trials registered elsewhere (EU, WHO, national registries) are not covered.
- Nothing here says “never published”: a journal article may exist where the registry holds no results. Where articles \
were looked for (`rapatrials refresh --articles`), identifiers reach about six in ten trials that have one, and of an \
article its abstract alone is read: a silent abstract proves nothing.
- Rules read words. They miss unusual wordings and may misread others; the evidence is shown so that you can judge.
- A record can change: figures hold for the data date that stands with them.
- This is no medical advice.
"""
CITE = """
Cite the registry and the data date, and name the program and the version of its rules, for example: “RapaTrials \
{program}, rules {rules}, on ClinicalTrials.gov data of {date}”. *Cite this view* on a page, and *Cite this number* \
beside a square of the map, write the whole of it, with a link to the very snapshot. Every download carries these.
"""


def accuracy_table(figures: Iterable[Figure]) -> pd.DataFrame:
    """Precision, recall and F1 by basis and level, with the number of trials and of hand-made labels."""
    rows = [
        (
            BASES[each.basis].capitalize(), LEVEL_WORDS[each.level], each.trials, each.hits + each.misses,
            round(each.precision, 3), round(each.recall, 3), round(each.f1, 3),
        )
        for each in figures
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Held against", "What", "Trials", "Labels", "Precision", "Recall", "F1"])
