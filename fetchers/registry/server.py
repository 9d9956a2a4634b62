"""The only module that talks to the network: one polite session with one server.

What passes on its own (429, 5xx, a dropped or stuck connection, a body that breaks off, a maintenance page) is
tried again with growing pauses; what does not ends in an error that names the host and the way out. A 403 is
final for the run: it means blocked, never `no trials`.
"""

import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import requests

from fetchers.registry.answers import Answer, UnreadableError, decoded
from fetchers.registry.backoff import pause, retry_after
from fetchers.registry.options import ClientOptions
from fetchers.registry.settings import bundle_fault, distrust, no_way, proxy_fault
from fetchers.registry.transport import Limit, limited_session
from seeds.errors import AnswerError, BlockedError, OptionError, UnreachableError

PASSING = frozenset({429, 500, 502, 503, 504})
REDIRECTS = 5
CHUNK_BYTES = 1 << 17
# what requests raises when the line, the server or the body fails half-way
LINE_FAILURES = (
    TimeoutError,
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


def json_of(content: bytes) -> Any:
    """The JSON that a body holds; ValueError where it breaks off or is damaged."""
    try:
        return decoded(content)
    except ValueError as error:
        raise ValueError("sends JSON that breaks off or is damaged") from error


@dataclass(frozen=True, slots=True)
class Question:
    """One request: the path below the server's address, parameters, headers, a form to post, how its body is read.

    `read` may raise ValueError with words that go on from the host's name: the question is then asked again.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    read: Callable[[bytes], Any] = json_of


class Client:
    """Asks one server. `sleep`, `clock` and `jitter` are parameters so that tests need not wait.

    Counts what it did in `requests_count` and `received_bytes` (on the wire); `notify` is told of every retry. Proxies
    and certificates are taken from the environment, credentials for the host (`.netrc`) are not.
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
        self._limit = Limit(options.answer_timeout_s, options.answer_max_bytes, clock)
        self._session = limited_session(self._limit)
        self._session.headers.update({"User-Agent": options.agent, "Accept": "application/json"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop the connections."""
        self._session.close()

    def ask(self, question: Question) -> Answer:
        """One question, asked again while what goes wrong may pass; the caller judges any status but 200."""
        for failures in range(1, self.options.tries + 1):
            if self._blocked:
                raise BlockedError(self._blocked)
            self._pace()
            try:
                return self._once(question)
            except _PassingError as trouble:
                self._bear(trouble, failures)
        raise AssertionError("the last failure raises")

    def _pace(self) -> None:
        """Keep the interval between the starts of two requests."""
        wait = self._next_start - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next_start = self._clock() + self.options.interval

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
        raise trouble.final(last + f"try again later. {self.options.check_address}") from trouble

    def _once(self, question: Question) -> Answer:
        url, params = self.options.base_url + question.path, question.params
        for _ in range(REDIRECTS):
            response, content = self._exchange(url, params, question)
            if not response.is_redirect:
                return self._read(response, content, question)
            url, params = self._elsewhere(response), {}
            self._pace()
        raise AnswerError(f"{self.options.host} redirects in circles. {self.options.check_address}")

    def _exchange(self, url: str, params: Mapping[str, str], question: Question) -> tuple[requests.Response, bytes]:
        """One request and its answer; the body of a redirect is not read."""
        self.requests_count += 1
        self._limit.begin()
        timeout = (self.options.connect_timeout_s, self.options.read_timeout_s)
        try:
            with self._session.request(
                "GET" if question.form is None else "POST", url, params=params, data=question.form,
                headers=dict(question.headers), timeout=timeout, stream=True, allow_redirects=False,
            ) as response:  # fmt: skip
                self._limit.body()
                return response, b"" if response.is_redirect else self._content(response)
        except LINE_FAILURES as error:
            raise self._line_trouble(error) from error
        except (OSError, ValueError) as error:  # what requests says of settings is of many kinds, all of these two
            fault = bundle_fault(os.environ) if "certificate" in str(error).lower() else proxy_fault(os.environ, url)
            told = fault or f"`{self.options.base_url}` is not the address of an API. {self.options.check_address}"
            raise OptionError(told) from error
        finally:
            self.received_bytes += self._limit.received

    def _elsewhere(self, response: requests.Response) -> str:
        """Where an alias leads: to its canonical record, at the same server."""
        try:
            url = urljoin(response.url, response.headers["Location"])
            origins = [(urlsplit(each).scheme, urlsplit(each).hostname, _port(each)) for each in (response.url, url)]
        except ValueError as error:
            raise AnswerError(
                f"{self.options.host} redirects to what is no address. {self.options.check_address}"
            ) from error
        if origins[0] != origins[1]:
            raise AnswerError(
                f"{self.options.host} redirects to another address ({origins[1][1] or 'none'!s:.100}), which is not "
                f"followed. If that is right, say so by {self.options.address_setting}."
            )
        return url

    def _content(self, response: requests.Response) -> bytes:
        """The whole body, given up where it takes too long or grows beyond measure when it is unpacked."""
        size = 0
        parts: list[bytes] = []
        for part in response.iter_content(CHUNK_BYTES):
            parts.append(part)
            size += len(part)
            if size > self.options.answer_max_bytes:
                raise self._too_large()
            self._limit.left()
        return b"".join(parts)

    def _too_large(self) -> AnswerError:
        most = self.options.answer_max_bytes
        return AnswerError(f"{self.options.host} sends more than {most:,} bytes at once. {self.options.check_address}")

    def _line_trouble(self, error: Exception) -> Exception:
        """What a failure of the line means."""
        if self._limit.exceeded == "size":
            return self._too_large()
        if self._limit.exceeded == "time":
            return _PassingError("sends an answer too slowly")
        if isinstance(error, requests.exceptions.SSLError):
            return _PassingError(distrust(os.environ))
        if isinstance(error, requests.Timeout | TimeoutError) or "timed out" in str(error).lower():
            return _PassingError("does not answer in time")
        if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
            return _PassingError("breaks off in the middle of an answer")
        return _PassingError(no_way(os.environ, self.options.base_url))

    def _read(self, response: requests.Response, content: bytes, question: Question) -> Answer:
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
            return Answer(status, question.read(content), etag)
        except ValueError as error:
            raise _PassingError(str(error), final=UnreadableError) from error


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)
