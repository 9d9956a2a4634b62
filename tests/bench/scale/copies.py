"""Records of any number: copies of real ones under ids of their own, in the mix of sizes that the sources have."""

import gzip
import random
import re
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

WITH_RESULTS = 10  # percent
RESULTS = re.compile(rb'"hasResults"\s*:\s*true')
_ID = re.compile(rb'"nctId"\s*:\s*"(NCT\d{8})"')


def every_line(source: Path, every: int = 1) -> list[bytes]:
    """Every n-th JSON line of a packed file."""
    with gzip.open(source, "rb") as lines:
        return list(islice(lines, 0, None, every))


def registry_mix(lines: list[bytes]) -> list[bytes]:
    """So many of the records with results that one in ten has them: then their mean size is the registry's, 17 KB."""
    posted = [line for line in lines if RESULTS.search(line)]
    planned = [line for line in lines if not RESULTS.search(line)]
    wanted = max(1, len(planned) * WITH_RESULTS // (100 - WITH_RESULTS))
    return planned + posted[:: max(1, len(posted) // wanted)]


def copied_lines(sources: Sequence[Path], mixed: bool = False) -> Iterator[bytes]:
    """JSON lines without end: copy after copy of the sources, shuffled once, whose records get ids that rise.

    Shuffled, so that few of them have the mix of all. `mixed`: in the sizes of the whole registry.
    """
    lines = [line for source in sources for line in every_line(source)]
    lines = registry_mix(lines) if mixed else lines
    random.Random(1).shuffle(lines)  # noqa: S311 (always the same order)
    ids = [found[1] if (found := _ID.search(line)) else b"" for line in lines]
    for number in count():
        at = number % len(lines)
        yield lines[at].replace(ids[at], b"NCT%08d" % (number + 1))


def write_copies(path: Path, sources: Sequence[Path], trials: int, mixed: bool = False) -> int:
    """A file of so many records; gives its size in bytes."""
    with path.open("wb") as target:
        target.writelines(islice(copied_lines(sources, mixed), trials))
    return path.stat().st_size
