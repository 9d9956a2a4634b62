"""Opens and closes sessions of the dashboard at a low limit of file descriptors; it must serve throughout and recover.

    python -m tests.bench.many_sessions --sessions 500 --limit 256

Each session runs the first page once over a cache without a snapshot (the landmark trials) and goes away.
"""

import argparse
import asyncio
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

START_S, RUN_S, RECOVER_S = 120, 60, 300


async def session(port: int) -> bool:
    """One reader: connect, run the page, leave. Whether the page ran to its end."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], origin=f"http://127.0.0.1:{port}", max_size=None) as socket:
        ask = BackMsg()
        ask.rerun_script.query_string = ""
        await socket.send(ask.SerializeToString())
        async for message in socket:
            told = ForwardMsg()
            told.ParseFromString(message)
            if told.WhichOneof("type") == "script_finished":
                return told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    return False


async def sessions(port: int, count: int, together: int) -> int:
    """How many of so many sessions were served."""
    gate = asyncio.Semaphore(together)

    async def one() -> bool:
        async with gate:
            try:
                return await asyncio.wait_for(session(port), RUN_S)
            except Exception as error:  # whatever it is, the reader was not served
                print(f"not served: {type(error).__name__} {error}", file=sys.stderr)
                return False

    return sum(await asyncio.gather(*(one() for _ in range(count))))


def descriptors(pid: int) -> int:
    """Open file descriptors of the server and its children."""
    pids = [pid, *(int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    return max(len(list(Path(f"/proc/{each}/fd").iterdir())) for each in pids)


def is_healthy(port: int) -> bool:
    """Whether the server says that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> None:
    """Run, print what was seen; exit status 1 where a session was not served or descriptors stayed open."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=500)
    options.add_argument("--together", type=int, default=4)
    options.add_argument("--limit", type=int, default=256)
    options.add_argument("--port", type=int, default=8765)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryFile() as log:
        command = [sys.executable, "-m", "dashboard.start", "dashboard", "--no-refresh", "--cache", cache]
        resource.setrlimit(resource.RLIMIT_NOFILE, (chosen.limit, chosen.limit))  # children have it too
        server = subprocess.Popen([*command, "--port", str(chosen.port)], stderr=log, stdout=log)
        try:
            stop = time.monotonic() + START_S
            while not is_healthy(chosen.port) and time.monotonic() < stop:
                time.sleep(0.5)
            asyncio.run(sessions(chosen.port, 3, 1))
            began = descriptors(server.pid)
            served = asyncio.run(sessions(chosen.port, chosen.sessions, chosen.together))
            most, waited = descriptors(server.pid), time.monotonic()
            while descriptors(server.pid) > began and time.monotonic() - waited < RECOVER_S:
                time.sleep(2)
                asyncio.run(sessions(chosen.port, 1, 1))
            ended, healthy = descriptors(server.pid), is_healthy(chosen.port)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        size = log.seek(0, os.SEEK_END)
    print(
        f"{served} of {chosen.sessions} sessions served at {chosen.limit} descriptors; open {began} before, "
        f"{most} after, {ended} {time.monotonic() - waited:.0f} s later; healthy: {healthy}; {size:,} bytes of log"
    )
    sys.exit(0 if served == chosen.sessions and ended <= began + 8 and healthy else 1)


if __name__ == "__main__":
    main()
