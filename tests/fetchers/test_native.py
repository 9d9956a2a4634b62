"""The engine as machine code: found for just the sources that it was made from, and no other engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fetchers import native

ROOT = Path(__file__).parents[2]
# rows of every table of some records, as text
SAY_ROWS = """
import sys
from datetime import date
from fetchers import matcher
from fetchers.annotate import Annotator
from fetchers.tables import Tabulator
from seeds.digest import load_digest
from seeds.knowledge import load_knowledge
tabulator = Tabulator(Annotator(load_knowledge()), date(2026, 11, 20))
print(matcher.__file__.endswith(".py"), file=sys.stderr)
print([tabulator.rows(record) for record in load_digest()])
"""


def said(setting: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "RAPATRIALS_NATIVE": setting}
    command = [sys.executable, "-c", SAY_ROWS]
    return subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=True)


def test_all_modules_are_there() -> None:
    assert [path for path in native.sources() if not path.is_file()] == []


def test_every_module_that_runs_for_a_record_is_among_them() -> None:
    program = (
        "import sys; import fetchers.tables; print(*(name for name in sys.modules if name.startswith('fetchers.')))"
    )
    environ = {**os.environ, "RAPATRIALS_NATIVE": "0"}
    found = subprocess.run([sys.executable, "-c", program], env=environ, cwd=ROOT, capture_output=True, text=True)
    used = {name.removeprefix("fetchers.") for name in found.stdout.split()}
    # patterns are compiled once; packages hold nothing
    assert used - {*native.MODULES} == {"native", "record", "beginnings"}


def test_an_edited_source_has_no_machine_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in [Path(native.__file__), *native.sources()]:
        copy = tmp_path / path.relative_to(native.HERE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(native, "HERE", tmp_path)
    monkeypatch.setattr(native, "COMPILED", tmp_path / "compiled")
    monkeypatch.setenv("RAPATRIALS_NATIVE", "1")
    assert native.search_path("fetchers", ["own"]) == ["own"]
    (native.folder() / "fetchers" / "record").mkdir(parents=True)
    assert native.search_path("fetchers.record", ["own"]) == [str(native.folder() / "fetchers" / "record"), "own"]
    monkeypatch.setenv("RAPATRIALS_NATIVE", "0")
    assert native.search_path("fetchers", ["own"]) == ["own"]
    monkeypatch.setenv("RAPATRIALS_NATIVE", "1")
    with (tmp_path / "matcher.py").open("a") as source:
        source.write("# edited\n")
    assert native.search_path("fetchers", ["own"]) == ["own"]


def test_says_the_same_as_its_sources() -> None:
    if not native.folder().is_dir():
        pytest.skip("the engine is not compiled (make native)")
    compiled, interpreted = said("1"), said("0")
    assert (compiled.stderr.strip(), interpreted.stderr.strip()) == ("False", "True")
    assert compiled.stdout == interpreted.stdout
    assert len(compiled.stdout) > 10_000
