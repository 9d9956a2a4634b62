import xml.etree.ElementTree as Xml
from pathlib import Path

from cache.exports.feed import FEED_FILE, NAMESPACE, feed, write_feed, written_feed
from cache.store.snapshot import Store
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import record

HOSTILE = "<script>alert(1)</script> ]]> \x00\x0b & é"


def test_the_feed_tells_every_change_as_text(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    make_snapshot(store, [record("NCT00000001")], sample_knowledge, "2026-11-20T09:00:05")
    hostile = record("NCT00000002", identificationModule={"nctId": "NCT00000002", "briefTitle": HOSTILE})
    dropped = record("NCT00000001", outcomesModule={})
    made = make_snapshot(store, [dropped, hostile], sample_knowledge, "2026-11-23T09:00:05")
    assert written_feed(tmp_path) is None
    assert write_feed(store, made) == tmp_path / FEED_FILE
    assert written_feed(tmp_path) == feed(made)
    root = Xml.fromstring((tmp_path / FEED_FILE).read_bytes())  # noqa: S314 (our own file)
    space = {"a": NAMESPACE}
    first, second = root.findall("a:entry", space)
    assert first.findtext("a:title", "", space) == "(!) NCT00000001: Sirolimus in Older Adults"
    assert "registered outcome gone: Sirolimus trough level" in first.findtext("a:content", "", space)
    assert second.findtext("a:title", "", space) == "NCT00000002: " + HOSTILE.replace("\x00\x0b", "\ufffd\ufffd")
    assert [link.get("href") for link in root.iter(f"{{{NAMESPACE}}}link")] == [
        "https://clinicaltrials.gov/study/NCT00000001",
        "https://clinicaltrials.gov/study/NCT00000002",
    ]
    assert first.findtext("a:updated", "", space) == "2026-11-23T09:00:05Z"


def test_a_first_snapshot_has_an_empty_feed(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    made = make_snapshot(Store(tmp_path), [record()], sample_knowledge, "2026-11-20T09:00:05")
    assert b"<entry" not in feed(made)
