"""What every stand-in of the tests has in common: a server of this process, on a free port of this machine."""

import importlib.util
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Self


class LocalServer:
    """Answers by a handler between entering and leaving; `facts` become attributes of the handler's class."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], **facts: Any) -> None:
        # without Nagle's algorithm, or every answer takes 40 ms
        self.handler: Any = type("Handler", (handler,), {**facts, "disable_nagle_algorithm": True})
        self.server: Any = ThreadingHTTPServer(("127.0.0.1", 0), self.handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the port; a client then finds nobody."""
        self.server.shutdown()
        self.server.server_close()


def loaded(path: Path) -> ModuleType:
    """The program at a path as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
