"""`rapatrials review`: from a doubtful label to a verdict that a rebuild follows, by sheet and by question."""

import csv
import io
from pathlib import Path

import pytest

from cache.store.snapshot import Store
from dashboard.cli import main
from seeds.errors import OptionError, SeedError
from seeds.knowledge import load_knowledge
from tests.cache.conftest import make_snapshot, sample_records


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    root = tmp_path / "cache"
    make_snapshot(Store(root), sample_records(), load_knowledge(), "2026-11-20T09:00:05")
    return root


def run(cache: Path, *words: str) -> int:
    return main(["review", *words, "--cache", str(cache)], {})


ALL_OF_TROUGH = ("--of", "trough_level", "--sure", "sure", "--sure", "likely", "--sure", "doubtful")


def filled(sheet: Path, verdict: str) -> None:
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    for each in rows:
        each["verdict"] = verdict
    with sheet.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_a_filled_sheet_changes_the_labels_at_the_next_rebuild(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, folder = tmp_path / "sheet.csv", tmp_path / "rules"
    assert run(cache, *ALL_OF_TROUGH, "--id", "NCT00000002", "--sheet", str(sheet)) == 0
    filled(sheet, "No")
    assert run(cache, "--take", str(sheet), "--seeds", str(folder), "--reviewer", "A") == 0
    assert "1 verdict added" in capsys.readouterr().out
    assert main(["rebuild", "--cache", str(cache), "--seeds", str(folder), "--processes", "1"], {}) == 0
    assert "Verdicts of readers: in force 1." in capsys.readouterr().out
    assert main(["explain", "NCT00000002", "trough_level", "--cache", str(cache)], {}) == 0
    told = capsys.readouterr().out
    assert "trough_level: absent" in told
    assert "does not hold, by A on" in told
    assert run(cache, "--given") == 0
    assert "NCT00000002  trough_level  no       applied" in capsys.readouterr().out
    assert main(["rebuild", "--cache", str(cache), "--processes", "1"], {}) == 0
    said = capsys.readouterr()
    assert "Verdicts of readers that no longer count: 1." in said.err
    assert "--seeds DIR" in said.err
    assert main(["rebuild", "--cache", str(cache), "--processes", "1"], {}) == 0
    assert "Verdicts" not in capsys.readouterr().err


def test_answers_are_taken_one_by_one(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rules"
    monkeypatch.setattr("sys.stdin", io.StringIO("perhaps\ny\nas read\ns\nq\n"))
    assert run(cache, *ALL_OF_TROUGH, "--seeds", str(folder), "--reviewer", "B") == 0
    assert capsys.readouterr().out.count("Does this carry trough_level?") == 4
    (line,) = (folder / "reviews.csv").read_text().splitlines()[1:]
    assert line.endswith("as read")
    assert ",trough_level,yes,B," in line


def test_two_readers_agreement_is_told(cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, sheet = tmp_path / "rules", tmp_path / "sheet.csv"
    run(cache, *ALL_OF_TROUGH, "--sheet", str(sheet))
    for reader, verdict in (("A", "yes"), ("B", "no")):
        filled(sheet, verdict)
        run(cache, "--take", str(sheet), "--seeds", str(folder), "--reviewer", reader)
    capsys.readouterr()
    assert run(cache, "--agreement", "--seeds", str(folder)) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["A", "B", "3", "0", "0.00"]


def test_the_same_verdicts_are_taken_once_and_trials_that_are_not_held_are_named(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, folder = tmp_path / "sheet.csv", tmp_path / "rules"
    run(cache, *ALL_OF_TROUGH, "--sheet", str(sheet))
    filled(sheet, "yes")
    sheet.write_text(sheet.read_text("utf-8-sig").replace("NCT00000002", "NCT99999999"), "utf-8-sig")
    take = ("--take", str(sheet), "--seeds", str(folder), "--reviewer", "A")
    for said in ("3 verdicts added", "nothing is changed"):
        assert run(cache, *take) == 0
        told = capsys.readouterr().out
        assert said in told
        assert ("Not held here, so their verdicts wait: NCT99999999." in told) == (said == "3 verdicts added")
    assert len((folder / "reviews.csv").read_text().splitlines()) == 4
    assert main(["rebuild", "--cache", str(cache), "--seeds", str(folder), "--processes", "1"], {}) == 0
    assert "Not held here, so their verdicts wait: NCT99999999." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--take", "none.csv", "--reviewer", "A", "--seeds", "x"), OptionError.exit_code, "none.csv: cannot be read"),
        (("--take", "none.csv"), OptionError.exit_code, "--take: needs --reviewer"),
        (("--reviewer", "A"), OptionError.exit_code, "--reviewer: needs --seeds DIR"),
        (("--of", "fraility"), OptionError.exit_code, "measure `fraility` is unknown"),
        (("--limit", "many"), OptionError.exit_code, "--limit many"),
    ],
)
def test_what_is_wrong_is_told(
    cache: Path, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cache, *words) == code
    assert said in capsys.readouterr().err


def test_a_sheet_with_another_word_for_a_verdict_is_refused_whole(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, folder = tmp_path / "sheet.csv", tmp_path / "rules"
    run(cache, *ALL_OF_TROUGH, "--sheet", str(sheet))
    filled(sheet, "maybe")
    assert run(cache, "--take", str(sheet), "--seeds", str(folder), "--reviewer", "A") == OptionError.exit_code
    assert "row 2: `verdict` 'maybe' must be yes or no" in capsys.readouterr().err
    assert not folder.exists()


def test_a_damaged_file_of_reviews_stops_a_rebuild_before_it_begins(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "reviews.csv").write_text("nct_id,place\n")
    assert main(["rebuild", "--cache", str(cache), "--seeds", str(tmp_path)], {}) == SeedError.exit_code
