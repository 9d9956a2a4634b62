"""An alert from the command line: what changed under a filter, and an exit code that says whether anything did."""

import json
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest

from cache.exports.feed import NAMESPACE
from dashboard.cli import main
from tests.dashboard.sample import AS_OF, write_sample

SPACE = {"a": NAMESPACE}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The sample: trial 1 (ageing) posted results, 2 (ageing) is new, 3 (TSC) dropped an outcome."""
    write_sample(tmp_path)
    return tmp_path


def told(cache: Path, *options: str) -> int:
    return main(["changes", "--cache", str(cache), *options], {})


def test_an_alert_is_json_with_exit_code_0_where_there_is_something(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ("--kind", "results_posted", "--population", "ageing", "--json")
    assert told(cache, "--since", "2026-03-02", *wanted) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["changes"], found["data_timestamp"], found["since"]) == (1, AS_OF, "2026-03-02")
    (trial,) = found["trials"]
    assert trial["nct_id"] == "NCT09000001"
    assert [each["kind"] for each in trial["changes"]] == ["results_posted"]
    assert trial["changes"][0]["words"].startswith("results posted on ")


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "2026-03-03"),
        ("--kind", "enrolment"),
        ("--kind", "results_posted", "--population", "tsc_epilepsy"),
        ("--kind", "Results posted", "--drug", "zotarolimus"),
    ],
)
def test_nothing_to_tell_is_exit_code_3_and_silence(
    cache: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(cache, *options) == 3
    assert capsys.readouterr() == ("", "")  # or a schedule would mail it
    assert told(cache, *options, "--json") == 3
    assert json.loads(capsys.readouterr().out)["trials"] == []


def test_people_read_trial_by_trial(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(cache, "--since", "last", "--population", "tsc_epilepsy") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("NCT09000003  ")
    assert lines[1].startswith("  2026-03-02  (!) registered outcome gone: ")
    assert len(lines) == 2


def test_a_feed_holds_the_filtered_trials_alone_and_keeps_its_id(
    cache: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    feeds = {}
    for population in ("ageing", "tsc_epilepsy"):
        assert told(cache, "--atom", "--population", population) == 0
        feeds[population] = Xml.fromstring(capsysbinary.readouterr().out)  # noqa: S314 (our own)
    ids = {name: [each.text for each in root.findall("a:entry/a:id", SPACE)] for name, root in feeds.items()}
    assert ids["tsc_epilepsy"] == [f"tag:rapatrials,2026:NCT09000003/{AS_OF}"]
    assert len(ids["ageing"]) == 2
    assert len({root.findtext("a:id", "", SPACE) for root in feeds.values()}) == 2
    assert "Tuberous sclerosis" in feeds["tsc_epilepsy"].findtext("a:title", "", SPACE)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--since", "yesterday"), "--since yesterday: is no day"),
        (("--kind", "moved"), "--kind moved: is unknown; known are new, removed"),
        (("--json", "--atom"), "choose one"),
    ],
)
def test_wrong_options_are_told(
    cache: Path, options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(cache, *options) == 2
    assert message in capsys.readouterr().err
