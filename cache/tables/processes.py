"""Processes that annotate beside this one: deaf to Ctrl+C, gone with the one that started them."""

import atexit
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any


def process_pool(processes: int, prepare: Callable[..., None] | None = None, *given: Any) -> ProcessPoolExecutor:
    """A pool whose processes first call `prepare(*given)`; hand out its first work under `interrupts_held`."""
    context = get_context("spawn")  # a fork would take the files and locks of this process along
    return ProcessPoolExecutor(processes, context, _begin, (prepare, given))


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes that are started herein never see Ctrl+C, from their first moment; this one sees it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends this process in good order
    threading.Thread(target=_end_with_parent, daemon=True).start()
    atexit.register(os._exit, 0)  # nothing is open, and libraries complain of a thread that still runs in the end
    if prepare:
        prepare(*given)


def _end_with_parent() -> None:
    """A killed parent closes no queue, and this process would wait for work for ever."""
    parent = parent_process()
    assert parent
    parent.join()
    os._exit(1)
