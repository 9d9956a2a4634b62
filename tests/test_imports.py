"""Who may touch network, disk, clock and Streamlit; the direction between the folders is import-linter's."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NETWORK = {"requests", "urllib3", "urllib.request", "http.client", "aiohttp", "httpx", "ftplib", "smtplib"}
SOCKETS = {"socket", "socketserver", "asyncio"}
DISK = {"os", "pathlib", "io", "shutil", "tempfile", "glob", "gzip", "zipfile", "sqlite3", "duckdb", "fcntl"}
PAGES = {"streamlit", "plotly", "pandas"}
CLOCK_MODULES = {"time", "random"}  # chance, like time, makes a function answer differently to the same record
CLOCK_CALLS = {"now", "today", "utcnow"}
# requests, pauses between requests, jitter; the environment to name a wrong setting, buffers in memory
CLIENT = {f"fetchers/registry/{name}.py" for name in ("server", "options", "transport")}
IN_MEMORY = {"os", "io"}


def modules(folder: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(name: str) -> set[str]:
    """Every module that a module imports, with the packages above it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return {".".join(each.split(".")[:depth]) for each in found for depth in range(1, each.count(".") + 2)}


def calls(name: str) -> Iterator[str]:
    """The last word of everything that a module calls."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("name", [name for name in modules("fetchers") if name not in CLIENT])
def test_a_fetcher_touches_neither_disk_nor_network_nor_clock(name: str) -> None:
    forbidden = NETWORK | SOCKETS | DISK | PAGES | CLOCK_MODULES | {"pyarrow.parquet", "subprocess"}
    assert not imported(name) & forbidden
    assert not {*calls(name)} & (CLOCK_CALLS | {"open"})


@pytest.mark.parametrize("name", sorted(CLIENT))
def test_the_client_touches_neither_disk_nor_pages(name: str) -> None:
    assert not imported(name) & (DISK - IN_MEMORY | PAGES)
    assert not {*calls(name)} & {"open", "today"}


@pytest.mark.parametrize("name", [*modules("seeds"), *modules("cache"), *modules("dashboard")])
def test_only_the_client_speaks_to_the_network(name: str) -> None:
    assert not imported(name) & NETWORK


@pytest.mark.parametrize("name", [*modules("seeds"), *modules("cache")])
def test_only_the_dashboard_knows_streamlit_and_sockets(name: str) -> None:
    assert not imported(name) & (SOCKETS | {"streamlit", "plotly"})


@pytest.mark.parametrize("name", [*modules("seeds"), *modules("cache")])
def test_the_clock_is_a_parameter(name: str) -> None:
    assert not imported(name) & {"time"}
    assert not {*calls(name)} & CLOCK_CALLS


@pytest.mark.parametrize("name", modules("dashboard"))
def test_pages_write_no_sql(name: str) -> None:
    assert not imported(name) & {"duckdb", "pyarrow.parquet"}
