"""`rapatrials annotate` over as many records as the registry has, of its mean size, on two processes.

    python -m tests.bench.scale.registry --shared ../shared --records 6000 60000 600000 --keep /big/tables

Prints seconds, memory of all processes together, and how the CPU time grows; the largest result stays in `--keep`.
Needs 17 KB of disk a record for the source, which is removed, and a fifth of it for the tables.
"""

import argparse
import os
import tempfile
from pathlib import Path

from tests.bench.scale.copies import write_copies
from tests.bench.scale.growth import Cost, annotated
from tests.bench.scale.run import growth_told

NAMES = ("other", "rapalog", "mention", "newer")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--records", nargs="+", type=int, default=[6000, 600_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, required=True)
    options = parser.parse_args()
    sources = [options.shared / "records" / f"{name}.jsonl.gz" for name in NAMES]
    costs, before = [], os.getloadavg()[0]
    with tempfile.TemporaryDirectory(dir=options.keep.parent) as folder:
        for records in (1, *sorted(options.records)):
            source = Path(folder) / "records.jsonl"
            size = write_copies(source, sources, records, mixed=True)
            out = options.keep if records == max(options.records) else Path(folder) / f"out-{records}"
            costs.append(Cost(records, size / 2**20, *annotated(source, out, options.workers)))
            print(costs[-1], flush=True)
    print(growth_told(costs))
    print(f"Load at the start: {before:.1f}.")


if __name__ == "__main__":
    main()
