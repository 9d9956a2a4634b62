"""Answers without end, credentials, redirects and settings: against a server that writes raw bytes to the line."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fetchers.registry.client import RegistryClient
from fetchers.registry.options import ClientOptions
from fetchers.registry.settings import bundle_fault, distrust, no_way, proxy_fault
from seeds.errors import AnswerError, CrawlError, OptionError, UnreachableError, UserError
from tests.fetchers.local_server import Reply, Scripted, page, version

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Raw:
    """Answers every connection by `talk`, which writes what it likes until the client hangs up."""

    def __init__(self, talk: Callable[[socket.socket], object]) -> None:
        self._talk = talk
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api/v2"

    def __enter__(self) -> "Raw":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
                with line:
                    line.recv(65536)
                    self._talk(line)
            except OSError:
                if self._listener.fileno() < 0:
                    return


def dripping(start: bytes, piece: bytes, pause_s: float = 0.0) -> Callable[[socket.socket], object]:
    def talk(line: socket.socket) -> None:
        line.sendall(start)
        while True:
            line.sendall(piece)
            time.sleep(pause_s)

    return talk


def asked(url: str, **options: Any) -> RegistryClient:
    options = {"answer_timeout_s": 0.3, "read_timeout_s": 5.0, "tries": 1, **options}
    return RegistryClient(ClientOptions(base_url=url, **options), sleep=lambda seconds: None)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Content-Length: 999999\r\n\r\n", b" "),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: 1\r\n"),
    ],
)
def test_whatever_drips_ends_at_the_deadline(start: bytes, piece: bytes) -> None:
    with Raw(dripping(start, piece, 0.02)) as server, pytest.raises(UnreachableError, match="too slowly"):
        asked(server.url).version()


def test_a_handshake_that_drips_ends_with_the_time_to_connect() -> None:
    record_of_16_kilobytes = b"\x16\x03\x03\x40\x00"
    with Raw(dripping(record_of_16_kilobytes, b"\x02", 0.02)) as server, pytest.raises(UnreachableError):
        asked(server.url.replace("http:", "https:"), connect_timeout_s=0.3, answer_timeout_s=60.0).version()


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        (OK + b"\r\n", b" " * 65536),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 0x1000 + b"\r\n"),
    ],
)
def test_whatever_floods_ends_at_the_size(start: bytes, piece: bytes) -> None:
    with Raw(dripping(start, piece)) as server, pytest.raises(AnswerError, match="sends more than"):
        asked(server.url, answer_timeout_s=60.0, answer_max_bytes=2_000_000).version()


def test_body_of_a_redirect_is_not_read() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /api/v2/version\r\n\r\n"
    with Raw(dripping(moved, b" " * 65536)) as server, pytest.raises(AnswerError, match="redirects in circles"):
        registry = asked(server.url, answer_timeout_s=60.0)
        registry.version()
    assert registry.received_bytes < 1_000_000


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("http://192.0.2.1/api/v2/version", "another address"),
        ("https://127.0.0.1/api/v2/version", "another address"),
        ("//192.0.2.1/", "another address"),
        ("http://[half/", "no address"),
        ("http://127.0.0.1:port/", "no address"),
        ("file:///etc/passwd", "another address"),
    ],
)
def test_redirect_leads_nowhere_else(place: str, words: str) -> None:
    with Scripted(Reply(302, b"", {"Location": place})) as server, pytest.raises(AnswerError, match=words):
        asked(server.url).version()


def test_netrc_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with Scripted(version()) as server:
        asked(server.url).version()
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize("value", ["http://proxy:port", "gopher://x", "http://", "socks9://127.0.0.1:1"])
def test_proxy_that_is_no_address_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", value)
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    with pytest.raises((OptionError, UnreachableError), match="HTTP_PROXY"):
        asked("http://registry.invalid/api/v2").version()


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_certificates_that_cannot_be_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    with Scripted(version()) as server, pytest.raises(UserError, match="REQUESTS_CA_BUNDLE"):
        asked(server.url.replace("http:", "https:")).version()


def test_words_name_the_setting_and_never_its_password() -> None:
    proxied = {"https_proxy": "http://me:secret@proxy:port"}
    assert proxy_fault(proxied, "https://a/").startswith("https_proxy is not")
    assert "secret" not in proxy_fault(proxied, "https://a/") + no_way(proxied, "https://a/")
    assert (proxy_fault({}, "https://a/"), bundle_fault({})) == ("", "")
    assert "SSL_CERT_FILE is not read" in distrust({"SSL_CERT_FILE": "/certificates"})
    assert "CURL_CA_BUNDLE trusts" in distrust({"CURL_CA_BUNDLE": "/certificates"})


# --- walks without end -------------------------------------------------------------------------------------------


def ids(registry: RegistryClient) -> list[str]:
    return [study.nct for studies in registry.studies_by_id(["NCT1", "NCT2"]) for study in studies]


@pytest.mark.parametrize("tokens", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_tokens_in_a_circle_end_the_walk(tokens: list[str]) -> None:
    script = [page(f"NCT{n}", total=5000, then=tokens[n % len(tokens)]) for n in range(1, 50)]
    with Scripted(*script) as server, pytest.raises(CrawlError, match="in a circle"):
        ids(asked(server.url))
    assert len(server.asked) <= len(tokens) + 2


def test_the_same_ids_under_ever_new_tokens_end_the_walk() -> None:
    script = [page("NCT1", total=5000, then=f"token {n}") for n in range(100)]
    with Scripted(*script) as server, pytest.raises(CrawlError, match="in a circle"):
        ids(asked(server.url))
    assert len(server.asked) < 20


def test_more_than_was_counted_ends_the_walk() -> None:
    script = [page(*(f"NCT{n}{k}" for k in range(9)), total=2, then=f"token {n}") for n in range(100)]
    with Scripted(*script) as server, pytest.raises(CrawlError, match="counts fewer trials"):
        ids(asked(server.url, page_size=9))
    assert len(server.asked) < 5
