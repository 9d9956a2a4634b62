"""The command line `rapatrials`: parses, calls one command, turns user errors into one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from dashboard.commands import (
    annotate,
    evaluate,
    explain,
    export,
    rebuild,
    refresh,
    rollback,
    status,
    terms,
    trials,
    verify,
)
from dashboard.commands import dashboard as dashboard_command
from dashboard.words.text import one_line
from seeds.errors import UserError

COMMANDS = (
    refresh,
    status,
    verify,
    rollback,
    trials,
    export,
    explain,
    terms,
    rebuild,
    annotate,
    evaluate,
    dashboard_command,
)
EPILOG = """exit codes: 0 done; 2 wrong option or value; 3 nothing new; 4 registry out of reach; 5 registry refuses this
client; 6 answer against the API's contract; 7 crawl does not add up; 8 guard; 9 another refresh runs; 10 disk;
11 no snapshot, or a damaged one; 12 rules or seeds wrong; 13 port taken"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    return _parser_and_commands()[0]


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each sub-command by its name, in the order of the help."""
    return _parser_and_commands()[1]


def _parser_and_commands() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    top = argparse.ArgumentParser(
        prog="rapatrials",
        description="Which rapamycin and rapalog trials report which measures, with the evidence behind every cell.",
        epilog=EPILOG,
    )
    top.add_argument("--version", action="version", version=f"rapatrials {version('rapatrials')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return top, dict(commands.choices)


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run one command; returns its exit code."""
    options = parser().parse_args(argv)
    try:
        return int(options.run(options, os.environ if environ is None else environ))
    except UserError as error:
        print(f"rapatrials: {one_line(error)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("rapatrials: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output went away, for example `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
