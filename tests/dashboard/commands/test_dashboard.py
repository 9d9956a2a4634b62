"""The command that serves the pages: what it starts ends with it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.commands.dashboard import end

STARTS_WITHIN_S, ENDS_WITHIN_S = 120, 60


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float) -> bool:
    stop = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > stop:
            return False
        time.sleep(0.2)
    return True


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_stops_the_command_stops_its_server(number: signal.Signals, tmp_path: Path) -> None:
    port = free()
    command = [sys.executable, "-m", "dashboard.start", "dashboard", "--no-refresh", "--port", str(port)]
    with subprocess.Popen([*command, "--cache", str(tmp_path)], env=dict(os.environ), stderr=subprocess.DEVNULL) as run:
        try:
            assert until(lambda: is_healthy(port), STARTS_WITHIN_S)
            run.send_signal(number)
            assert run.wait(ENDS_WITHIN_S) == 0
            assert not is_healthy(port)
        finally:
            run.kill()


def test_a_process_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.commands.dashboard.PATIENCE_S", 0.2)
    deaf = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        end([process])
        assert process.returncode == -signal.SIGKILL
