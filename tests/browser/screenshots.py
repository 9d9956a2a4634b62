"""Pictures of every page, wide and narrow, light and dark, from the landmark trials that ship with the program.

    python -m tests.browser.screenshots --out docs/screenshots

The dashboard is started as its users start it, over an empty cache and without a refresh, so that the pictures come
out the same on every machine. `--cache` shows other data.
"""

import argparse
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, settle, wait_for

PAGES = {
    "map": "/",
    "trials": "/trials",
    "trial": "/trial?nct=NCT00789828",
    "compare": "/compare?nct=NCT00789828&nct=NCT00790400&nct=NCT00411619",
    "measure": "/measure?id=trough_level",
    "safety": "/safety?event=stomatitis&role=any",
    "claims": "/claims?role=any",
    "people": "/people?role=any",
    "interactions": "/interactions?role=any",
    "reporting": "/reporting",
    "changes": "/changes",
    "about": "/about",
}
WIDTHS = (1400, 420)
SCHEMES = {"light": "", "dark": "-dark"}  # with what the name of the file ends
TALLEST = 1500  # longer pages are cut here, as the picture would be
PATIENCE_MS = 120_000
COLOURS = 48  # enough for pages of text and squares, and a third of the bytes


@contextmanager
def dashboard(cache: Path) -> Iterator[str]:
    """The dashboard as `rapatrials dashboard` serves it; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard.start", "dashboard", "--no-refresh", "--cache", str(cache)]
    server = subprocess.Popen([*command, "--port", str(port)], start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # the command and the server that it started
        server.wait()


def opened(browser: Browser, address: str, width: int, scheme: str) -> Page:
    """A page as tall as what it shows, up to TALLEST."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    settle(page)
    height = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, min(TALLEST, int(height) + 60))})
    settle(page)
    if page.get_by_test_id("stException").count():
        raise RuntimeError(f"{address} shows an error; its traceback stands above")
    return page


def small_png(picture: bytes) -> bytes:
    """The picture with few colours."""
    packed = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def take(address: str, out: Path) -> int:
    """Write `<page>-<width>.png`, with `-dark` in the dark theme, for every page and width; gives the bytes of all."""
    out.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        for (scheme, ending), width, (name, path) in product(SCHEMES.items(), WIDTHS, PAGES.items()):
            page = opened(browser, address + path, width, scheme)
            total += (out / f"{name}-{width}{ending}.png").write_bytes(small_png(page.screenshot()))
            page.context.close()
        browser.close()
    return total


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"), help="folder of the pictures")
    parser.add_argument("--cache", type=Path, help="cache folder to show, instead of the landmark trials")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as empty, dashboard(options.cache or Path(empty)) as address:
        total = take(address, options.out)
    print(f"{len(PAGES) * len(WIDTHS) * len(SCHEMES)} pictures in {options.out}, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
