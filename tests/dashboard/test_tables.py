"""Pages and commands over tables in shards, which are opened to read and never written."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cache.questions.reader import Reader
from cache.questions.trial import find_trial
from cache.shards.engines import in_this_process
from cache.shards.folder import annotate
from cache.shards.plan import files_of
from cache.store.sharded import open_tables
from dashboard.cli import main
from dashboard.state.pages import PAGES
from seeds.errors import SnapshotError
from seeds.knowledge import load_knowledge
from tests.cache.shards.records import content, lines, packed, target
from tests.dashboard.views.opened import APP, said


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of a few trials in several shards."""
    source, out = packed(tmp_path_factory.mktemp("records"), "jsonl", lines(6)), tmp_path_factory.mktemp("tables")
    annotate(files_of([str(source)]), target(out), in_this_process, load_knowledge(), lambda shard, total: None)
    return out


@pytest.fixture(autouse=True)
def tables_alone(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> Iterator[None]:
    """No cache is there; what the pages keep open is let go."""
    monkeypatch.setenv("RAPATRIALS_TABLES", str(folder))
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path / "none"))
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_over_tables(name: str, folder: Path, tmp_path: Path) -> None:
    before = content(folder)
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["nct"] = ["NCT00000001", "NCT00000003"] if name == "compare" else "NCT00000001"
    app.run()
    if name != "map":
        app.switch_page(f"views/{name}/page.py").run()
    assert not app.exception, [each.message for each in app.exception]
    assert "Records from files, judged as of 2026" in said(app)
    assert content(folder) == before
    assert not (tmp_path / "none").exists()


def test_a_trial_is_read_from_its_shard_with_its_evidence(folder: Path) -> None:
    reader = Reader(open_tables(str(folder)))
    found = find_trial(reader, "NCT00000004")
    assert found
    assert found.facts["role"] == "experimental"
    assert "trough" in set(found.annotations["words"])
    assert set(found.annotations["nct_id"]) == {"NCT00000004"}
    reader.close()


def test_commands_read_tables(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environ, out = {"RAPATRIALS_TABLES": str(folder)}, tmp_path / "trials.csv"
    assert main(["export", "--format", "csv", "--out", str(out), "--measure", "trough_level"], environ) == 0
    with out.open(encoding="utf-8-sig", newline="") as rows:
        assert [row["nct_id"] for row in csv.DictReader(rows)] == [f"NCT{number:08}" for number in range(6)]
    assert "Source: files of records" in Path(f"{out}.about.txt").read_text(encoding="utf-8")
    assert main(["explain", "NCT00000002", "trough_level"], environ) == 0
    assert "trough" in capsys.readouterr().out


def test_a_shard_that_is_gone_is_told(folder: Path, tmp_path: Path) -> None:
    for path, held in content(folder).items():
        copy = tmp_path / "copy" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(held)
    reader = Reader(open_tables(str(tmp_path / "copy")))
    next((tmp_path / "copy").rglob("outcomes.parquet")).unlink()
    with pytest.raises(SnapshotError, match="cannot be read"):
        reader.rows("SELECT title, count(*) FROM outcomes GROUP BY ALL")
    reader.close()


def test_a_folder_without_tables_is_told_before_the_pages_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dashboard", "--tables", str(tmp_path), "--port", "8598"], {}) == 11
    assert "holds no finished tables" in capsys.readouterr().err
