"""The embedded default: a digest of landmark rapalog trials, served until the first refresh.

Each trial is one JSON file in `seeds/digest/`, in the shape of an API v2 record, so that the same reader,
annotator and tables serve it. Figures, dates and enumerations are the record's; texts are our own short words.
`seeds/digest/digest.toml` lists the trials, why each is there, and the date the facts were taken at.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seeds.errors import SeedError
from seeds.strict import build, read_toml

FOLDER = Path(__file__).parent
KEPT_SECTIONS = {"protocolSection", "resultsSection", "derivedSection", "hasResults"}


@dataclass(frozen=True)
class Landmark:
    """One trial of the digest: its short name, the record it was written from, and why it is a landmark."""

    nct_id: str
    name: str
    source: str
    landmark: str


@dataclass(frozen=True)
class Contents:
    """What digest.toml says: data timestamp (ISO, no zone), title, note on what is left out, trials."""

    as_of: str
    title: str
    note: str
    trial: tuple[Landmark, ...]

    def __post_init__(self) -> None:
        try:
            stamp = datetime.strptime(self.as_of, "%Y-%m-%dT%H:%M:%S")
        except ValueError:
            stamp = None
        if stamp is None or stamp.isoformat() != self.as_of:
            raise ValueError(f"field `as_of` must be written YYYY-MM-DDTHH:MM:SS, not `{self.as_of}`.")
        ids = [landmark.nct_id for landmark in self.trial]
        if twice := sorted({nct_id for nct_id in ids if ids.count(nct_id) > 1}):
            raise ValueError(f"trial `{twice[0]}` is listed twice.")


def digest_contents(folder: Path = FOLDER) -> Contents:
    """Title, note, data timestamp and the list of trials; SeedError when digest.toml is not well formed."""
    path = folder / "digest.toml"
    return build(Contents, read_toml(path), str(path))


def digest_as_of(folder: Path = FOLDER) -> str:
    """The data timestamp that statuses such as overdue are judged against, e.g. `2023-09-28T00:00:00`."""
    return digest_contents(folder).as_of


def load_digest(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The records by NCT id; SeedError names the file that is malformed, missing, unlisted or too new."""
    contents = digest_contents(folder)
    listed = {landmark.nct_id for landmark in contents.trial}
    present = {path.stem for path in folder.glob("*.json")}
    if missing := sorted(listed - present):
        raise SeedError(f"{folder / missing[0]}.json: is listed in digest.toml but not there; add the file.")
    if unlisted := sorted(present - listed):
        raise SeedError(f"{folder / unlisted[0]}.json: is not listed in digest.toml; say there why it is in.")
    return [_record(folder / f"{nct_id}.json", contents.as_of) for nct_id in sorted(listed)]


def _record(path: Path, as_of: str) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_repeats)
    except OSError as error:
        raise SeedError(f"{path}: cannot be read ({error.strerror}).") from error
    except ValueError as error:  # bad JSON, bad UTF-8, or a repeated key
        raise SeedError(f"{path}: is not valid JSON: {error}. Mend that place.") from error
    if not isinstance(record, dict) or not {"protocolSection", "hasResults"} <= set(record) <= KEPT_SECTIONS:
        raise SeedError(f"{path}: must hold protocolSection and hasResults, and at most {sorted(KEPT_SECTIONS)}.")
    if fault := _fault(record, path.stem, as_of):
        raise SeedError(f"{path}: {fault}")
    return record


def _fault(record: dict[str, Any], nct_id: str, as_of: str) -> str | None:
    try:
        protocol = record["protocolSection"]
        named = protocol["identificationModule"]["nctId"]
        updated = protocol["statusModule"]["lastUpdatePostDateStruct"]["date"]
    except (KeyError, TypeError):
        return "nctId or lastUpdatePostDateStruct.date is missing from its place in protocolSection."
    if named != nct_id:
        return f"nctId is `{named}`; it must be the file's name."
    if not isinstance(updated, str) or updated > as_of[:10]:
        return f"last update `{updated}` is later than as_of in digest.toml ({as_of}); move as_of on."
    if record["hasResults"] is not ("resultsSection" in record):
        return "hasResults must say whether resultsSection is there."
    return None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if repeated := [key for key in keys if keys.count(key) > 1]:
        raise ValueError(f"key `{repeated[0]}` stands twice in one object")
    return dict(pairs)
