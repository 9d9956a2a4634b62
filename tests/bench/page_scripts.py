"""What a filter change costs a page's script, and what the process that answers holds: one JSON line per page.

    RAPATRIALS_CACHE=DIR python -m tests.bench.page_scripts map trials     (or RAPATRIALS_TABLES=DIR)

A process of its own, so that its memory is that of a server which has answered nothing else.
"""

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st
from streamlit.testing.v1 import AppTest

from cache.store.sharded import open_tables
from cache.store.snapshot import Store

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
# page and view: file and the settings of the page that differ from the usual ones
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "map": ("map", {}),
    "map by drug": ("map", {"by": "drug"}),
    "map reported anywhere": ("map", {"view": "reported_anywhere"}),
    "trials": ("trials", {}),
    "trials in abstracts": ("trials", {"measure": "trough_level:elsewhere_yes"}),
    "trials with articles": ("trials", {"own_article": "yes"}),
    "trials searched": ("trials", {}),
    "trial": ("trial", {}),
    "another trial": ("trial", {}),  # besides the filter the trial changes too
    "measure": ("measure", {"id": "trough_level"}),
    "measure wound": ("measure", {"id": "wound_healing"}),
    "reporting": ("reporting", {}),
    "reporting without_values": ("reporting", {"kind": "without_values"}),
    "reporting left_out": ("reporting", {"kind": "left_out"}),
    "reporting described": ("reporting", {"kind": "described"}),
    "reporting elsewhere": ("reporting", {"kind": "elsewhere"}),
    "reporting lost": ("reporting", {"kind": "lost"}),
    "safety": ("safety", {"event": "stomatitis"}),
    "safety of a term": ("safety", {"event": "headache"}),
    "claims": ("claims", {}),
    "people": ("people", {}),
    "people of a measure": ("people", {"measure_of": "trough_level"}),
    "interactions": ("interactions", {}),
    "interactions of an agent": ("interactions", {"agent": "calcineurin_inhibitors", "says": "excluded"}),
    "changes": ("changes", {}),
    "about": ("about", {}),
}
# One change after another, from all trials to a handful, so that no answer is remembered from the one before.
CHANGES: list[tuple[str, list[str] | str]] = [("role", []), ("phase", ["PHASE2"]), ("phase", [])]
CHANGES += [("population", [value]) for value in ("oncology", "transplant", "ageing", "tsc_epilepsy", "other")]
CHANGES += [("population", []), *(("drug", [value]) for value in ("sirolimus", "everolimus", "temsirolimus"))]
CHANGES += [("measure", ["trough_level:reports"])]
WORDS_TYPED = ("everolimus", "everolimis", "sirolimus kidney transplant", "tumour", "pain surgery", "vaccine elderly",
               "RTB101", "novartis", "frailty", "breast cancer women", "rapamycin trough", "weekly", "tsc")  # fmt: skip
SEARCHES: list[tuple[str, list[str] | str]] = [("q", words) for words in WORDS_TYPED]


def memory(process: int | str = "self") -> dict[str, int]:
    """Megabytes that a process holds now and held at most."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return {"now": int(found["VmRSS"].split()[0]) // 1024, "peak": int(found["VmHWM"].split()[0]) // 1024}


def some_trials(root: Path, count: int) -> list[str]:
    """Ids from all over the snapshot."""
    named = os.environ.get("RAPATRIALS_TABLES")
    held = open_tables(named) if named else Store(root).current()
    assert held
    every = max(1, held.manifest.trial_count // count)
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT nct_id FROM read_parquet(?)", [held.files("trials")]).fetchall()
    return [nct_id for (nct_id,) in islice(rows, 0, None, every)]


def measured(name: str, trials: list[str]) -> dict[str, Any]:
    """Wall and CPU seconds of each change, and of the page's first run."""
    file, settings = PAGES[name]
    st.cache_data.clear()
    start = time.perf_counter()
    app = AppTest.from_file(str(APP), default_timeout=600).run()
    if file != "map":
        app.switch_page(f"views/{file}/page.py")
    for setting, value in (settings | ({"nct": trials[0]} if file == "trial" else {})).items():
        app.query_params[setting] = value
    app.session_state["address_seen"] = {}  # as if the reader had come by a link
    run(app)
    first, wall, cpu = time.perf_counter() - start, [], []
    for (dimension, values), nct_id in zip(SEARCHES if name == "trials searched" else CHANGES, trials, strict=False):
        app.session_state[f"filter_{dimension}"] = values  # also where the widget is folded away
        if name == "another trial":
            app.query_params["nct"] = nct_id
        worked = time.process_time()
        wall.append(run(app))
        cpu.append(time.process_time() - worked)
    return {"page": name, "first": first, "wall": wall, "cpu": cpu, **memory()}


def run(app: AppTest) -> float:
    """Run the app once; seconds."""
    start = time.perf_counter()
    app.run()
    taken = time.perf_counter() - start
    assert not app.exception, [each.message for each in app.exception]
    assert not app.error, [each.value for each in app.error]
    return taken


def main() -> None:
    """Measure the pages that the command line names, or all."""
    trials = some_trials(Path(os.environ.get("RAPATRIALS_CACHE", "")), len(CHANGES))
    for name in sys.argv[1:] or PAGES:
        print(json.dumps(measured(name, trials)), flush=True)


if __name__ == "__main__":
    main()
