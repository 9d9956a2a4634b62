"""The first steps of the command: interrupts and streams, before anything that takes long is imported."""

import sys


def _told_of(kind: type[BaseException], error: BaseException, trace: object) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]


sys.excepthook = _told_of  # before any other import: an interrupt that meets one ends the process without a traceback

import io  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402

from seeds.errors import DiskError  # noqa: E402


class Stream(io.RawIOBase):
    """A standard stream that tells of the first write that fails, and takes what follows without a word."""

    def __init__(self, number: int, tell: Callable[[OSError], None]) -> None:
        self._number, self._tell, self._lost = number, tell, False

    def write(self, content: Any) -> int:  # a buffer
        """Write what fits."""
        if not self._lost:
            try:
                return os.write(self._number, content)
            except OSError as error:
                self._lost = True
                self._tell(error)
        return memoryview(content).nbytes

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """The descriptor; -1 for a stream that was closed from the start."""
        return self._number

    def isatty(self) -> bool:
        """Whether somebody looks on."""
        return os.isatty(self._number) if self._number >= 0 else False


def _nothing(error: OSError) -> None:
    pass


def _output_failed(error: OSError) -> None:
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        raise error
    raise DiskError(f"Standard output cannot be written: {error.strerror}. Send it elsewhere.") from error


def main() -> int:
    """Run the command of this process; returns its exit code."""
    interruptible = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not so under nohup
    if interruptible:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is open: an interrupt just ends the process
    prepare_streams()
    from dashboard import cli

    if interruptible:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return cli.main()
    except KeyboardInterrupt:  # once more, while the first was being told
        return cli.INTERRUPTED
    finally:
        if interruptible:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def prepare_streams() -> None:
    """Make the standard streams safe to write to, whether they are closed, full, gone or of a narrow encoding.

    Output that cannot be written is an error; progress and warnings that cannot be written are lost, and the work goes
    on. Letters that the encoding lacks are written as their codes.
    """
    _, out, err = [_descriptor(number) for number in range(3)]
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    output, told = Stream(out, _output_failed), Stream(err, _nothing)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(output), encoding, "backslashreplace", line_buffering=output.isatty()
    )
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(told), encoding, "backslashreplace", line_buffering=True)


def _descriptor(number: int) -> int:
    """A standard stream's number, or -1 if it is closed; then nothing is put there, lest an opened file become it."""
    try:
        os.fstat(number)
    except OSError:
        os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        return -1
    return number


if __name__ == "__main__":
    sys.exit(main())
