"""How long the page in a real browser takes to settle after a filter is let go, and what the real server holds.

    RAPATRIALS_CACHE=DIR python -m tests.bench.page_settles map trials

One JSON line per page: seconds from the click until the last change of the page, as the page's own clock has them.
What stands inside a canvas is no change of the page: it is what a screen reader hears of a table, which the table's
own timer writes a fifth of a second after the cells are painted.
Every visit has another filter beside the one let go, so that the server remembers no answer.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.commands.dashboard import server_command
from tests.bench.page_scripts import CHANGES, PAGES, memory, some_trials
from tests.browser.conftest import ARGUMENTS, CHROMIUM, settle, wait_for

LET_GO = '.st-key-filter_role .react-aria-ComboBox [aria-label="Remove Experimental"]'
WATCH = """button => new Promise(done => {
    const app = document.querySelector('[data-testid=stApp]'), start = performance.now();
    let ran = false, last = start;
    const inside = ({type, target}) => (type === 'childList' ? target : target.parentElement)?.closest('canvas');
    const watch = new MutationObserver(changes => {
        if (changes.every(inside)) return;
        last = performance.now();
        ran = ran || app.dataset.testScriptState === 'running';
    });
    watch.observe(app, {subtree: true, childList: true, characterData: true, attributes: true});
    document.querySelector(button).click();
    const ask = setInterval(() => {
        const still = app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
        if (ran && still && performance.now() - last > 500) {
            clearInterval(ask); watch.disconnect(); done((last - start) / 1000);
        }
    }, 20);
})"""


@contextmanager
def server(root: Path) -> Iterator[tuple[str, int]]:
    """The dashboard over a cache: its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(server_command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def measured(name: str, browser: Browser, site: str, trials: list[str]) -> list[float]:
    """Seconds of each change, one tab each."""
    file, settings = PAGES[name]
    taken = []
    filters = [{dimension: values[0]} for dimension, values in CHANGES if values]
    for other, nct_id in zip(filters, trials, strict=False):
        address = {"role": "experimental", **other, **settings} | ({"nct": nct_id} if file == "trial" else {})
        tab = browser.new_page(viewport={"width": 1400, "height": 1000})
        tab.set_default_timeout(60_000)
        tab.goto(f"{site}/{'' if file == 'map' else file}?{urlencode(address)}")
        settle(tab)
        taken.append(seconds(tab))
        tab.close()
    return taken


def seconds(tab: Page) -> float:
    """Let go of the role and wait until nothing moves."""
    found: Any = tab.evaluate(WATCH, LET_GO)
    return float(found)


def main() -> None:
    """Measure the pages that the command line names, or all."""
    root = Path(os.environ["RAPATRIALS_CACHE"])
    trials = some_trials(root, len(CHANGES))
    with server(root) as (site, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            for name in sys.argv[1:] or PAGES:
                taken = measured(name, browser, site, trials)
                print(json.dumps({"page": name, "wall": taken, **memory(process)}), flush=True)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
