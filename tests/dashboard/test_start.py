"""The command as a process: streams that are full, closed or narrow, outputs that are no files, and Ctrl+C."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from tests.replay_server import Replay, small_records

COMMAND = (sys.executable, "-m", "dashboard.start")
TRIALS = 3
NARROW = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Path]:
    """A cache that one refresh filled with a few trials."""
    folder = tmp_path_factory.mktemp("start")
    with Replay(shared, small_records(TRIALS)) as replay:
        assert main(["refresh", "--cache", str(folder), "--api-url", replay.url, "--quiet"], {}) == 0
    yield folder


def shell(line: str, cache: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell, in which `rapatrials` is the command over the cache."""
    known = os.environ | {"RAPATRIALS_CACHE": str(cache)} | environ
    text = f'rapatrials() {{ "{COMMAND[0]}" -m dashboard.start "$@"; }}; set -o pipefail; {line}'
    return subprocess.run(["bash", "-c", text], env=known, capture_output=True, text=True, timeout=120)  # noqa: S607


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("rapatrials trials > /dev/full", 10),
        ("rapatrials --help > /dev/full", 10),
        ("rapatrials status --json >&-", 10),
        ("rapatrials export --format csv --out - > /dev/full", 10),
        ("rapatrials export --format csv --out /dev/full", 10),
        ("rapatrials trials --phase nonsense 2> /dev/full", 2),
        ("rapatrials status <&- >&- 2>&-", 10),
        ("rapatrials export --table reporting --format csv --out - | head -c 1 > /dev/null", 0),
    ],
)
def test_streams_that_take_nothing_end_in_a_sentence(line: str, code: int, cache: Path) -> None:
    ended = shell(line, cache)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert len(ended.stderr.splitlines()) <= 1 and "Traceback" not in ended.stderr


def test_what_cannot_be_told_does_not_stop_the_work(tmp_path: Path, shared: Path) -> None:
    for number, error in enumerate((">&2 2> /dev/full", "2>&-")):
        with Replay(shared, small_records(TRIALS)) as replay:
            folder = tmp_path / str(number)
            assert shell(f"rapatrials refresh --api-url {replay.url} {error}", folder).returncode == 0
            assert json.loads(shell("rapatrials status --json", folder).stdout)["trials"] == TRIALS


def test_a_narrow_encoding_loses_no_letter(cache: Path) -> None:
    told = shell("rapatrials trials --json", cache, **NARROW)
    assert len(json.loads(told.stdout)) == TRIALS
    assert shell("rapatrials explain NCT00000000 --q λ", cache, **NARROW).returncode == 2
    sentence = shell("rapatrials trials --q λ", cache, **NARROW)
    assert (sentence.returncode, sentence.stderr.count("Traceback")) == (0, 0)
    bytes_of_another = shell("rapatrials trials --q $'caf\\xe9'", cache)
    assert bytes_of_another.returncode == 2 and bytes_of_another.stderr.count("\n") == 1


def test_a_pipe_is_written_to_and_stays_a_pipe(cache: Path, tmp_path: Path) -> None:
    pipe, found = tmp_path / "pipe", [b""]
    os.mkfifo(pipe)
    reading = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reading.start()
    assert shell(f"rapatrials export --format jsonl --out {pipe}", cache).returncode == 0
    reading.join()
    assert len(found[-1].splitlines()) == TRIALS
    assert stat.S_ISFIFO(pipe.stat().st_mode) and list(tmp_path.iterdir()) == [pipe]


def test_standard_output_takes_every_kind_of_file(cache: Path) -> None:
    for kind, start in {"csv": b"\xef\xbb\xbfnct_id", "xlsx": b"PK", "parquet": b"PAR1", "jsonl": b'{"nct_id"'}.items():
        command = [*COMMAND, "export", "--cache", str(cache), "--format", kind, "--out", "-"]
        ended = subprocess.run(command, capture_output=True, check=True)
        assert ended.stdout.startswith(start) and b"3 rows of trials" in ended.stderr


def test_a_link_stays_and_a_place_that_is_none_is_told(cache: Path, tmp_path: Path) -> None:
    link, real = tmp_path / "link.csv", tmp_path / "real.csv"
    link.symlink_to(real)
    command = ["export", "--cache", str(cache), "--format", "csv", "--out"]
    assert main([*command, str(link)], {}) == 0 and link.is_symlink() and real.is_file()
    for place in (tmp_path / "no" / "x.csv", tmp_path, real / "x.csv"):
        assert main([*command, str(place)], {}) == 2
    assert main([*command, "-", "--json"], {}) == 2


@pytest.mark.parametrize("moment_s", [0.05, 0.3, 0.8, 1.2])
def test_an_interrupt_leaves_no_traceback(moment_s: float, tmp_path: Path) -> None:
    sources = [tmp_path / "records.jsonl.gz", tmp_path / "other.jsonl.gz"]
    for source in sources:
        os.mkfifo(source)  # so that the command never ends by itself
    # with the signal as a terminal gives it: these tests may run under nohup
    command = ["env", "--default-signal=INT", *COMMAND, "annotate", *map(str, sources)]
    command += ["--workers", "2", "--as-of", "2026-11-20", "--out", str(tmp_path / "tables")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        time.sleep(moment_s)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all
        try:
            _, told = process.communicate(timeout=60)
        finally:
            if process.poll() is None:  # or the end of this block would wait for ever
                os.killpg(process.pid, signal.SIGKILL)
    if "Traceback" in told:  # of the interpreter's own start, before a line of the program has run
        assert "dashboard/" not in told and process.returncode in (-signal.SIGINT, 1)
    else:
        assert told in ("", "rapatrials: stopped.\n") and process.returncode in (-signal.SIGINT, 130)


def test_an_interrupt_during_the_first_import_is_silent_and_an_error_is_not() -> None:
    steps = "import dashboard.start; raise {}"
    for error, told in (("KeyboardInterrupt", ""), ("ValueError(7)", "ValueError: 7\n")):
        ended = subprocess.run([sys.executable, "-c", steps.format(error)], capture_output=True, text=True, check=False)
        assert ended.returncode in (1, -signal.SIGINT) and ended.stderr.endswith(told)
        assert bool(ended.stderr) == bool(told)
