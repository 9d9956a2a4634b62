"""Another family of drugs from end to end: metformin in place of rapalogs, by a folder of seeds alone.

Refresh from the stand-in registry over real records, labels, pages and exports; not a line of code is changed for it.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from cache.questions.reader import Reader
from cache.store.snapshot import Store
from dashboard.cli import main
from dashboard.state.pages import PAGES
from tests.conftest import read_records
from tests.dashboard.views.opened import APP
from tests.replay_server import Replay, small_record

pytestmark = pytest.mark.records

METFORMIN = Path(__file__).parents[2] / "examples" / "metformin"
NEEDED = ("NCT00899470", "NCT01433913", "NCT00283816", "NCT00960076", "NCT05694221", "NCT07176338")
MOST = 40  # records; more would only take longer
CALLED = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "code", "metric")
LABELLED = ("multiselect", "selectbox", "text_input", "number_input", "button", "date_input", "expander", "tabs")


def metformin_records(shared: Path) -> Iterator[dict]:
    """Real records that name metformin, those of NEEDED among them, and a trial of sirolimus."""
    yield small_record(1, "sirolimus")
    found = 0
    for name in ("mention", "newer", "other"):
        for record in read_records(shared / "records" / f"{name}.jsonl.gz"):
            nct_id = record["protocolSection"]["identificationModule"]["nctId"]
            named = found < MOST and b"metformin" in orjson.dumps(record).lower()
            if named or nct_id in NEEDED:
                found += 1
                yield record


@pytest.fixture(scope="module")
def cache(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that a refresh with metformin's seeds filled."""
    root = tmp_path_factory.mktemp("metformin")
    with Replay(shared, metformin_records(shared)) as replay:
        words = ["refresh", "--seeds", str(METFORMIN), "--cache", str(root), "--api-url", replay.url, "--quiet"]
        assert main(words, {"RAPATRIALS_INTERVAL": "0"}) == 0
        asked = [each["path"] for each in replay.log]
    assert any("metformin" in path for path in asked)
    assert not any("sirolimus" in path for path in asked)
    return root


@pytest.fixture
def reader(cache: Path) -> Iterator[Reader]:
    current = Store(cache).current()
    assert current
    found = Reader(current)
    yield found
    found.close()


def test_only_trials_that_name_metformin_are_there_and_it_alone_is_their_drug(reader: Reader) -> None:
    assert reader.rows("SELECT count(*) FROM trials")[0][0] >= MOST
    assert reader.rows("SELECT DISTINCT unnest(rapalogs) FROM trials") == [("metformin",)]


def test_role_and_dose_are_metformins(reader: Reader) -> None:
    roles = dict(reader.rows("SELECT role, count(*) FROM trials GROUP BY role"))
    assert roles["experimental"] > 3
    assert roles["not_a_treatment"] > 3  # named in eligibility alone
    doses = "SELECT DISTINCT dose, dose_unit, frequency FROM arms WHERE nct_id = ? AND drug = 'metformin'"
    assert reader.rows(doses, ["NCT00283816"]) == [(500.0, "mg", "twice_daily")]
    assert (750.0, "mg", "daily") in reader.rows(doses, ["NCT00960076"])


def test_levels_and_kinetics_are_those_of_metformin(reader: Reader) -> None:
    words = "SELECT DISTINCT title FROM outcomes WHERE nct_id = ? AND list_contains(measures, ?)"
    kinetics = [title for (title,) in reader.rows(words, ["NCT00899470", "pharmacokinetics"])]
    assert any(title.startswith("Metformin Mean Cmax") for title in kinetics)
    assert reader.rows(words, ["NCT05694221", "trough_level"]) == [("Group B: Plasma Cmin,ss of Metformin",)]
    levels = {title for (title,) in reader.rows(words, ["NCT07176338", "drug_concentration"])}
    assert levels == {"Metformin concentration in human blood", "Metformin concentration in the human lens capsule"}


def test_reasons_speak_of_no_rapalog(reader: Reader) -> None:
    said = reader.rows("SELECT DISTINCT role_reason FROM trials")
    assert said
    assert not [words for (words,) in said if "rapalog" in words.lower()]


def test_an_export_says_metformin_in_dictionary_and_sentence(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "trials.csv"
    words = ["export", "--cache", str(cache), "--format", "csv", "--out", str(out), "--role", "experimental"]
    assert main(words, {}) == 0
    with out.open(encoding="utf-8-sig", newline="") as rows:
        assert {row["rapalogs"] for row in csv.DictReader(rows)} == {"metformin"}
    assert "trials with metformin as experimental" in Path(f"{out}.about.txt").read_text(encoding="utf-8")
    with Path(f"{out}.columns.csv").open(encoding="utf-8-sig", newline="") as rows:
        meanings = {row["column"]: row["meaning"] for row in csv.DictReader(rows)}
    assert meanings["role"].startswith("What metformin is in the trial")
    assert "RapaTrials: changes in metformin trials" in (cache / "changes.atom").read_text(encoding="utf-8")


def shown(app: AppTest) -> str:
    """What a page says, in its texts, its headings of tables and its widgets' labels."""
    parts = [str(each.value) for kind in CALLED for each in app.get(kind)]
    parts += [str(each.label) for kind in LABELLED for each in app.get(kind)]
    parts += [str(column) for kind in ("dataframe", "table") for each in app.get(kind) for column in each.value.columns]
    return "\n".join(parts)


@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_every_page_follow(cache: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(cache))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["nct"] = ["NCT00899470", "NCT01433913"] if name == "compare" else "NCT00899470"
    app.session_state["more_filters"] = True
    app.run()
    if name != "map":
        app.switch_page(f"views/{name}/page.py").run()
    assert not app.exception, [each.message for each in app.exception]
    said = shown(app)
    assert "metformin" in said.lower()
    told = [line for line in said.splitlines() if "rapalog" in line.lower()]
    rightly = ("never scored", "claims at hand", "agents at hand")
    assert [line for line in told if not any(each in line for each in rightly)] == []


def test_without_a_snapshot_no_landmarks_of_other_drugs_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["dashboard", "--cache", str(tmp_path), "--seeds", str(METFORMIN), "--port", "8599"]
    assert main(words, {}) == 11
    assert "landmark trials are none of metformin" in capsys.readouterr().err
