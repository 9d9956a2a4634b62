"""The only module that talks to the network: one polite session with the ClinicalTrials.gov API v2.

What passes on its own (429, 5xx, a dropped or stuck connection, a body that breaks off, a maintenance page) is
tried again with growing pauses; what does not ends in an error that names the host and the way out. A 403 is
final for the run: it means blocked, never `no trials`.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote

import orjson
import requests

from fetchers.registry.answers import (
    CHECK_ADDRESS,
    Answer,
    Page,
    RefusedError,
    StaleTokenError,
    Study,
    Version,
    expected,
    page_of,
    study_of,
    version_of,
)
from fetchers.registry.backoff import pause, retry_after
from fetchers.registry.options import ClientOptions
from seeds.errors import AnswerError, BlockedError, OptionError, UnreachableError

PASSING = frozenset({429, 500, 502, 503, 504})
EMPTY_PAGES = 10  # a page may be empty and its token lead on; more than this in a row lead nowhere
CHUNK = 1 << 17
# what requests raises when the line, the server or the body fails half-way
LINE_FAILURES = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


class _PassingError(Exception):
    """A failure worth another try: what happened, how long the server wants us to wait, and how it would end."""

    def __init__(self, what: str, wait_s: float | None = None, final: type[Exception] = UnreachableError) -> None:
        super().__init__(what)
        self.wait_s = wait_s or 0.0
        self.final = final


class RegistryClient:
    """Asks one registry. `sleep`, `clock` and `jitter` are parameters so that tests need not wait.

    Counts what it did in `requests_count` and `received_bytes` (on the wire); `notify` is told of every retry.
    """

    def __init__(
        self,
        options: ClientOptions,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
        notify: Callable[[str], object] = lambda message: None,
    ) -> None:
        self.options = options
        self.requests_count = 0
        self.received_bytes = 0
        self._sleep, self._clock, self._jitter, self._notify = sleep, clock, jitter, notify
        self._next_start = clock()
        self._blocked = ""
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": options.agent, "Accept": "application/json"})
        self._session.hooks["response"].append(self._redirected)

    def __enter__(self) -> "RegistryClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop the connections."""
        self._session.close()

    def version(self, known: Version | None = None) -> Version:
        """What the registry serves now. With `known`, asks only whether it changed (If-None-Match)."""
        headers = {"If-None-Match": known.etag} if known and known.etag else {}
        answer = self._get("/version", {}, headers)
        return known if answer.status == 304 and known else version_of(answer, self.options.host)

    def pages(self, params: Mapping[str, str]) -> Iterator[Page]:
        """Every page of a list, following the token until there is none; holds one page at a time.

        RefusedError where the registry does not accept the parameters, StaleTokenError where it accepted them
        for the first page (nothing but the token differs on the next).
        """
        asked = {"pageSize": str(self.options.page_size), **params}
        page = page_of(self._get("/studies", {**asked, "countTotal": "true"}), self.options.host)
        yield page
        empty = 0
        while page.next_token:
            try:
                page = page_of(self._get("/studies", {**asked, "pageToken": page.next_token}), self.options.host)
            except RefusedError as error:
                raise StaleTokenError(str(error)) from error
            empty = 0 if page.studies else empty + 1
            if empty > EMPTY_PAGES:
                raise AnswerError(f"{self.options.host} answers with empty pages without end; try again later.")
            yield page

    def studies_by_id(self, ids: Sequence[str]) -> Iterator[list[Study]]:
        """Full records by id list, one list of studies a request, in the registry's order.

        What the registry no longer has is silently absent, an alias brings its canonical record: the caller
        compares. No other filter goes along.
        """
        size = self.options.ids_per_request
        for start in range(0, len(ids), size):
            for page in self.pages({"filter.ids": ",".join(ids[start : start + size])}):
                yield page.studies

    def study(self, nct: str) -> Study | None:
        """One record; None where the registry has none under this id. An alias gives its canonical record."""
        path = f"/studies/{quote(nct, safe='')}"
        answer = self._get(path)
        if answer.status == 404:
            return None
        return study_of(expected(answer, self.options.host, path), self.options.host)

    def _get(
        self, path: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        for failures in range(1, self.options.tries + 1):
            if self._blocked:
                raise BlockedError(self._blocked)
            self._pace()
            try:
                return self._once(path, params or {}, headers or {})
            except _PassingError as trouble:
                self._bear(trouble, failures)
        raise AssertionError("the last failure raises")

    def _pace(self) -> None:
        """Keep the interval between the starts of two requests."""
        wait = self._next_start - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next_start = self._clock() + self.options.interval

    def _redirected(self, response: requests.Response, **_: object) -> None:
        """An alias redirects to its canonical record, which is a request like any other."""
        if response.is_redirect:
            self.requests_count += 1
            self._pace()

    def _bear(self, trouble: _PassingError, failures: int) -> None:
        """Wait before the next try, or give up with a last word."""
        host, tries = self.options.host, self.options.tries
        patient = trouble.wait_s <= self.options.retry_after_max_s
        if patient and failures < tries:
            usual = pause(failures, self.options.backoff_s, self.options.backoff_max_s, self._jitter())
            wait = max(trouble.wait_s, usual)
            self._notify(f"{host} {trouble}; asking again in {wait:.0f} s (try {failures} of {tries} failed).")
            self._sleep(wait)
            return
        asked = "" if patient else f" and asks for {trouble.wait_s:.0f} s of patience"
        last = f"{host} {trouble}{asked} ({failures} of {tries} tries); "
        if trouble.final is BlockedError:
            self._blocked = last + "come back later, or ask more slowly (RAPATRIALS_INTERVAL, in seconds)."
            raise BlockedError(self._blocked) from trouble
        raise trouble.final(last + f"try again later. {CHECK_ADDRESS}") from trouble

    def _once(self, path: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        self.requests_count += 1
        url, timeout = self.options.base_url + path, (self.options.connect_timeout_s, self.options.read_timeout_s)
        try:
            with self._session.get(url, params=params, headers=dict(headers), timeout=timeout, stream=True) as response:
                content = self._content(response)
        except LINE_FAILURES as error:
            raise _PassingError(_line_trouble(error)) from error
        except requests.exceptions.InvalidURL as error:
            raise OptionError(f"`{self.options.base_url}` is not the address of an API. {CHECK_ADDRESS}") from error
        except requests.TooManyRedirects as error:
            raise AnswerError(f"{self.options.host} redirects in circles. {CHECK_ADDRESS}") from error
        return self._read(response, content)

    def _content(self, response: requests.Response) -> bytes:
        """The whole body, given up where it trickles for too long or grows beyond measure."""
        latest, size = self._clock() + self.options.answer_timeout_s, 0
        parts: list[bytes] = []
        try:
            for part in response.iter_content(CHUNK):
                parts.append(part)
                size += len(part)
                if size > self.options.answer_max_bytes:
                    raise AnswerError(f"{self.options.host} sends more than {size:,} bytes at once. {CHECK_ADDRESS}")
                if self._clock() > latest:
                    raise _PassingError("sends an answer too slowly")
        finally:
            self.received_bytes += response.raw.tell()
        return b"".join(parts)

    def _read(self, response: requests.Response, content: bytes) -> Answer:
        status, etag = response.status_code, response.headers.get("ETag", "")
        if status == 403:
            self._blocked = (
                f"{self.options.host} refuses this client (403), which says nothing about trials; nothing more is "
                "asked in this run. Come back later, from another network, or set RAPATRIALS_USER_AGENT."
            )
            raise BlockedError(self._blocked)
        if status in PASSING:
            final = BlockedError if status == 429 else UnreachableError
            words = "asks for fewer requests (429)" if status == 429 else f"is in trouble (status {status})"
            raise _PassingError(words, retry_after(response.headers), final)
        if status != 200:
            return Answer(status, content.decode("utf-8", "replace"), etag)
        if "html" in response.headers.get("Content-Type", "").lower():
            raise _PassingError("sends a web page (200, HTML) in place of data", final=AnswerError)
        try:
            return Answer(status, orjson.loads(content), etag)
        except orjson.JSONDecodeError as error:
            raise _PassingError("sends JSON that breaks off or is damaged", final=AnswerError) from error


def _line_trouble(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "shows no trustworthy certificate"
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return "does not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "breaks off in the middle of an answer"
    return "cannot be reached or drops the connection"
