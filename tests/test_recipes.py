"""The recipes of DEVELOPERS.md, followed to the letter in a copy of the code: what they say is all that it takes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILTER = """    Dimension("healthy", "flag", "is_healthy_volunteers", "Healthy volunteers",
              "open to healthy volunteers|not open to healthy volunteers", "`yes` or `no`: open to healthy volunteers"),
"""
PAGE = 'import streamlit as st\n\nst.header("Greetings", anchor=False)\n'
COLUMN = "trials,is_title_long,bool,,Whether the short title has more than a hundred characters\n"
MEASURE = """
id = "yawning"
name = "Yawning"
group = "healthspan"
definition = "Yawns by count."
source = "the recipe's test"

[[rule]]
id = "count"
literals = ["yawns", "yawning"]
source = "the recipe's test"
positive = ["Number of yawns per hour"]
negative = ["Yawning will not be assessed"]
"""
COMMAND = '''"""`rapatrials greet`: says hello."""

import argparse
from collections.abc import Mapping

from dashboard.commands.options import Commands, new


def add(commands: Commands) -> None:
    """Declare the command."""
    new(commands, "greet", "Say hello.", "rapatrials greet").set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Say it."""
    print("hello")
    return 0
'''


def edit(path: Path, before: str, line: str) -> None:
    """Put a line before the first that begins like `before`."""
    text = path.read_text(encoding="utf-8")
    assert before in text, path
    path.write_text(text.replace(before, line + before, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with one filter, page, column, command and measure more, each made by its recipe."""
    root = tmp_path_factory.mktemp("copy")
    for folder in ("seeds", "fetchers", "cache", "dashboard"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    edit(root / "cache/filters/dimensions.py", '    Dimension("age",', FILTER)
    edit(root / "dashboard/state/pages.py", '    "about":', '    "greetings": ("Greetings", "waving_hand", True),\n')
    (root / "dashboard/views/greetings").mkdir()
    (root / "dashboard/views/greetings/__init__.py").touch()
    (root / "dashboard/views/greetings/page.py").write_text(PAGE, encoding="utf-8")
    edit(root / "seeds/tables/columns.csv", "trials,official_title,", COLUMN)
    edit(root / "fetchers/rows.py", "    official_title: str\n", "    is_title_long: bool\n")
    made = '        "is_title_long": len(text(identity, "briefTitle")) > 100,\n'
    edit(root / "fetchers/record/protocol.py", '        "official_title":', made)
    (root / "dashboard/commands/greet.py").write_text(COMMAND, encoding="utf-8")
    edit(root / "dashboard/cli.py", '    "terms",', '    "greet",\n')
    (root / "rules/measures").mkdir(parents=True)
    (root / "rules/measures/yawning.toml").write_text(MEASURE, encoding="utf-8")
    return root


def run(copy: Path, script: str, tmp_path: Path) -> None:
    """Run a script that asserts, with the copy's code and the sample of these tests."""
    before = f"import sys\nfrom pathlib import Path\ncopy, cache = Path({str(copy)!r}), Path({str(tmp_path)!r})\n"
    environ = os.environ | {"PYTHONPATH": f"{copy}{os.pathsep}{ROOT}", "RAPATRIALS_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", before + script], cwd=copy, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_filter_is_one_entry(copy: Path, tmp_path: Path) -> None:
    script = """
from streamlit.testing.v1 import AppTest
from tests.dashboard.sample import write_sample
from cache.filters.dimensions import readme_rows
from cache.filters.filters import Filters, from_params
from cache.questions.reader import Reader
from dashboard.cli import main, parser
assert parser().parse_args(["trials", "--healthy", "yes"]).filter_healthy == ["yes"]
reader = Reader(write_sample(cache))
chosen = from_params({"healthy": ["yes"]}, reader.known_values())
assert (reader.count(chosen), reader.count(chosen.but(healthy=False))) == (0, 6)
assert chosen.sentence() == "trials open to healthy volunteers"
assert chosen.to_params() == {"healthy": ["yes"]}
assert "| `--healthy` | `yes` or `no`: open to healthy volunteers |" in readme_rows()
app = AppTest.from_file(str(copy / "dashboard/app.py"), default_timeout=60)
app.query_params["healthy"] = "no"
app.run()
assert not app.exception
assert "drop_healthy" in {each.key for each in app.button}
app.session_state["more_filters"] = True
app.run()
assert app.selectbox(key="filter_healthy").value is False
"""
    run(copy, script, tmp_path)


def test_a_page_is_one_file_and_one_line(copy: Path, tmp_path: Path) -> None:
    script = """
from streamlit.testing.v1 import AppTest
from tests.dashboard.sample import write_sample
write_sample(cache)
app = AppTest.from_file(str(copy / "dashboard/app.py"), default_timeout=60).run()
app.switch_page("views/greetings/page.py").run()
assert not app.exception
assert [each.value for each in app.header] == ["Greetings"]
"""
    run(copy, script, tmp_path)


def test_a_column_is_one_line_and_its_field(copy: Path, tmp_path: Path) -> None:
    script = """
from datetime import date
from fetchers.annotate import Annotator
from fetchers.tables import Tabulator
from seeds.knowledge import load_knowledge
from seeds.tables.columns import dictionary_markdown, tables
from tests.fetchers.samples import record
found = Tabulator(Annotator(load_knowledge()), date(2026, 1, 1)).rows(record())["trials"][0]
assert found["is_title_long"] is False
assert "is_title_long" in {column.name for column in tables()["trials"]}
assert "`is_title_long`" in dictionary_markdown()
"""
    run(copy, script, tmp_path)


def test_a_command_is_one_file_and_its_line(copy: Path, tmp_path: Path) -> None:
    run(copy, 'from dashboard.cli import main\nassert main(["greet"], {}) == 0\n', tmp_path)


def test_a_measure_is_one_file(copy: Path, tmp_path: Path) -> None:
    script = """
from fetchers.annotate import Annotator
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import record
found = record(outcomesModule={"primaryOutcomes": [{"measure": "Number of yawns per hour"}]})
evidence = Annotator(load_knowledge(copy / "rules"), few=True).annotate(found).evidence
assert [(each.label, each.level) for each in evidence if each.label == "yawning"] == [("yawning", "registered")]
"""
    run(copy, script, tmp_path)
