"""Benchmarks of speed and size, written as a table into docs/benchmarks.md.

    python -m tests.bench.scale.run --shared DIR [--least 1500] [--every 40] [--other PYTHON] [--keep DIR] [--write]

Each figure is a ratio within one run on one machine. `--other` names a Python with spaCy and pytrials, which are not
installed beside the project; without it they are left out and said to be. `--least` is the number of records that grow
to 4 and 16 times as many; the largest result is what pages and exports are asked over.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bench.scale.growth import Cost, exponent, growth
from tests.bench.scale.labels import Timed, compared
from tests.bench.scale.questions import Asked, Exported, exports, multiplied, pages
from tests.bench.scale.refreshes import Fetched, fetched

NAMES = ("other", "newer", "rapalog", "mention")
TARGET = Path(__file__).parents[3] / "docs" / "benchmarks.md"
WORKERS = 2


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def labels_told(found: Sequence[Timed], source: str) -> str:
    """The ways of reading records."""
    rows = [(each.name, f"{each.ms:.2f}", f"{each.ratio:.1f}") for each in found]
    return table((source, "CPU ms a record", "times decoding"), rows)


def growth_told(costs: Sequence[Cost]) -> str:
    """Records, cost, memory, and the exponent."""
    rows = [
        (f"{each.records:,}", f"{each.megabytes:,.0f}", f"{each.cpu_s:,.1f}", f"{each.wall_s:,.1f}",
         f"{1000 * (each.cpu_s - costs[0].cpu_s) / each.records:.2f}", f"{each.peak_mb:,.0f}")
        for each in costs
    ]  # fmt: skip
    heads = ("records", "MB of JSON", "CPU s", "wall s", "CPU ms a record, start taken off", "MB in all processes")
    return table(heads, rows) + f"\nExponent of growth of the CPU time, start taken off: {exponent(costs):.3f}.\n"


def fetched_told(found: Sequence[Fetched]) -> str:
    """Ways of fetching beside the bare loop."""
    rows = [
        (each.name, each.trials, f"{each.wall_s:.2f}", f"{each.cpu_s:.2f}", f"{each.wall_s / found[0].wall_s:.1f}")
        for each in found
    ]
    return table(("way", "trials", "wall s", "CPU s", "times the bare loop"), rows)


def pages_told(found: Sequence[Asked]) -> str:
    """Pages by size."""
    rows = [
        (each.page, f"{each.trials:,}", f"{each.median_ms:.0f}", f"{each.worst_ms:.0f}", each.peak_mb) for each in found
    ]
    return table(("page, 13 filter changes", "trials", "median ms", "worst ms", "MB at most"), rows)


def exports_told(found: Sequence[Exported]) -> str:
    """Formats beside Parquet."""
    quickest = next(each.seconds for each in found if each.kind == "parquet")
    rows = [
        (each.kind, f"{each.rows:,}", f"{each.seconds:.1f}", f"{each.megabytes:.0f}", f"{each.seconds / quickest:.1f}")
        for each in found
    ]
    return table(("table `trials` as", "rows", "seconds", "MB", "times parquet"), rows)


def main() -> None:
    """Measure everything, print it, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--least", type=int, default=1500)
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--other", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument(
        "--copies", nargs="*", type=int, default=[], help="pages over so many copies of the tables, too"
    )
    parser.add_argument("--pages", nargs="+", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sources = {name: options.shared / "records" / f"{name}.jsonl.gz" for name in NAMES}
    before = os.getloadavg()[0]
    parts = ["## Labels\n\n"]
    for name, every in (("other", options.every), ("rapalog", max(1, options.every // 10))):
        parts += [labels_told(compared([sources[name]], every, options.other), f"records `{name}`"), "\n"]
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder) / "tables"
        costs = growth([*sources.values()], options.least, WORKERS, kept)
        parts += [f"## `rapatrials annotate` on {WORKERS} processes\n\n", growth_told(costs)]
        parts += ["\n## Pages over its tables\n\n", pages_told(pages(kept, options.pages))]
        for copies in options.copies:
            several = multiplied(kept, copies, Path(f"{kept}-{copies}"))
            parts += ["\n", pages_told(pages(several, options.pages))]
        parts += ["\n## Exports\n\n", exports_told(exports(kept))]
    parts += ["\n## Refresh\n\n", fetched_told(fetched(options.shared, options.other))]
    head = (
        "# Benchmarks\n\nWritten by `make bench`; figures hold within one run. "
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {before:.1f} at the start and "
        f"{os.getloadavg()[0]:.1f} at the end (beyond the number of processors, times by the clock are too long; CPU "
        "times are steadier).\n\n"
    )
    print(head + "".join(parts))
    if options.write:
        TARGET.write_text(head + "".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
