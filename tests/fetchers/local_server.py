"""A tiny server on this machine that gives scripted answers, for what the stand-in API cannot be made to do."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple

import orjson

from tests.serving import LocalServer


class Reply(NamedTuple):
    """One scripted answer; the last of a script is given again and again."""

    status: int = 200
    body: object = b""
    headers: Mapping[str, str] = {}


def page(*ids: str, total: int | None = None, then: str | None = None) -> Reply:
    """A page of bare records with these ids; `then` is the token of the next page."""
    body: dict[str, object] = {
        "studies": [{"protocolSection": {"identificationModule": {"nctId": nct}}} for nct in ids]
    }
    if total is not None:
        body["totalCount"] = total
    if then is not None:
        body["nextPageToken"] = then
    return Reply(body=body)


def version(timestamp: str = "2026-11-20T09:00:05") -> Reply:
    """A /version answer."""
    return Reply(body={"apiVersion": "2.0.5", "dataTimestamp": timestamp})


class Scripted(LocalServer):
    """Serves the script in order; `asked` and `headers` keep what came."""

    def __init__(self, *script: Reply) -> None:
        self.script = list(script)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                reply = outer.script[min(len(outer.asked), len(outer.script) - 1)]
                outer.asked.append(self.path)
                outer.headers.append(dict(self.headers))
                body = reply.body if isinstance(reply.body, bytes) else orjson.dumps(reply.body)
                self.send_response(reply.status)
                headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        super().__init__(Handler)
        self.url = f"{self.origin}/api/v2"
