"""The embedded digest: its shape, its contents file, and the refusal of malformed files."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seeds.digest.landmarks import FOLDER, digest_as_of, digest_contents, load_digest
from seeds.errors import SeedError

DIGEST = load_digest()
IDS = [record["protocolSection"]["identificationModule"]["nctId"] for record in DIGEST]
POPULATIONS_SPANNED = {"Tuberous Sclerosis", "Lymphangioleiomyomatosis", "Aging", "Kidney Transplantation"}


def test_the_digest_is_a_small_reviewed_set_in_order() -> None:
    assert 12 <= len(DIGEST) <= 20
    assert sorted(IDS) == IDS and all(re.fullmatch(r"NCT\d{8}", nct_id) for nct_id in IDS)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 600_000
    conditions = {c for record in DIGEST for c in record["protocolSection"]["conditionsModule"]["conditions"]}
    assert conditions >= POPULATIONS_SPANNED
    assert {record["hasResults"] for record in DIGEST} == {True, False}


def test_every_trial_says_why_it_is_in_and_where_it_is_from() -> None:
    contents = digest_contents()
    assert [landmark.nct_id for landmark in contents.trial] == IDS
    for landmark, record in zip(contents.trial, DIGEST, strict=True):
        updated = record["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"]
        assert landmark.source.endswith(f"{landmark.nct_id}, last update posted {updated}")
        assert 30 < len(landmark.landmark) < 160 and landmark.landmark.endswith(".")


def test_the_digest_is_dated_by_its_newest_record() -> None:
    status = [record["protocolSection"]["statusModule"] for record in DIGEST]
    assert digest_as_of() == max(s["lastUpdatePostDateStruct"]["date"] for s in status) + "T00:00:00"


@pytest.mark.parametrize("record", DIGEST, ids=IDS)
def test_files_are_pretty_and_plain(record: dict[str, Any]) -> None:
    nct_id = record["protocolSection"]["identificationModule"]["nctId"]
    text = (FOLDER / f"{nct_id}.json").read_text(encoding="utf-8")
    assert text.endswith("}\n") and max(map(len, text.splitlines())) < 500
    assert not re.search(r"\\\\|&[a-z]+;|</?[a-z]+>|https?:", text)  # no markup, no escapes, no addresses
    groups_known(record)


def groups_known(record: dict[str, Any]) -> None:
    """Every posted value and count belongs to a group that is declared beside it."""
    results = record.get("resultsSection", {})
    for outcome in results.get("outcomeMeasuresModule", {}).get("outcomeMeasures", []):
        known = {group["id"] for group in outcome.get("groups", [])}
        assert set(values_of(outcome, "groupId")) <= known
    events = results.get("adverseEventsModule", {})
    known = {group["id"] for group in events.get("eventGroups", [])}
    for kind in ("seriousEvents", "otherEvents"):
        assert set(values_of(events.get(kind, []), "groupId")) <= known


def values_of(node: Any, key: str) -> Iterator[Any]:
    if isinstance(node, dict):
        if key in node:
            yield node[key]
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from values_of(child, key)


def rewrite(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return apply


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (rewrite("NCT00414648.json", lambda text: text[:200]), "NCT00414648.json: is not valid JSON"),
        (rewrite("NCT00414648.json", lambda _: "[]"), "NCT00414648.json: must hold protocolSection"),
        (rewrite("NCT00414648.json", lambda text: text.replace("NCT00414648", "NCT00414649")), "NCT00414649"),
        (
            rewrite("NCT00414648.json", lambda text: text.replace('"hasResults": false', '"hasResults": true')),
            "hasResults",
        ),
        (
            rewrite("NCT00414648.json", lambda text: text.replace("{", '{"hasResults": false, ', 1)),
            "`hasResults` stands twice",
        ),
        (
            rewrite("NCT00414648.json", lambda text: text.replace("lastUpdatePostDateStruct", "lastUpdate")),
            "NCT00414648.json: nctId or lastUpdatePostDateStruct",
        ),
        (lambda folder: (folder / "NCT00414648.json").unlink(), "NCT00414648.json: is listed"),
        (lambda folder: shutil.copy(folder / "NCT00414648.json", folder / "NCT00000001.json"), "NCT00000001"),
        (rewrite("digest.toml", lambda text: text.replace("as_of = \"2023", "as_of = \"2019")), "NCT02487485"),
        (rewrite("digest.toml", lambda text: text.replace("T00:00:00", "")), "digest.toml: field `as_of`"),
        (rewrite("digest.toml", lambda text: text.replace("title =", "titel =")), "digest.toml"),
        (rewrite("digest.toml", lambda text: text.replace("NCT00251004\"\nname", "NCT00117598\"\nname")), "twice"),
    ],
)  # fmt: skip
def test_malformed_files_are_refused_by_name(tmp_path: Path, break_it: Callable[[Path], None], named: str) -> None:
    folder = tmp_path / "digest"
    shutil.copytree(FOLDER, folder)
    break_it(folder)
    with pytest.raises(SeedError, match=re.escape(named)):
        load_digest(folder)


def test_digest_files_are_what_a_json_reader_gives() -> None:
    for nct_id, record in zip(IDS, DIGEST, strict=True):
        assert json.loads((FOLDER / f"{nct_id}.json").read_text(encoding="utf-8")) == record
