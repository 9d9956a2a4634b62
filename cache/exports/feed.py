"""The changes of the latest snapshots as an Atom feed (RFC 4287), a file beside the snapshots that a refresh writes."""

import hashlib
import re
import xml.etree.ElementTree as Xml
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from cache.exports.change_words import told_change
from cache.filters.filters import Filters
from cache.questions.changes import Change, changes_by_trial
from cache.questions.reader import Reader
from cache.store.folders import disk_errors, replace_file
from cache.store.snapshot import Snapshot, Store

FEED_FILE = "changes.atom"
NAMESPACE = "http://www.w3.org/2005/Atom"
FEED_ID = "tag:rapatrials,2026:"
ENTRIES = 500  # trials with changes, the newest data first
REGISTRY = "https://clinicaltrials.gov/study/"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    """The feed of all changes as XML."""
    reader = Reader(snapshot)
    found = filtered_feed(reader, Filters(), changes_by_trial(reader, Filters(), trials=ENTRIES), {})
    reader.close()
    return found


def filtered_feed(reader: Reader, filters: Filters, changes: Sequence[Change], names: Mapping[str, str]) -> bytes:
    """Changes of the filtered trials as XML, an entry per trial and snapshot; registry text is text in it, whatever it
    holds. `names` are those of measures and codes; a feed keeps its id while its filter is the same.
    """
    root = Xml.Element("feed", xmlns=NAMESPACE)
    mark = hashlib.sha256(repr(filters.chosen).encode()).hexdigest()[:12] if filters.chosen else ""
    said = filters.sentence(names, reader.family) if filters.chosen else reader.family.said("rapalog trials")
    _add(root, "id", f"{FEED_ID}changes{'/' + mark if mark else ''}")
    _add(root, "title", f"RapaTrials: changes in {said}")
    _add(root, "updated", _instant(reader.snapshot.manifest.data_timestamp))
    _add(_add(root, "author", ""), "name", "RapaTrials, from ClinicalTrials.gov")
    entries = [list(found) for _, found in groupby(changes, key=attrgetter("nct_id", "moment"))]
    for found in sorted(entries, key=lambda each: each[0].moment, reverse=True):
        _entry(root, found, names)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Xml.Element, found: Sequence[Change], names: Mapping[str, str]) -> None:
    """One trial's changes of one snapshot; `(!)` marks a signal for readers."""
    first, entry = found[0], _add(root, "entry", "")
    _add(entry, "id", f"{FEED_ID}{first.nct_id}/{first.moment}")
    flag = "(!) " if any(each.is_flagged for each in found) else ""
    _add(entry, "title", f"{flag}{first.nct_id}: {first.title}")
    _add(entry, "updated", _instant(first.moment))
    if re.fullmatch(r"NCT\d{8}", first.nct_id):
        Xml.SubElement(entry, "link", href=REGISTRY + first.nct_id)
    told = (told_change(each.kind, each.field, each.before, each.after, names) for each in found)
    _add(entry, "content", "\n".join(each.sentence() for each in told))


def _add(parent: Xml.Element, name: str, words: str) -> Xml.Element:
    """A child element whose text holds no character that XML forbids."""
    child = Xml.SubElement(parent, name)
    child.text = _NOT_XML.sub("\ufffd", words)
    return child


def _instant(data_timestamp: str) -> str:
    """The API's timestamp (UTC without a zone) as RFC 3339."""
    return f"{data_timestamp[:19]}Z"
