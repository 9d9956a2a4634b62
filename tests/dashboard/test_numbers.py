"""Every number that pages show of real records equals a query written by hand over the tables."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from cache.store.snapshot import Snapshot, Store
from dashboard.words.labels import Words, in_words, words_of
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot, sample_knowledge  # noqa: F401
from tests.conftest import read_records
from tests.dashboard.views.opened import map_data, open_page, said

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]

pytestmark = pytest.mark.records


@pytest.fixture(scope="module")
def made(shared: Path, sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:  # noqa: F811
    """A snapshot of all records at hand that name a rapalog."""
    paths = [shared / "records" / f"{name}.jsonl.gz" for name in ("rapalog", "newer", "mention")]
    records = {
        record["protocolSection"]["identificationModule"]["nctId"]: record
        for path in paths
        for record in read_records(path)
    }
    store = Store(tmp_path_factory.mktemp("numbers"))
    return make_snapshot(store, list(records.values()), sample_knowledge, "2026-11-20T09:00:05")


@pytest.fixture
def ask(made: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Queries by hand: `trials` are those in which the rapalog is experimental, as pages begin."""
    monkeypatch.setenv("RAPATRIALS_CACHE", str(made.folder.parents[1]))
    with duckdb.connect() as connection:
        tables = {name: str(made.table(name)) for name in ("trials", "reporting", "drug_levels")}
        connection.execute(
            f"CREATE VIEW trials AS SELECT * FROM read_parquet('{tables['trials']}') WHERE role = 'experimental'"
        )
        connection.execute(
            f"CREATE VIEW statuses AS SELECT r.*, t.populations, t.is_probably_obliged FROM trials t "
            f"JOIN read_parquet('{tables['reporting']}') r USING (nct_id)"
        )
        connection.execute(
            f"CREATE VIEW levels AS FROM read_parquet('{tables['drug_levels']}') l JOIN trials USING (nct_id)"
        )
        yield lambda sql, *values: connection.execute(sql, list(values)).fetchall()


@pytest.fixture(scope="module")
def words(sample_knowledge: Knowledge) -> Words:  # noqa: F811
    return words_of(sample_knowledge)


def figure(app: AppTest, place: int = 0) -> dict[str, Any]:
    drawn = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "figure"]
    return dict(json.loads(drawn[place].json))


def squares(app: AppTest) -> dict[tuple[str, str], str]:
    """What is printed in the map, by the words at its row and column."""
    drawn = map_data(app)
    columns = [re.sub(r" \([\d,]+\)$", "", words) for _, words in drawn["columns"]]
    return {
        (name, column): text
        for _, measures in drawn["groups"]
        for _, name, cells in measures
        for column, (text, _, _) in zip(columns, cells, strict=True)
    }


@pytest.mark.parametrize(("view", "condition"), [
    ("reported", "status = 'reported'"),
    ("plans", "list_contains(levels, 'registered') AND status <> 'not_applicable'"),
    ("leaves_out", "status = 'described_only' OR status = 'absent' AND (measure NOT IN (SELECT unnest(?)) "
     "OR list_has_any(populations, ['ageing', 'healthy_volunteers']))"),
])  # fmt: skip
def test_the_map(ask: Ask, words: Words, view: str, condition: str) -> None:
    healthspan = [measure for measure, group in words.groups.items() if group == "healthspan"]
    found = ask(
        f"SELECT measure, p, count(*) FILTER ({condition}), count(*) FILTER (status <> 'not_applicable') "
        "FROM (SELECT *, unnest(populations) AS p FROM statuses) GROUP BY ALL",
        *([healthspan] if "?" in condition else []),
    )
    by_hand = {(words.name(m), in_words(p)): str(count) if base else "–" for m, p, count, base in found}
    shown = squares(open_page(view=view))
    assert len(shown) > 150
    assert {place: by_hand[place] for place in shown} == shown


def test_the_tiles(ask: Ask) -> None:
    text = said(open_page())
    ((registered, posted, never),) = ask(
        "SELECT count(*) FILTER (r), count(*) FILTER (r AND status = 'reported'), "
        "count(*) FILTER (NOT r AND status = 'reported') FROM (SELECT *, list_contains(levels, 'registered') AS r "
        "FROM statuses WHERE measure = 'phospho_s6' AND status <> 'not_applicable')"
    )
    assert f"Registered **{registered}**: of these posted {posted}" in text
    assert f"Posted without registering **{never}**." in text
    ((described, base, reported),) = ask(
        "SELECT count(*) FILTER (status = 'described_only'), count(*) FILTER (status <> 'not_applicable'), "
        "count(*) FILTER (status = 'reported') FROM statuses WHERE measure = 'trough_level'"
    )
    assert f"**{described} of {base}** (" in text
    assert f"as an outcome **{reported}** report it" in text


@pytest.mark.parametrize("measure", ["trough_level", "neurocognition", "stomatitis"])
def test_plan_and_fate(ask: Ask, measure: str) -> None:
    (panel,) = figure(open_page("measure", id=measure))["panels"]
    *parts, unregistered = [bar["across"][1] - bar["across"][0] for bar in panel["bars"]]
    found = dict(ask(
        "SELECT status, count(*) FROM statuses WHERE measure = ? AND list_contains(levels, 'registered') "
        "AND status <> 'not_applicable' GROUP BY status",
        measure,
    ))  # fmt: skip
    ((never,),) = ask(
        "SELECT count(*) FROM statuses WHERE measure = ? AND status = 'reported' "
        "AND NOT list_contains(levels, 'registered')",
        measure,
    )
    assert (parts[0], unregistered) == (found.pop("reported", 0), never)
    assert sorted(parts[1:]) == sorted(found.values())


def test_the_list(ask: Ask, words: Words) -> None:
    app = open_page("trials", role="experimental", measure="neurocognition:plans", order="id")
    by_hand = ask(
        "SELECT nct_id, status FROM statuses WHERE measure = 'neurocognition' AND status <> 'not_applicable' "
        "AND list_contains(levels, 'registered') ORDER BY nct_id"
    )
    frame = app.dataframe[0].value
    assert [each[-8:] for each in frame["Registry"]] == [nct_id[-8:] for nct_id, _ in by_hand]
    marks = dict(zip(frame[words.name("neurocognition")], (status for _, status in by_hand), strict=True))
    assert len(marks) == len({status for _, status in by_hand})  # one sign and word for each status
    assert f"{len(by_hand)} trials with" in said(app).replace("1 trial with", "1 trials with")


def test_who_is_late_and_who_is_probably_obliged(ask: Ask) -> None:
    ((due, late, obliged),) = ask(
        "SELECT count(*), count(*) FILTER (NOT has_results AND NOT is_results_in_review), "
        "count(*) FILTER (NOT has_results AND NOT is_results_in_review AND is_probably_obliged) FROM trials "
        "WHERE study_type = 'INTERVENTIONAL' AND overall_status <> 'WITHDRAWN' AND "
        "primary_completion_date <> '' "
        "AND primary_completion_date < left('2025-11-20', length(primary_completion_date))"
    )
    text = said(open_page("reporting"))
    assert f"**{late} of {due}** (" in text
    assert re.search(rf"\*\*{obliged}\*\* of these {late} (is|are) probably obliged", text)


@pytest.mark.parametrize("measure", ["trough_level", "drug_concentration"])
def test_the_levels(ask: Ask, words: Words, measure: str) -> None:
    ((posted, values, trials, low, high),) = ask(
        "SELECT count(*), count(value_ng_ml), count(DISTINCT nct_id) FILTER (value_ng_ml IS NOT NULL), "
        "min(value_ng_ml), max(value_ng_ml) FROM levels WHERE measure = ?",
        measure,
    )
    assert posted >= values > 0
    app = open_page("measure", id=measure)
    assert f"Posted levels ({posted} value" in "".join(each.value for each in app.subheader)
    claims = [each.value.split(" Counted over")[0] for each in app.code]
    claim = f"{words.name(measure)}: {values} posted levels of {trials} trials, {low:g} to {high:g} ng/mL."
    assert claim.replace("1 trials", "1 trial") in claims
    by_dose = said(open_page("measure", id=measure, along="dose")).replace("\\", "")
    placed = re.search(r"(\d+) posted levels? of \d+ trials? at what .* Left out: (\d+) level", by_dose)
    assert placed and int(placed[1]) + int(placed[2]) == values
