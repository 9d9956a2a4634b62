"""The changes of the latest snapshots as an Atom feed (RFC 4287), a file beside the snapshots that a refresh writes."""

import re
import xml.etree.ElementTree as Xml
from pathlib import Path

from cache.questions.reader import Reader
from cache.store.folders import disk_errors, replace_file
from cache.store.snapshot import Snapshot, Store

FEED_FILE = "changes.atom"
NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 500  # trials with changes, the newest data first
REGISTRY = "https://clinicaltrials.gov/study/"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
QUERY = """
SELECT c.nct_id, c.to_snapshot, coalesce(any_value(t.brief_title), ''), bool_or(c.is_flagged),
       list(c.kind || ' ' || c.field || ': ' || c.before || ' → ' || c.after ORDER BY c.kind, c.field)
FROM changes c LEFT JOIN trials t USING (nct_id) GROUP BY c.nct_id, c.to_snapshot
ORDER BY c.to_snapshot DESC, c.nct_id LIMIT ?
"""


def write_feed(store: Store, snapshot: Snapshot) -> Path:
    """Replace `changes.atom` in the cache; one entry per trial and snapshot. DiskError where it cannot be written."""
    path = store.root / FEED_FILE
    with disk_errors("Writing the feed of changes"):
        replace_file(path, feed(snapshot))
    return path


def written_feed(root: Path) -> bytes | None:
    """The feed that lies in a cache folder; None before the first refresh."""
    path = root / FEED_FILE
    with disk_errors("Reading the feed of changes"):
        return path.read_bytes() if path.is_file() else None


def feed(snapshot: Snapshot) -> bytes:
    """The feed as XML; registry text is text in it, whatever it holds."""
    reader = Reader(snapshot)
    root = Xml.Element("feed", xmlns=NAMESPACE)
    stamp = snapshot.manifest.data_timestamp
    _add(root, "id", "tag:rapatrials,2026:changes")
    _add(root, "title", reader.family.said("RapaTrials: changes in rapalog trials"))
    _add(root, "updated", _instant(stamp))
    _add(_add(root, "author", ""), "name", "RapaTrials, from ClinicalTrials.gov")
    for nct_id, moment, title, flagged, words in reader.rows(QUERY, [ENTRIES]):
        entry = _add(root, "entry", "")
        _add(entry, "id", f"tag:rapatrials,2026:{nct_id}/{moment}")
        _add(entry, "title", f"{'(!) ' if flagged else ''}{nct_id}: {title}")
        _add(entry, "updated", _instant(moment))
        if re.fullmatch(r"NCT\d{8}", nct_id):
            Xml.SubElement(entry, "link", href=REGISTRY + nct_id)
        _add(entry, "content", "\n".join(words))
    reader.close()
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(parent: Xml.Element, name: str, words: str) -> Xml.Element:
    """A child element whose text holds no character that XML forbids."""
    child = Xml.SubElement(parent, name)
    child.text = _NOT_XML.sub("\ufffd", words)
    return child


def _instant(data_timestamp: str) -> str:
    """The API's timestamp (UTC without a zone) as RFC 3339."""
    return f"{data_timestamp[:19]}Z"
