"""Who works on a cache: each run of the program has a name, so that two never share a folder whatever locks do."""

import os
import platform
import re
from functools import cache
from pathlib import Path

LARGEST_PID = 2**31 - 1
RUN_NAME = re.compile(r"(.*)-(\d{1,10})-(\d{1,20})")


def this_run() -> str:
    """Host, process and when that began: no other run has the same, even where process ids come again."""
    return _run(os.getpid())


@cache
def _run(pid: int) -> str:
    return f"{_host()}-{pid}-{_began(pid)}"


def is_running(run: str) -> bool | None:
    """Whether the run of this name goes on; None where it is another machine's and nobody here can tell."""
    found = RUN_NAME.fullmatch(run)
    if not found:
        return False
    host, pid, began = found[1], int(found[2]), int(found[3])
    if host != _host():
        return None
    return alive(pid) and _began(pid) == began


def alive(pid: int) -> bool:
    """Whether a process of this machine is running."""
    if not 0 < pid <= LARGEST_PID:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process: it is there
        return True
    return True


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9.]", "_", platform.node()) or "host"


def _began(pid: int) -> int:
    """When a process began, in the system's ticks; 0 where the system does not tell."""
    try:
        return int(
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        )
    except (OSError, ValueError, IndexError):
        return 0
