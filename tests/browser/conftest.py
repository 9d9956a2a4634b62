"""A dashboard of its own on a free port and a real browser (Debian's chromium) that may reach nothing else."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.commands.dashboard import server_command
from tests.dashboard.sample import write_sample

CHROMIUM = Path(os.environ.get("RAPATRIALS_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
]  # fmt: skip
# Opened on a page below the root, Streamlit asks both places for its own service; one of them is not there.
PROBES = ("/_stcore/health", "/_stcore/host-config")
WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(cache: Path) -> Iterator[str]:
    """The dashboard over a cache folder; gives its address and is stopped whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (cache / "server.log").open("w")
    server = subprocess.Popen(
        server_command(port), env={**os.environ, "RAPATRIALS_CACHE": str(cache)}, stdout=log, stderr=log
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        log.close()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server says that it is well; AssertionError where it ends or never does."""
    for _ in range(300):
        assert server.poll() is None, "the dashboard's server ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the dashboard's server did not answer")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the sample."""
    root = tmp_path_factory.mktemp("cache")
    write_sample(root)
    return root


@pytest.fixture(scope="session")
def site(cache: Path) -> Iterator[str]:
    """The address of a dashboard over the sample."""
    with serving(cache) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}; name one in RAPATRIALS_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


Visit = Callable[..., Page]


@contextmanager
def watched(chromium: Browser, site: str) -> Iterator[Visit]:
    """Open a page in a context of its own; afterwards nothing may have left this machine nor failed in the console."""
    contexts, faults = [], []

    def fault(kind: str, where: str, what: str) -> None:
        if not where.split("?")[0].endswith(PROBES):
            faults.append(f"{kind}: {what} ({where})")

    def opened(path: str, width: int = 1400, scheme: str = "light") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda m: m.type == "error" and fault("console", m.location.get("url", ""), m.text))
        page.on("pageerror", lambda error: fault("script", "", str(error)))
        page.on("request", lambda r: leaves(r.url) and fault("request", r.url, "left this machine"))
        page.goto(site + path)
        settle(page)
        return page

    def leaves(url: str) -> bool:
        return not url.startswith((site, site.replace("http", "ws"), "data:", "blob:"))

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Open pages of the dashboard over the sample."""
    with watched(chromium, site) as opened:
        yield opened


def params(page: Page) -> dict[str, list[str]]:
    """The parameters of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def expect_params(page: Page, **wanted: list[str] | None) -> None:
    """The address comes to hold these (None: not); a busy machine may run its script after the page seemed still."""
    end = time.monotonic() + WAIT_MS / 1000
    while (found := {name: params(page).get(name) for name in wanted}) != wanted and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert found == wanted


def expect_only_params(page: Page, **wanted: list[str]) -> None:
    """The address comes to hold these parameters and no other."""
    expect_params(page, **wanted)
    assert params(page) == wanted


def main_text(page: Page) -> str:
    """All that a page says, but for its filters."""
    return page.locator("[data-testid=stMain]").inner_text()


def cells_of(page: Page) -> list[str]:
    """What all tables of a page say to whoever hears them, when each is drawn."""
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stDataFrame]')]
            .every(table => table.querySelector('[role=gridcell]'))"""
    )
    return page.locator("[data-testid=stMain] [role=gridcell]").all_inner_texts()


def settle(page: Page) -> None:
    """Wait until the script has run and the page holds still."""
    page.wait_for_selector("[data-testid=stMainBlockContainer]")
    page.evaluate("window.__since = null")
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid=stApp]');
            const still = app && app.dataset.testScriptState === 'notRunning'
                && !document.querySelector('[data-stale=true]') && !document.querySelector('[data-testid=stSkeleton]');
            window.__since = still ? (window.__since || performance.now()) : null;
            return still && performance.now() - window.__since > 400;
        }""",
        polling=100,
    )
