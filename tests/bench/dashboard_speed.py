"""How long a filter change takes: the page's script alone, and until the page in a browser has settled.

    python -m tests.bench.dashboard_speed --cache DIR --trials 5000 [--browser]

Replicates the trials of a cache's snapshot (tables `trials`, `reporting`, `outcomes`, `arms`, `drug_levels`, which
pages read as a whole; the others are read for one trial at a time and stay as they are) under new ids.
"""

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from cache.snapshot import Snapshot, Store, seal
from seeds.columns import tables

REPLICATED = ("trials", "reporting", "outcomes", "arms", "drug_levels")
APP = Path(__file__).parents[2] / "dashboard" / "app.py"
# Filter changes one after another, so that no answer is remembered from the one before.
CHANGES = [("population", value) for value in ("oncology", "transplant", "ageing", "tsc_epilepsy", "lam", "other")]
CHANGES += [("drug", value) for value in ("sirolimus", "everolimus", "temsirolimus", "ridaforolimus")]


def replicate(source: Snapshot, root: Path, trials: int) -> Snapshot:
    """A snapshot of about `trials` trials under `root`, made of copies of the source's."""
    store, draft = Store(root), root / "draft"
    store.prepare()
    draft.mkdir()
    copies = max(1, trials // source.manifest.trial_count)
    counts = {}
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        for name in tables():
            path, target = source.table(name), draft / f"{name}.parquet"
            if name not in REPLICATED:
                shutil.copyfile(path, target)
                continue
            ids = (
                "'NCT' || lpad(CAST((CAST(substr(nct_id, 4) AS BIGINT) + copy * 7919) % 100000000 AS VARCHAR), 8, '0')"
            )
            copied = f"SELECT * REPLACE ({ids} AS nct_id) FROM range({copies}) c(copy), read_parquet('{path}')"
            copied = copied.replace("SELECT * REPLACE", "SELECT * EXCLUDE (copy) REPLACE")
            connection.execute(f"COPY ({copied}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            counts[name] = connection.execute(f"SELECT count(*) FROM read_parquet('{target}')").fetchall()[0][0]
    facts = {name: getattr(source.manifest, name) for name in (
        "endpoint", "queries", "data_timestamp", "created_at", "program_version", "seeds_version")}  # fmt: skip
    snapshot = seal(draft, facts | {"trial_count": counts["trials"], "row_counts": counts}, store.snapshots)
    store.make_current(snapshot)
    return snapshot


def script_seconds(page: str) -> list[float]:
    """Seconds of the page's script per filter change, the first run (imports, opening) left out."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(APP), default_timeout=300).run()
    if page != "map":
        app.switch_page(f"views/{page}.py").run()
    assert not app.exception
    taken = []
    for name, value in CHANGES:
        app.multiselect(key=f"filter_{name}").set_value([value])
        start = time.perf_counter()
        app.run()
        taken.append(time.perf_counter() - start)
        assert not app.exception, [each.message for each in app.exception]
    return taken


def browser_seconds(root: Path, page: str) -> list[float]:
    """Seconds from a filter's removal by a click until the settled page, in a real browser."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS, CHROMIUM, serving, settle

    taken = []
    with serving(root) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            for name, value in CHANGES:
                tab = browser.new_page()
                tab.goto(f"{site}/{'' if page == 'map' else page}?{urlencode({'role': 'experimental', name: value})}")
                settle(tab)
                taken.append(_click_until_settled(tab))
                tab.close()
        finally:
            browser.close()
    return taken


def _click_until_settled(tab: object) -> float:
    """Let go of the role's filter and wait for the new page; the page's own clock takes the time."""
    return float(tab.evaluate("""() => new Promise(done => {
        const app = document.querySelector('[data-testid=stApp]');
        const start = performance.now();
        let ran = false, last = start;
        const watch = new MutationObserver(() => { last = performance.now(); });
        watch.observe(app, {subtree: true, childList: true, characterData: true, attributes: true});
        document.querySelector('.st-key-drop_role button').click();
        const ask = setInterval(() => {
            if (app.dataset.testScriptState === 'running') ran = true;
            const quiet = performance.now() - last > 300;
            if (quiet && app.dataset.testScriptState === 'notRunning' && !document.querySelector('.st-key-drop_role')) {
                clearInterval(ask); watch.disconnect(); done((last - start) / 1000);
            }
        }, 20);
    })"""))  # type: ignore[attr-defined]  # fmt: skip


@contextmanager
def replicated(cache: Path, trials: int) -> Iterator[Path]:
    """A cache folder with about that many trials, gone afterwards."""
    source = Store(cache).current()
    if source is None:
        raise SystemExit(f"{cache} holds no snapshot; run `rapatrials refresh --cache {cache}` first.")
    with tempfile.TemporaryDirectory() as folder:
        snapshot = replicate(source, Path(folder), trials)
        print(f"{snapshot.manifest.trial_count:,} trials, {snapshot.manifest.row_counts['reporting']:,} statuses")
        yield Path(folder)


def main() -> None:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--trials", type=int, default=5000)
    parser.add_argument("--pages", nargs="+", default=["map", "trials", "measure", "reporting"])
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    with replicated(options.cache, options.trials) as root:
        os.environ["RAPATRIALS_CACHE"] = str(root)
        for page in options.pages:
            taken = script_seconds(page)
            print(f"{page}: script {1000 * statistics.median(taken):.0f} ms (worst {1000 * max(taken):.0f} ms)")
            if options.browser:
                taken = browser_seconds(root, page)
                print(f"{page}: settled {1000 * statistics.median(taken):.0f} ms (worst {1000 * max(taken):.0f} ms)")
    print(f"memory of this process at its peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
