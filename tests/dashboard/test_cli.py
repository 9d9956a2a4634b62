"""The command line as its users meet it: data on stdout, one sentence on stderr, an exit code per kind."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cache.refresh.progress import read_progress
from cache.store.snapshot import CURRENT, Store
from dashboard.cli import COMMANDS, main, parser
from tests.replay_server import Replay, nct_ids, small_records

FAST = {"RAPATRIALS_TRIES": "1", "RAPATRIALS_READ_TIMEOUT": "5"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Path]:
    """A cache that one refresh filled with twelve trials."""
    folder = tmp_path_factory.mktemp("cli")
    with Replay(shared, small_records(12)) as replay:
        assert main(["refresh", "--cache", str(folder), "--api-url", replay.url, "--quiet"], FAST) == 0
    yield folder


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as end:
            parser().parse_args([name, "--help"])
        assert end.value.code == 0
        assert f"Example: rapatrials {name}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("asked", "spared"), [("--version", "dashboard.commands"), ("status", "cache.refresh.job"), ("trials", "scipy")]
)
def test_what_is_asked_brings_in_only_what_it_needs(asked: str, spared: str, cache: Path) -> None:
    script = (
        "import sys; from dashboard.cli import main\n"
        f"try: code = main([{asked!r}])\n"
        "except SystemExit as ended: code = ended.code\n"
        f"print(code, [each for each in sys.modules if each.startswith({spared!r})])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env=os.environ | {"RAPATRIALS_CACHE": str(cache)},
    )  # fmt: skip
    assert run.stdout.splitlines()[-1] == "0 []"


def test_a_refresh_tells_machines_and_people(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Replay(shared, small_records(5)) as replay:
        environ = FAST | {"RAPATRIALS_CACHE": str(tmp_path), "RAPATRIALS_API_URL": replay.url}
        assert main(["refresh", "--json"], environ) == 0
        told = capsys.readouterr()
        assert json.loads(told.out)["trials"] == 5
        assert "annotating: 5/5" in told.err
        assert main(["refresh"], environ) == 3
        assert "Nothing new" in capsys.readouterr().out
    progress = read_progress(tmp_path)
    assert progress and (progress.state, progress.exit_code) == ("done", 3)


def test_status_of_full_and_empty_caches(cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--cache", str(cache), "--json"], {}) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["trials"], found["data_timestamp"]) == (12, "2026-11-20T09:00:05")
    assert main(["status", "--cache", str(tmp_path)], {}) == 0
    assert "run `rapatrials refresh`" in capsys.readouterr().out


def test_trials_as_json_and_as_a_list(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trials", "--cache", str(cache), "--json", "--drug", "sirolimus"], {}) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["nct_id"] for row in found] == nct_ids(small_records(12))
    assert main(["trials", "--cache", str(cache), "--id", found[0]["nct_id"]], {}) == 0
    assert "1 trials chosen by id (1)" in capsys.readouterr().err


def test_an_export_says_what_it_wrote(cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "reporting.csv"
    command = ["export", "--cache", str(cache), "--format", "csv", "--table", "reporting", "--out", str(out)]
    assert main([*command, "--json", "--role", "experimental"], {}) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"] == [str(out), f"{out}.columns.csv", f"{out}.about.txt"]
    assert "with the rapalog as experimental" in Path(told["files"][2]).read_text(encoding="utf-8")


def test_explain_shows_evidence_or_what_was_searched(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--cache", str(cache), "NCT90000001", "phospho_s6"], {}) == 0
    assert "searched: outcomes, posted outcomes" in capsys.readouterr().out
    assert main(["explain", "--cache", str(cache), "nct90000001", "--json"], {}) == 0
    assert json.loads(capsys.readouterr().out)["rapalogs"] == ["sirolimus"]


def test_rebuild_needs_no_network(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild", "--cache", str(cache), "--json"], {"RAPATRIALS_API_URL": "http://127.0.0.1:9/none"}) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["trials"], told["snapshot"]) == (12, told["was"])


def test_evaluate_prints_the_scorers_numbers(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = small_records(1)[0]
    record["protocolSection"]["outcomesModule"] = {"primaryOutcomes": [{"measure": "Sirolimus trough level"}]}
    label = {
        "nct": "NCT90000001", "units": {"protocolSection.outcomesModule.primaryOutcomes[0]": ["trough_level"]},
        "described": [], "design": {"older_adults": False}, "drugs": ["sirolimus"], "role": "experimental",
        "population": ["other"],
    }  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(label) + "\n")
    (tmp_path / "records.jsonl").write_text(json.dumps(record) + "\n")
    command = ["evaluate", "--gold", str(tmp_path / "gold.jsonl"), "--records", str(tmp_path / "records.jsonl")]
    command += ["--predictions", str(tmp_path / "out.jsonl"), "--json"]
    assert main(command, {}) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["SUM outcomes"] == {"positives": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert scores["role"] == {"accuracy": 1.0, "n": 1}


def test_values_are_read_as_people_say_them(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["trials", "--cache", str(cache), "--json"]
    assert main([*command, "--drug", "sirolimus"], {}) == 0
    coded = capsys.readouterr().out
    for said in ("Rapamycin", "RAPAMUNE", "sirolimus"):
        assert main([*command, "--drug", said], {}) == 0
        assert capsys.readouterr().out == coded


def test_a_list_that_is_piped_holds_whole_titles_and_nothing_else(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trials", "--cache", str(cache), "--json"], {}) == 0
    titles = [row["brief_title"] for row in json.loads(capsys.readouterr().out)]
    assert main(["trials", "--cache", str(cache)], {}) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()[1:]
    assert all(line.endswith(title) for line, title in zip(lines, titles, strict=True))
    assert "12 all trials; data as of" in told.err


def test_a_misspelt_search_finds_and_says_so(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trials", "--cache", str(cache), "--q", "sirolimis"], {}) == 0
    assert "No record holds `sirolimis`: sirolimus is sought instead." in capsys.readouterr().err


BAD_INPUT = {
    "unknown measure": (["trials", "--measure", "phospho_s7"], 2, "`measure`: `phospho_s7` is unknown"),
    "unknown value": (["trials", "--population", "ageing2"], 2, "`population`: `ageing2` is unknown"),
    "unknown format": (["export", "--format", "xls", "--out", "OUT"], 2, "format `xls` is unknown"),
    "unknown table": (["export", "--format", "csv", "--table", "t", "--out", "OUT"], 2, "table `t` is unknown"),
    "unwritable": (["export", "--format", "csv", "--out", "/proc/x.csv"], 10, "Writing the export"),
    "unknown trial": (["explain", "NCT00000009"], 2, "is not in this snapshot"),
    "dates that end before they begin": (["trials", "--from-date", "2020", "--to-date", "2019"], 2, "no trial can be"),
    "ages that cross": (["trials", "--min-age", "65", "--max-age", "18"], 2, "no trial can be"),
    "sizes that cross": (["trials", "--min-enrolment", "9", "--max-enrolment", "8"], 2, "no trial can be"),
    "no id": (["explain", "12"], 2, "write it like NCT01234567"),
    "wrong url": (["refresh", "--api-url", "clinicaltrials"], 2, "is not the address of an API"),
    "nobody there": (["refresh", "--full", "--api-url", "http://127.0.0.1:9/api/v2"], 4, "127.0.0.1:9"),
    "wrong port": (["dashboard", "--port", "80x"], 2, "--port 80x"),
    "no seeds": (["rebuild", "--seeds", "/nowhere"], 2, "--seeds /nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_gets_one_sentence(
    cache: Path, tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, code, message = BAD_INPUT[case]
    arguments = [str(tmp_path / "out") if each == "OUT" else each for each in arguments]
    before = (cache / CURRENT).read_bytes()
    assert main([arguments[0], "--cache", str(cache), *arguments[1:]], FAST) == code
    told = capsys.readouterr()
    assert told.out == ""
    lines = [line for line in told.err.splitlines() if line.startswith("rapatrials: ")]
    assert len(lines) == 1 and message in lines[0] and "Traceback" not in told.err
    assert (cache / CURRENT).read_bytes() == before
    assert not list(tmp_path.iterdir())


def test_an_unreadable_cache_and_an_empty_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trials", "--cache", str(tmp_path)], {}) == 11
    assert "Run `rapatrials refresh` first" in capsys.readouterr().err
    (tmp_path / CURRENT).write_bytes(b"\xff\xfe")
    assert main(["trials", "--cache", str(tmp_path)], {}) == 11
    assert str(tmp_path) in capsys.readouterr().err


def test_a_port_in_use_names_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["dashboard", "--cache", str(tmp_path), "--port", str(port)], {}) == 13
    assert f"--port {port}: " in capsys.readouterr().err
    assert Store(tmp_path).current() is None


def test_an_unexpected_error_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.commands.status.state", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["status"], {})


def test_a_query_of_ones_own(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Replay(shared, [*small_records(3), *small_records(2, name="aspirin")[1:]]) as replay:
        environ = FAST | {"RAPATRIALS_CACHE": str(tmp_path), "RAPATRIALS_QUERY": '"aspirin"'}
        assert main(["refresh", "--api-url", replay.url, "--json"], environ) == 0
        assert json.loads(capsys.readouterr().out)["trials"] == 1
        wrong = ["refresh", "--api-url", replay.url, "--query", "(aspirin AND"]
        assert main(wrong, environ) == 6
        assert "mend the query" in capsys.readouterr().err


def test_terms_tell_the_reach(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "--cache", str(cache), "--json"], {}) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 0
    assert main(["terms", "--cache", str(cache)], {}) == 0
    assert "0 of 0 posted rows" in capsys.readouterr().out
    assert main(["terms", "--cache", str(cache), "--unmapped", "some"], {}) == 2
