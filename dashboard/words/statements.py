"""The gaps in words: figures with their base and interval, and what became of what was registered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cache.filters.dimensions import REPORTED_ANYWHERE
from cache.statistics.shares import share
from dashboard.words.numbers import percent
from dashboard.words.text import plain

EXPOSURE, ENGAGEMENT = "trough_level", "phospho_s6"
HEALTHSPAN = ("frailty", "physical_function", "neurocognition", "vaccine_response", "biological_age")


@dataclass(frozen=True, slots=True)
class Tile:
    """A gap in a few words: Markdown, and the measure that it is about (empty: about several)."""

    title: str
    text: str
    measure: str = ""


# What became of registered outcomes, in the order to tell it; the first is told even where it is nought.
FATE_NAMES = {
    "reported": "posted", "reported_as_ae": "adverse-event rows alone", "not_posted": "results without it",
    "results_pending": "in review", "overdue": "no results after twelve months", "awaited": "not yet due",
    "not_required": "not required",
}  # fmt: skip


def gap_tiles(tallies: pd.DataFrame, names: Mapping[str, str], with_interval: bool) -> list[Tile]:
    """Up to four tiles over the filtered trials; `tallies` as `cache.questions.map.tallies` gives them.

    Trials that stand for no others (the landmark trials) get no interval.
    """
    rows: dict[str, Any] = {row.measure: row for row in tallies.itertuples(index=False) if row.base}
    found = []
    if ENGAGEMENT in rows:
        found.append(Tile(plain(names[ENGAGEMENT]), flow(rows[ENGAGEMENT]), ENGAGEMENT))
    if EXPOSURE in rows:
        found.append(Tile(plain(names[EXPOSURE]), _described(rows[EXPOSURE], with_interval), EXPOSURE))
    if healthspan := [rows[measure] for measure in HEALTHSPAN if measure in rows]:
        found.append(_healthspan(healthspan, names))
    if rows:
        found.append(_rarest(list(rows.values()), names, with_interval))
    return found


def fates(row: Any) -> list[tuple[str, int]]:
    """What became of the trials that registered a measure: posted first, then what is not nought, in words."""
    counts = {fate: int(getattr(row, f"plan_{fate}")) for fate in FATE_NAMES}
    return [(FATE_NAMES[fate], count) for fate, count in counts.items() if count or fate == "reported"]


def flow(row: Any) -> str:
    """`Registered **5**: of these posted 2, no results after twelve months 3. Posted without registering **2**.`"""
    told = ", ".join(f"{words} {count:,}" for words, count in fates(row))
    registered = f"Registered **{int(row.plans):,}**" + (f": of these {told}." if row.plans else ".")
    return f"{registered} Posted without registering **{int(row.unregistered):,}**."


def owing_nothing(total: int, base: int) -> str:
    """Why the sentences' base is smaller than the number of trials; empty where it is not."""
    if not base or total <= base:
        return ""
    some = "1 owes" if total - base == 1 else f"{total - base:,} owe"
    return (
        f"Of {total:,} trials, {some} no report (withdrawn or expanded access): they are listed, but count in no base. "
    )


def counted(count: int, base: int, with_interval: bool = True) -> str:
    """`9 of 214 (4%, 95% interval 2% to 8%)`, or without the interval."""
    part = share(count, base)
    interval = f", 95% interval {percent(part.low)} to {percent(part.high)}" if with_interval else ""
    return f"**{count:,} of {base:,}** ({percent(part.value)}{interval})"


# What a square of the map says of its trials, by the map's view.
CELL_CLAIMS = {
    "reported": "report {measure} as an outcome", "share": "report {measure} as an outcome",
    "reports": "report {measure} as an outcome or in adverse-event rows",
    "plans": "registered an outcome about {measure}", "leaves_out": "leave out {measure} or only describe it",
    REPORTED_ANYWHERE: "report {measure} as an outcome or in the abstract of an article of their own",
}  # fmt: skip


def cell_claim(view: str, count: int, base: int, measure: str, column: str, with_interval: bool) -> str:
    """A square's number as a sentence: `4 of 201 trials (2%, 95% interval 1% to 5%) in Ageing report frailty ...`."""
    part = share(count, base)
    interval = f", 95% interval {percent(part.low)} to {percent(part.high)}" if with_interval else ""
    share_words = f" ({percent(part.value)}{interval})" if base else ""
    what = CELL_CLAIMS[view].format(measure=_lower(measure))
    trials = "trials" if view == REPORTED_ANYWHERE else "trials that owe a report"
    return f"{count:,} of {base:,} {trials}{share_words} in column “{column}” {what}."


def _described(row: Any, with_interval: bool) -> str:
    described = counted(int(row.described), int(row.base), with_interval)
    return f"{described} describe it without making it an outcome; as an outcome **{int(row.reported):,}** report it."


def _healthspan(rows: Sequence[Any], names: Mapping[str, str]) -> Tile:
    parts = [f"{plain(_lower(names[row.measure]))} {int(row.reported):,}" for row in rows]
    return Tile("Healthspan", f"Of {int(rows[0].base):,} trials report: {', '.join(parts)}.")


def _rarest(rows: Sequence[Any], names: Mapping[str, str], with_interval: bool) -> Tile:
    nothing = [plain(_lower(names.get(row.measure, row.measure))) for row in rows if not row.reports]
    if nothing:
        return Tile("No record reports", f"{', '.join(sorted(nothing, key=str.lower))}.")
    rarest = min(rows, key=lambda row: row.reports / row.base)
    name = plain(_lower(names.get(rarest.measure, rarest.measure)))
    return Tile("Rarest", f"{name}: {counted(int(rarest.reports), int(rarest.base), with_interval)} report it.")


def _lower(name: str) -> str:
    """A name inside a sentence; abbreviations keep their capitals."""
    return name if len(name) > 1 and not name[1].islower() else name[:1].lower() + name[1:]
