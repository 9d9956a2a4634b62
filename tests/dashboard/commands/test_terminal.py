"""Nothing that a command prints steers the reader's terminal, whatever stands in a record."""

import re
from pathlib import Path

import orjson
import pytest

from cache.store.snapshot import Store
from dashboard.cli import main
from dashboard.words.text import one_line
from seeds.knowledge import load_knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import posted, record, with_results

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
NASTY = "Rapa \x1b[31mred\x1b[0m \x9b2J \u202egnp.exe\u2066 \r\nforged line \x07\x08 \u2028 sirolimus"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cache")
    identity = {"nctId": "NCT00000001", "briefTitle": NASTY, "officialTitle": NASTY, "acronym": NASTY}
    outcomes = {"primaryOutcomes": [{"measure": f"Trough level of sirolimus {NASTY}"}]}
    events = {"otherEvents": [{"term": f"Odd {NASTY}", "organSystem": NASTY, "stats": []}]}
    arms = {"armGroups": [{"label": NASTY, "description": NASTY}], "interventions": [{"name": NASTY, "type": "DRUG"}]}
    made = record(identificationModule=identity, outcomesModule=outcomes, armsInterventionsModule=arms)
    records = [with_results(made, [posted(f"Sirolimus trough {NASTY}", "1")], events)]
    make_snapshot(Store(root), records, load_knowledge(), "2026-11-20T09:00:05")
    return root


COMMANDS = [
    ["trials"], ["explain", "NCT00000001"], ["terms"], ["status"], ["verify"], ["trials", "--q", "sirolimus \x1b[2J"],
    ["explain", "NCT00000001", "no\x1b[2Jthing"], ["trials", "--drug", "\x1b]8;;http://x\x07"],
    ["explain", "NCT\x1b[2J"],
]  # fmt: skip


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_what_steers_a_terminal(
    cache: Path, capsys: pytest.CaptureFixture[str], command: list[str], form: list[str]
) -> None:
    main([*command, "--cache", str(cache), *form], {})
    told = capsys.readouterr()
    assert told.out or told.err
    assert not STEERING.findall(told.out + told.err)
    if not form:
        assert not any(line.startswith("forged") for line in told.out.splitlines())


def test_json_stays_what_it_says(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trials", "--cache", str(cache), "--json"], {}) == 0
    assert orjson.loads(capsys.readouterr().out)[0]["brief_title"] == NASTY


def test_one_line_keeps_what_can_be_read() -> None:
    assert one_line("5–10 µg,\n é Sjögren \u200d漢字 😀") == "5–10 µg, é Sjögren 漢字 😀"
    assert not STEERING.findall(one_line(NASTY))
