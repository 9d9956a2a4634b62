"""The server has brought in what a first visit needs before anybody comes, and a broken cache does not end it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st

from dashboard.server import get_ready
from tests.dashboard.sample import write_sample

LATE = """
import sys
from streamlit.testing.v1 import AppTest
from dashboard.server import get_ready
get_ready()
before = set(sys.modules)
AppTest.from_file("dashboard/app.py", default_timeout=60).run()
ours = ("seeds", "fetchers", "cache", "dashboard", "duckdb", "pandas", "pyarrow")
print(*sorted(each for each in sys.modules if each not in before and each.split(".")[0] in ours))
"""


def test_the_first_page_imports_nothing_more(tmp_path: Path) -> None:
    write_sample(tmp_path)
    late = subprocess.run(
        [sys.executable, "-c", LATE], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env={**os.environ, "RAPATRIALS_CACHE": str(tmp_path)},
    )  # fmt: skip
    assert late.stdout.strip() == ""


def test_a_damaged_snapshot_is_left_for_the_pages_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sample(tmp_path)
    for manifest in tmp_path.rglob("manifest.json"):
        manifest.write_text("{", encoding="utf-8")
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    st.cache_resource.clear()
    get_ready()


def test_the_landmark_trials_are_made_ready_without_a_word_on_the_terminal(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from dashboard.server import get_ready; get_ready()"], capture_output=True, text=True,
        check=True, cwd=Path(__file__).parents[2], env={**os.environ, "RAPATRIALS_CACHE": str(tmp_path)},
    )  # fmt: skip
    assert "missing ScriptRunContext" not in said.stderr
