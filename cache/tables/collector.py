"""Python's collector of cyclic garbage, held back while records are read by the thousand.

Decoded records and rows are tens of thousands of objects without a cycle among them. The collector looks at them again
and again all the same, and now and then at the rules too: half of what decoding costs beside them.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000  # new objects between two looks; Python's own 700 to 2,000


def collect_seldom() -> None:
    """For the rest of a process: what is there now is looked at no more, what comes seldom."""
    gc.freeze()
    gc.set_threshold(SELDOM)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """For as long as the context lasts, in all threads of the process."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
