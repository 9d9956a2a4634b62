"""One deadline and one size for a whole answer, whatever part of it drips or swells: status, headers, body, redirect.

HTTP libraries limit the wait for the next piece, not for the whole; here every read from the line is counted.
"""

import http.client
import io
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

HEADERS_MAX_BYTES = 1 << 20  # of status, headers and interim answers (`100 Continue`) before the body


class Limit:
    """What is left for the answer that is being read. `exceeded` is `time` or `size` once that ran out."""

    def __init__(self, seconds: float, most_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self.most_bytes = seconds, most_bytes
        self.received = 0
        self.exceeded = ""
        self._clock = clock
        self._latest = clock() + seconds
        self._most = most_bytes

    def begin(self) -> None:
        """A request is about to be sent."""
        self.received, self.exceeded, self._most = 0, "", min(HEADERS_MAX_BYTES, self.most_bytes)
        self._latest = self._clock() + self.seconds

    def body(self) -> None:
        """The headers are read; what follows may be large."""
        self._most = self.most_bytes + HEADERS_MAX_BYTES

    def left(self) -> float:
        """Seconds left; TimeoutError where none are."""
        seconds = self._latest - self._clock()
        if seconds <= 0:
            self.exceeded = "time"
            raise TimeoutError("timed out")
        return seconds

    def took(self, count: int) -> int:
        """So many bytes came; ConnectionError where they are too many."""
        self.received += count
        if self.received > self._most:
            self.exceeded = "size"
            raise ConnectionError("more than an answer may hold")
        return count


class _Counted(io.RawIOBase):
    """A socket's bytes, each read within the limit."""

    def __init__(self, sock: socket.socket, limit: Limit) -> None:
        self._sock, self._limit = sock, limit
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        usual = self._sock.gettimeout()
        left = self._limit.left()
        is_last = usual is None or left < usual
        try:
            if is_last:
                self._sock.settimeout(left)
            return self._limit.took(self._raw.readinto(buffer) or 0)
        except TimeoutError:
            self._limit.exceeded = "time" if is_last else self._limit.exceeded
            raise
        finally:
            if is_last and self._sock.fileno() >= 0:
                self._sock.settimeout(usual)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Source:
    """What `http.client` takes for a socket: it asks it for a file and nothing else."""

    def __init__(self, sock: socket.socket, limit: Limit) -> None:
        self._sock, self._limit = sock, limit

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Counted(self._sock, self._limit), 1 << 16)


def _response(sock: Any, *args: Any, limit: Limit, **values: Any) -> http.client.HTTPResponse:
    return http.client.HTTPResponse(_Source(sock, limit), *args, **values)  # type: ignore[arg-type]


class LimitedAdapter(HTTPAdapter):
    """Connections whose answers are read within `limit`, straight or by a proxy."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        super().__init__()

    def init_poolmanager(self, *args: Any, **values: Any) -> None:
        super().init_poolmanager(*args, **values)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, *args: Any, **values: Any) -> Any:
        manager = super().proxy_manager_for(*args, **values)
        if not str(args[0]).lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._pools()
        return manager

    def _pools(self) -> dict[str, type[HTTPConnectionPool]]:
        reply = staticmethod(partial(_response, limit=self._limit))
        plain = type("Plain", (HTTPConnection,), {"response_class": reply})
        secure = type("Secure", (HTTPSConnection,), {"response_class": reply})
        return {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


class NoCredentials(AuthBase):
    """Keeps what a `.netrc` says of the host to ourselves: the registry needs no name and no password."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Session(requests.Session):
    """Follows no redirect and, unlike one told not to follow, does not read its body either."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def limited_session(limit: Limit) -> requests.Session:
    """A session that reads every answer within `limit` and sends no credentials; proxies are taken as set."""
    session = _Session()
    session.auth = NoCredentials()
    for scheme in ("http://", "https://"):
        session.mount(scheme, LimitedAdapter(limit))
    return session
