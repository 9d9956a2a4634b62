"""The command line `rapatrials`: parses, calls one command, turns user errors into one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor
from importlib import import_module
from importlib.metadata import version

from dashboard.words.text import one_line
from seeds.errors import DiskError, OptionError, UserError

# Each is a module of its own name in dashboard/commands, in the order of the help.
COMMANDS = (
    "refresh", "status", "verify", "rollback", "trials", "changes", "safety", "interactions", "export", "explain",
    "terms", "review", "rebuild", "annotate", "evaluate", "dashboard",
)  # fmt: skip
ONLY_VERSION = "--version"
INTERRUPTED = 130  # as shells tell it
ENDED_FROM_OUTSIDE = (
    "a process that annotated was ended from outside, as where memory runs out; "
    "have fewer with --processes or --workers."
)
EPILOG = """exit codes: 0 done; 2 wrong option or value; 3 nothing new; 4 registry out of reach; 5 registry refuses this
client; 6 answer against the API's contract; 7 crawl does not add up; 8 guard; 9 another refresh runs;
10 disk or memory; 11 no snapshot, or a damaged one; 12 rules or seeds wrong; 13 port taken; 14 cluster gone;
130 stopped"""


def parser(asked: str = "") -> argparse.ArgumentParser:
    """The whole command line; or as much as what was asked for needs, so that it waits for nothing else."""
    needed = (asked,) if asked in COMMANDS else () if asked == ONLY_VERSION else COMMANDS
    return _parser_and_commands(needed)[0]


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each sub-command by its name, in the order of the help."""
    return _parser_and_commands(COMMANDS)[1]


def _parser_and_commands(
    names: Sequence[str],
) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    top = argparse.ArgumentParser(
        prog="rapatrials",
        description="Which rapamycin and rapalog trials report which measures, with the evidence behind every cell.",
        epilog=EPILOG,
    )
    top.add_argument(ONLY_VERSION, action="version", version=f"rapatrials {version('rapatrials')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        import_module(f"dashboard.commands.{name}").add(commands)
    return top, dict(commands.choices)


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run one command; returns its exit code."""
    try:
        return _run(readable(sys.argv[1:] if argv is None else argv), os.environ if environ is None else environ)
    except UserError as error:
        print(f"rapatrials: {one_line(error)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("rapatrials: stopped.", file=sys.stderr)
        return INTERRUPTED
    except BrokenExecutor:
        print(f"rapatrials: {ENDED_FROM_OUTSIDE}", file=sys.stderr)
        return DiskError.exit_code
    except BrokenPipeError:  # the reader of our output went away, for example `| head`
        return 0


def _run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    try:
        options = parser(*argv[:1]).parse_args(argv)
        return int(options.run(options, environ))
    finally:
        sys.stdout.flush()  # while what fails can still be told


def readable(argv: Sequence[str]) -> list[str]:
    """The arguments as text; OptionError for bytes that are none, as another encoding's letters."""
    for given in argv:
        try:
            given.encode()
        except UnicodeEncodeError as error:
            shown = given.encode(errors="backslashreplace").decode()
            raise OptionError(f"`{shown}` is no UTF-8; set LC_ALL=C.UTF-8 and type it again.") from error
    return list(argv)
