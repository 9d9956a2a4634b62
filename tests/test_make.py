"""The set-up of `make run` and `make test`, with a stand-in for Python: what it refuses, and that it mends itself."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKE = shutil.which("make")
pytestmark = pytest.mark.skipif(MAKE is None, reason="make is not there")

# Answers like Python to what the Makefile asks; `broken-...` files in the working folder switch single answers off.
STAND_IN = """#!/bin/sh
case "$*" in
  *version_info*) [ ! -e broken-version ] ;;
  *ensurepip*) [ ! -e broken-ensurepip ] ;;
  *"-m venv"*)
    echo "made" >> log
    rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python && cp "$0" .venv/bin/rapatrials ;;
  *"-m pip"*) echo "pip $*" >> log; [ ! -e broken-pip ] ;;
  *"-m pytest"*) echo "tested" >> log ;;
  dashboard*) echo "opened $*" >> log ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile, the files that it watches, and the stand-in as `python`."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "python").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    assert MAKE
    outside = ("MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "ARGS")  # of the make that may have started these tests
    environ = {name: value for name, value in os.environ.items() if name not in outside}
    command = [MAKE, "PYTHON=./python", *words]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def log(folder: Path) -> list[str]:
    return (folder / "log").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("broken", "advice"),
    [("broken-version", "RapaTrials needs Python 3.11 or newer"), ("broken-ensurepip", "apt install python3-venv")],
)
def test_what_is_missing_is_said_in_one_sentence_and_nothing_is_begun(checkout: Path, broken: str, advice: str) -> None:
    (checkout / broken).touch()
    for target in ("run", "test"):
        answer = make(checkout, target)
        said = [line for line in answer.stderr.splitlines() if not line.startswith("make")]
        assert answer.returncode != 0
        assert len(said) == 1
        assert advice in said[0]
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_not_there_is_named(checkout: Path) -> None:
    answer = make(checkout, "run", "PYTHON=./python3.99")
    assert answer.returncode != 0
    assert "'./python3.99' is none" in answer.stderr


def test_run_installs_by_hash_and_opens_the_dashboard_and_does_it_once(checkout: Path) -> None:
    assert make(checkout, "run", "ARGS=--port 8600").returncode == 0
    made, pinned, own, opened = log(checkout)
    assert made == "made"
    assert "--require-hashes -r requirements.txt" in pinned
    assert "--no-deps --no-build-isolation --editable ." in own
    assert opened == "opened dashboard --port 8600"
    assert make(checkout, "run").returncode == 0
    assert log(checkout)[4:] == ["opened dashboard"]


def test_an_interrupted_set_up_is_begun_anew(checkout: Path) -> None:
    assert make(checkout, "run").returncode == 0
    (checkout / "broken-pip").touch()
    assert make(checkout, "test").returncode != 0
    (checkout / "broken-pip").unlink()
    (checkout / "log").unlink()
    assert make(checkout, "test").returncode == 0
    assert [line.split()[0] for line in log(checkout)] == ["made", "pip", "pip", "pip", "tested"]


def test_new_pins_are_installed_into_what_is_there(checkout: Path) -> None:
    assert make(checkout, "test").returncode == 0
    (checkout / "log").unlink()
    newer = (checkout / ".venv" / ".dev-ready").stat().st_mtime_ns + 10**9
    os.utime(checkout / "requirements-dev.txt", ns=(newer, newer))
    assert make(checkout, "test").returncode == 0
    assert [line.split()[0] for line in log(checkout)] == ["pip", "tested"]
