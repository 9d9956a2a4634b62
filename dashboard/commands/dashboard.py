"""`rapatrials dashboard`: the pages in a browser; on an empty cache the digest, with the first refresh beside it."""

import argparse
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from cache.refresh.digest import digest_snapshot
from cache.store.sharded import open_tables
from cache.store.snapshot import Store
from dashboard.commands.options import Commands, add_seeds, new, seeds_folder, store
from seeds.drugs.family import RAPALOGS
from seeds.errors import OptionError, PortError, SnapshotError
from seeds.knowledge import Knowledge, load_knowledge

SERVER = Path(__file__).parents[1] / "server.py"
DEFAULT_PORT = 8501
HIGHEST_PORT = 65535
MANY_DESCRIPTORS, ENOUGH_DESCRIPTORS = 65_536, 1024
PATIENCE_S = 10.0  # for a process to end by itself


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(commands, "dashboard", "Open the dashboard on this machine.", "rapatrials dashboard --port 8600")
    parser.add_argument("--port", default=str(DEFAULT_PORT), help=f"port on this machine (default {DEFAULT_PORT})")
    parser.add_argument("--api-url", metavar="URL", help="registry to refresh from (or RAPATRIALS_API_URL)")
    add_seeds(parser)
    parser.add_argument("--tables", metavar="DIR", help="open tables of `annotate` by path or URL, and no cache")
    parser.add_argument("--no-refresh", action="store_true", help="do not start the first refresh on an empty cache")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Serve the pages until stopped."""
    port, cache, seeds = free_port(options.port), store(options, environ), seeds_folder(options, environ)
    tables = options.tables or environ.get("RAPATRIALS_TABLES")
    empty = not tables and is_empty(cache)
    if tables:
        print(f"{tables}: {open_tables(tables).manifest.trial_count} trials.", file=sys.stderr)
    if empty:
        show_digest(cache, load_knowledge(seeds))
    job = None if options.no_refresh or not empty else start_refresh(cache, options.api_url, seeds, environ)
    print(f"Dashboard: http://localhost:{port}  (stop with Ctrl+C)", file=sys.stderr)
    stop_like_ctrl_c()
    raise_descriptor_limit()
    server = subprocess.Popen(  # noqa: S603
        server_command(port),
        env={
            **environ,
            "RAPATRIALS_CACHE": str(cache.root),
            "RAPATRIALS_SEEDS": str(seeds or ""),
            "RAPATRIALS_TABLES": tables or "",
        },
        process_group=0,  # Ctrl+C comes here alone: while it starts, the server would answer with a traceback
    )
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        end(process for process in (server, job) if process)


def is_empty(cache: Store) -> bool:
    """Whether a cache holds no snapshot yet; it is made ready for one."""
    cache.prepare()
    return cache.current() is None


def show_digest(cache: Store, knowledge: Knowledge) -> None:
    """Make the landmark trials ready, which are of rapalogs; SnapshotError where another family's are wanted."""
    if knowledge.family != RAPALOGS:
        raise SnapshotError(f"{cache.root}: is empty, and the landmark trials are none of {knowledge.family.plural}. "
                            "Run `rapatrials refresh` with the same --seeds and --cache first.")  # fmt: skip
    digest = digest_snapshot(cache.root, knowledge)
    print(f"The cache {cache.root} is empty: showing {digest.manifest.trial_count} landmark trials.", file=sys.stderr)


def stop_like_ctrl_c() -> None:
    """Let a service manager, a container's end and a closed terminal stop the pages and what they started.

    Without it the program that was asked to end leaves its children serving, and as the first process of a container
    it does not end at all, for the system ignores signals there that nobody handles.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def raise_descriptor_limit() -> None:
    """Let the server open as many files and connections as the system allows it; say so where that is little.

    A reader's session takes about six file descriptors while it is open, and three for some seconds more.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY_DESCRIPTORS if most == resource.RLIM_INFINITY else min(most, MANY_DESCRIPTORS)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    if wanted < ENOUGH_DESCRIPTORS:
        print(
            f"Only {wanted} file descriptors are allowed, enough for about {wanted // 8} readers at once; "
            f"`ulimit -n {MANY_DESCRIPTORS}` before the start allows more.",
            file=sys.stderr,
        )


def end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask processes to end, and end those that do not."""
    running = [each for each in processes if each.poll() is None]
    for each in running:
        each.terminate()
    for each in running:
        try:
            each.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            each.kill()
            each.wait()


def server_command(port: int) -> list[str]:
    """The command that serves the pages."""
    return [sys.executable, "-m", "streamlit", "run", str(SERVER), "--server.port", str(port)]


def start_refresh(
    cache: Store, api_url: str | None, seeds: Path | None, environ: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """The first refresh as a process of its own, its progress on this terminal and in the cache for the page."""
    print("The first refresh from the registry starts beside it; its progress follows.", file=sys.stderr)
    command = [sys.executable, "-m", "dashboard.start", "refresh", "--cache", str(cache.root)]
    command += ["--api-url", api_url] if api_url else []
    command += ["--seeds", str(seeds)] if seeds else []
    return subprocess.Popen(command, env=dict(environ), stdout=subprocess.DEVNULL)  # noqa: S603


def free_port(named: str) -> int:
    """The port as a number, if it can be listened on; OptionError or PortError say what to do."""
    if not named.isdigit() or not 0 < int(named) <= HIGHEST_PORT:
        raise OptionError(f"--port {named}: give a number from 1 to {HIGHEST_PORT}.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(named)))
        except OSError as error:
            hint = f"choose another, for example --port {int(named) + 1 if int(named) < HIGHEST_PORT else DEFAULT_PORT}"
            raise PortError(f"--port {named}: {os.strerror(error.errno or 0).lower()}; {hint}.") from error
    return int(named)
