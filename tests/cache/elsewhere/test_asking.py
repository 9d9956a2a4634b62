"""Asking the sources: what is due, what a failing source leaves behind, and how the next run goes on."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from cache.elsewhere.asking import Asked, Sources, Trials, ask_elsewhere
from cache.elsewhere.notes import article_notes, history_note_of, read_notes
from cache.store.raw import Member, RawWriter, write_sorted
from cache.tables.build import no_progress
from fetchers.elsewhere.literature import EuropePmc, PubMed
from fetchers.elsewhere.record_history import RecordHistory
from fetchers.elsewhere.sources import Asker
from fetchers.record.protocol import last_update_date, nct_id
from fetchers.registry.options import ClientOptions
from fetchers.registry.server import Client
from seeds.knowledge import Knowledge
from tests.replay_elsewhere import ReplayElsewhere

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
COUNT = 12
Ask = Callable[..., list[Asked]]


@pytest.fixture(scope="module")
def records(shared: Path) -> list[dict[str, Any]]:
    with gzip.open(shared / "records" / "rapalog.jsonl.gz") as lines:
        return [orjson.loads(line) for line, _ in zip(lines, range(COUNT), strict=False)]


@pytest.fixture
def replay(shared: Path, records: list[dict[str, Any]]) -> Any:
    with ReplayElsewhere(shared, records) as started:
        yield started


@pytest.fixture
def ask(tmp_path: Path, records: list[dict[str, Any]], replay: ReplayElsewhere, sample_knowledge: Knowledge) -> Ask:
    """A round of asking; `touched` are trials whose record changed since the last one."""
    writer = RawWriter(tmp_path / "arrived")
    for each in records:
        writer.add(nct_id(each), orjson.dumps(each), last_update_date(each))
    writer.close()
    folder = tmp_path / "raw"
    folder.mkdir()
    members = write_sorted(tmp_path / "arrived", writer.members.values(), folder)

    def client(url: str) -> Client:
        options = ClientOptions(base_url=url, tries=2, backoff_s=0.0, backoff_max_s=0.0, read_timeout_s=1.0)
        return Client(options, sleep=lambda seconds: None)

    def run(now: datetime = NOW, touched: tuple[str, ...] = (), **options: Any) -> list[Asked]:
        changed: list[Member] = [
            each._replace(last_update="2026-11-30") if each.nct_id in touched else each for each in members
        ]
        sources = Sources(
            EuropePmc(client(replay.europe_pmc)), PubMed(client(replay.pubmed), Asker()),
            RecordHistory(client(replay.history)), **options,
        )  # fmt: skip
        return ask_elsewhere(tmp_path / "notes", Trials(folder, changed, sample_knowledge, now), sources, no_progress)

    return run


def kept(tmp_path: Path) -> dict[str, dict[str, Any]]:
    notes = {source: read_notes(tmp_path / "notes", source) for source in ("europe_pmc", "pubmed", "history")}
    return {source: {nct: note.kept for nct, note in found.items()} for source, found in notes.items()}


@pytest.mark.records
def test_every_source_is_asked_about_every_trial_and_then_about_none(
    ask: Ask, replay: ReplayElsewhere, tmp_path: Path
) -> None:
    first = ask()
    assert [(each.due, each.done, each.trouble) for each in first] == [(COUNT, COUNT, "")] * 3
    assert sum(each.requests for each in first) == len(replay.asked)
    found = read_notes(tmp_path / "notes", "europe_pmc")
    assert any(list(article_notes(note)) for note in found.values())
    told = {nct for nct, note in read_notes(tmp_path / "notes", "history").items() if history_note_of(note)}
    assert told == set(replay.world.histories)
    replay.forget()
    assert [(each.due, each.requests) for each in ask()] == [(0, 0)] * 3
    assert replay.asked == []


@pytest.mark.records
def test_a_changed_record_is_asked_about_again_and_old_versions_are_not(
    ask: Ask, replay: ReplayElsewhere, tmp_path: Path
) -> None:
    ask()
    first = len(replay.asked)
    trial = next(nct for nct, note in kept(tmp_path)["history"].items() if note["outcomes"])
    replay.forget()
    assert [each.done for each in ask(touched=(trial,))] == [1, 1, 1]
    assert [path for path in replay.asked if "/history" in path] == [f"/api/int/studies/{trial}/history"]
    assert len(replay.asked) <= 5 and first >= 2 * COUNT  # so 1% of changed trials take at most 2.5% of the first run


@pytest.mark.records
def test_articles_age_and_versions_do_not(ask: Ask) -> None:
    ask()
    assert [each.due for each in ask(now=NOW + timedelta(days=31))] == [COUNT, COUNT, 0]


@pytest.mark.records
def test_a_days_requests_are_bounded_and_the_rest_is_asked_another_day(ask: Ask, tmp_path: Path) -> None:
    first = ask(requests_a_day=5)
    assert first[0].requests == 5 and "used up" in first[0].trouble
    assert ask(requests_a_day=5)[0].requests == 0
    later = ask(now=NOW + timedelta(days=1))
    assert later[0].due == COUNT - first[0].done and later[0].trouble == ""


FAULTS = [
    {"status": 429}, {"status": 500}, {"status": 403}, {"delay": 1.5}, {"truncate": 60}, {"cut": 60}, {"html": True},
    {"empty": True}, {"reset": True},
]  # fmt: skip


@pytest.mark.records
@pytest.mark.parametrize("source", ["europe_pmc", "pubmed", "history"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: next(iter(fault)) + str(next(iter(fault.values()))))
def test_a_source_that_fails_says_so_and_the_next_run_goes_on(
    source: str, fault: dict[str, Any], ask: Ask, replay: ReplayElsewhere, tmp_path: Path
) -> None:
    match = {"europe_pmc": "/search", "pubmed": "efetch", "history": "/history"}[source]
    replay.fail([{"match": match, **fault}])
    asked = {each.source: each for each in ask()}
    assert asked[source].trouble.startswith(f"{source}: 127.0.0.1")
    done = asked[source].done
    assert done == 0 or (source == "history" and done == COUNT - len(replay.world.histories))  # short answers pass
    assert all(each.trouble == "" and each.done == COUNT for name, each in asked.items() if name != source)
    replay.fail([])
    again = {each.source: each for each in ask()}
    assert (again[source].due, again[source].done, again[source].trouble) == (COUNT - done, COUNT - done, "")
    assert all(each.due == 0 for name, each in again.items() if name != source)


@pytest.mark.records
def test_a_run_cut_off_goes_on_where_it_stopped(ask: Ask, replay: ReplayElsewhere, tmp_path: Path) -> None:
    replay.fail([{"match": "/search", "nth": 4, "status": 403}])
    assert ask()[0].done == 3
    path = tmp_path / "notes" / "europe_pmc.jsonl"
    path.write_bytes(path.read_bytes()[:-20])  # the last line is torn
    replay.fail([])
    whole = ask()[0]
    assert (whole.due, whole.done) == (COUNT - 2, COUNT - 2)
    torn = kept(tmp_path)
    path.unlink()
    ask()
    assert kept(tmp_path) == torn


@pytest.mark.records
@pytest.mark.parametrize("end", ["repeat", "absent", "null"])
def test_paging_ends_in_every_observed_form(
    shared: Path, records: list[dict[str, Any]], end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fetchers.elsewhere.literature.PAGE_ARTICLES", 1)
    with ReplayElsewhere(shared, records, cursor_end=end) as replay:
        client = Client(ClientOptions(base_url=replay.europe_pmc, backoff_s=0.0), sleep=lambda seconds: None)
        found = EuropePmc(client).articles(sorted(replay.truth), [])
    assert len(found) > 5 and len({(each.source, each.id) for each in found}) == len(found)
