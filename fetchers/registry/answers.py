"""What the registry's answers mean: versions, pages and studies, checked against the API's contract. Pure."""

import json
import math
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from fetchers.record.nodes import Node, text
from fetchers.record.protocol import nct_id
from seeds.errors import AnswerError

CHECK_ADDRESS = "Check the address (--api-url or RAPATRIALS_API_URL)."


class RefusedError(AnswerError):
    """The registry answered 400: it does not accept the request; the message holds its own sentence."""


class StaleTokenError(RefusedError):
    """A page's token is no longer accepted: the list must be read from its start again."""


class UnreadableError(AnswerError):
    """An answer, or one record in it, that cannot be read or kept however often it is asked for; says why."""


class TooDeepError(UnreadableError):
    """A record that JSON's readers and writers cannot hold: it stays so until its sponsor changes it."""


class Version(NamedTuple):
    """The API's version and the moment (UTC) its data was last published, as it writes it; the ETag it sent."""

    api: str
    data_timestamp: str
    etag: str = ""


class Study(NamedTuple):
    """One record and its id."""

    nct: str
    record: Node

    @property
    def line(self) -> bytes:
        """The record as one line of JSON, made anew at every call; TooDeepError where JSON cannot hold it.

        Values are as the API sent them.
        """
        try:
            return orjson.dumps(self.record)
        except TypeError as error:  # nested too deep, half a character
            raise TooDeepError(f"The record cannot be kept: {error}.") from error


class Page(NamedTuple):
    """One page of a list: its studies, the token of the next (None on the last), the total (first page only)."""

    studies: list[Study]
    next_token: str | None
    total_count: int | None


class Answer(NamedTuple):
    """Status, body (decoded JSON on 200, else the text) and ETag of one answer."""

    status: int
    body: Any
    etag: str


def decoded(content: bytes) -> Any:
    """The JSON of a body. ValueError where it breaks off or is damaged, TooDeepError where it is nested too deep.

    What the strict reader refuses and a patient one understands (a number beyond all bounds, a raw control character)
    costs one value and not the answer.
    """
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        try:
            return PATIENT.decode(content.decode())
        except RecursionError as error:
            raise TooDeepError("An answer is nested too deep to be read.") from error


def _number(digits: str) -> int | float | None:
    number = float(digits)
    if not math.isfinite(number):
        return None
    return int(digits) if digits.lstrip("-").isdigit() and abs(number) < 2**63 else number


PATIENT = json.JSONDecoder(
    parse_int=_number, parse_float=_number, parse_constant=lambda name: None, strict=False
)  # fmt: skip


def expected(answer: Answer, host: str, path: str) -> Any:
    """The JSON of a 200; an AnswerError in plain words for any other status."""
    if answer.status == 200:
        return answer.body
    if answer.status == 400:
        reason = _first_line(answer.body)
        raise RefusedError(f"{host} refuses the request to {path}: {reason or 'no reason given'}; mend the query.")
    if answer.status == 404:
        raise AnswerError(f"{host} has no API at {path} (404). {CHECK_ADDRESS}")
    raise AnswerError(f"{host} answers {path} with the unexpected status {answer.status}. {CHECK_ADDRESS}")


def version_of(answer: Answer, host: str) -> Version:
    """The version an answer tells."""
    body = expected(answer, host, "/version")
    timestamp = text(body, "dataTimestamp") if isinstance(body, dict) else ""
    if not timestamp:
        raise AnswerError(f"{host} tells no dataTimestamp at /version, so it is not the API v2. {CHECK_ADDRESS}")
    return Version(text(body, "apiVersion"), _moment(timestamp, host), answer.etag)


def _moment(stamp: str, host: str) -> str:
    """A time as the registry writes it (`yyyy-MM-ddTHH:mm:ss`, UTC), from any form of ISO 8601."""
    try:
        found = datetime.fromisoformat(stamp.strip())
        return (found.astimezone(UTC) if found.tzinfo else found).replace(tzinfo=None).isoformat(timespec="seconds")
    except (ValueError, OverflowError) as error:
        raise AnswerError(f"{host} says that its data are of `{stamp[:40]!a}`, which is no time; try later.") from error


def page_of(answer: Answer, host: str) -> Page:
    """The page an answer holds; the token is read from decoded JSON, never from bytes or by length."""
    body = expected(answer, host, "/studies")
    studies = body.get("studies") if isinstance(body, dict) else None
    if not isinstance(studies, list):
        raise AnswerError(f"{host} sent a page without a list of studies. {CHECK_ADDRESS}")
    token, total = body.get("nextPageToken"), body.get("totalCount")
    if not isinstance(token, str | None) or not isinstance(total, int | None):
        raise AnswerError(f"{host} sent a page token or a total of an unknown kind. {CHECK_ADDRESS}")
    return Page([study_of(study, host) for study in studies], token or None, total)


def study_of(record: object, host: str) -> Study:
    """A record with its id, without which it cannot be used."""
    nct = nct_id(record) if isinstance(record, dict) else ""
    if not isinstance(record, dict) or not nct:
        raise AnswerError(f"{host} sent a study without an NCT id. {CHECK_ADDRESS}")
    return Study(nct, record)


def _first_line(body: str) -> str:
    """A server's own words, fit for one line of an error: printable, and not too long."""
    line = next((line for line in body.splitlines() if line.strip()), "")
    return "".join(character for character in line if character.isprintable())[:300].strip()
