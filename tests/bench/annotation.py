"""What annotation and tables cost, as a multiple of decoding the same records; one process, one run.

    python -m tests.bench.annotation ../shared/records/*.jsonl.gz [--every 10]

Per file: CPU time of `orjson.loads`, of annotation and rows of every table, their ratio over the file and as the
geometric mean of the records' own ratios; at the end the geometric mean over the files, and the peak memory.
"""

import argparse
import gzip
import math
import resource
import statistics
from datetime import date
from pathlib import Path
from time import thread_time_ns

import orjson

from fetchers.annotate import Annotator
from fetchers.tables import Tabulator
from seeds.knowledge import load_knowledge


def measure(path: Path, every: int, tabulator: Tabulator) -> tuple[int, int, int, float]:
    """Records, nanoseconds of decoding, nanoseconds of annotation and tables, geometric mean of the ratios."""
    count = decoding = working = 0
    logs = []
    with gzip.open(path) as lines:
        for number, line in enumerate(lines):
            if number % every:
                continue
            start = thread_time_ns()
            record = orjson.loads(line)
            decoded = thread_time_ns()
            tabulator.rows(record)
            done = thread_time_ns()
            count, decoding, working = count + 1, decoding + decoded - start, working + done - decoded
            logs.append(math.log((done - decoded) / (decoded - start)))
    return count, decoding, working, math.exp(statistics.fmean(logs))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th record")
    options = parser.parse_args()
    tabulator = Tabulator(Annotator(load_knowledge()), date(2026, 11, 20))
    ratios = []
    for path in options.records:
        count, decoding, working, by_record = measure(path, options.every, tabulator)
        ratios.append(working / decoding)
        decode, work = decoding / count / 1000, working / count / 1000
        print(f"{path.name}: {count} records, decode {decode:.0f} us, annotate and tabulate {work:.0f} us each,")
        print(f"    ratio {ratios[-1]:.2f} (geometric mean of the records' own ratios {by_record:.2f})")
    print(f"geometric mean over the files: {math.exp(statistics.fmean(map(math.log, ratios))):.2f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
