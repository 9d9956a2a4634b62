"""Fuzzes the record reader and the reading of answers for a while: `python -m tests.fuzz.run --minutes 10`."""

import argparse
import time

from hypothesis import HealthCheck, given, settings

from tests.fuzz import checks

ROUND = settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def main() -> None:
    """Rounds of fresh examples until the time is over; the first failure ends it with its example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    end = time.monotonic() + 60 * parser.parse_args().minutes
    rounds = 0
    while time.monotonic() < end:
        ROUND(given(checks.records())(checks.check_record))()
        ROUND(given(checks.answers)(lambda answer: checks.check_answer(*answer)))()
        rounds += 1
    print(f"{rounds} rounds of {2 * ROUND.max_examples} examples, no crash.")


if __name__ == "__main__":
    main()
