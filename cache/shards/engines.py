"""Who annotates: processes of this machine, or the workers of a Dask cluster; the same function under both.

Shards are taken from their plan one by one as somebody is free, so that a stream is cut while others work. A worker
that dies takes no more than its shard with it, which another begins anew.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing import active_children
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from cache.shards.shard import FinishedShard, Shard, annotate_shard
from cache.tables.processes import interrupts_held, process_pool
from seeds.errors import EngineError, OptionError

Engine = Callable[[Iterable[Shard]], Iterator[FinishedShard]]
DEATHS = 10  # of processes over one shard, after which the shard is to blame
SENT = 3  # times that a shard goes to a cluster, each of which bears some deaths
ON_THEIR_WAY = 3  # shards on their way for each thread of a cluster
LOOKS, BETWEEN_LOOKS_S = 50, 0.1  # at lanes that are to end, which those that read a stalled source do not
CONNECT_S = 10  # seconds for which a scheduler is waited for


def in_this_process(shards: Iterable[Shard]) -> Iterator[FinishedShard]:
    """One after the other, here."""
    yield from map(annotate_shard, shards)


class _Waiting:
    """Shards that nobody has taken yet; many threads ask."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        self._shards, self._lock, self.is_over = iter(shards), Lock(), False

    def take(self) -> Shard | None:
        """The next one, or None where there is none or the work is stopped."""
        with self._lock:
            found = None if self.is_over else next(self._shards, None)
            return None if self.is_over else found  # stopped while the source was read

    def stop(self) -> None:
        """Give out no more."""
        self.is_over = True


def local(shards: Iterable[Shard], processes: int) -> Iterator[FinishedShard]:
    """As many processes, each in a lane of its own: one that is killed is replaced, and only its shard made again.

    EngineError where a shard has killed its process DEATHS times.
    """
    waiting: _Waiting = _Waiting(shards)
    told: SimpleQueue[FinishedShard | BaseException | None] = SimpleQueue()
    lanes = [Thread(target=_lane, args=(waiting, told), daemon=True) for _ in range(processes)]
    for lane in lanes:
        lane.start()
    running = processes
    try:
        while running:
            found = told.get()
            if isinstance(found, BaseException):
                raise found
            if found is None:
                running -= 1
            else:
                yield found
    finally:
        waiting.stop()
        if running:  # interrupted or failed: nobody waits for long pieces of work
            _end(lanes)


def _end(lanes: Sequence[Thread]) -> None:
    """End what the lanes started, and wait for them: the interpreter must not be torn down under them."""
    for _ in range(LOOKS):
        for child in active_children():  # again: a lane may have been about to start one
            child.terminate()
        for lane in lanes:
            lane.join(BETWEEN_LOOKS_S / len(lanes))
        if not any(lane.is_alive() for lane in lanes):
            break


def _lane(waiting: _Waiting, told: "SimpleQueue[FinishedShard | BaseException | None]") -> None:
    pool = process_pool(1)
    try:
        while shard := waiting.take():
            for death in range(DEATHS):
                try:
                    told.put(_asked(pool, shard))
                    break
                except BrokenProcessPool as error:
                    if waiting.is_over:  # ended by us
                        return
                    pool = process_pool(1)
                    if death == DEATHS - 1:
                        raise EngineError(
                            f"{shard.name}: {DEATHS} processes died over this shard. Give them more memory, or make "
                            "shards smaller (--shard-size); what is finished stays."
                        ) from error
    except BaseException as error:  # told in the thread that waits
        told.put(error)
    finally:
        pool.shutdown(cancel_futures=True)  # waits for its process, lest the end of all meet what is left of it
        told.put(None)


def _asked(pool: ProcessPoolExecutor, shard: Shard) -> FinishedShard:
    with interrupts_held():
        future = pool.submit(annotate_shard, shard)
    return future.result()


def dask(shards: Iterable[Shard], scheduler: str) -> Iterator[FinishedShard]:
    """The workers of a running Dask cluster; EngineError where its scheduler is gone, which loses no finished shard."""
    cluster = _distributed()
    try:
        client = cluster.Client(scheduler, set_as_default=False, timeout=CONNECT_S)
    except (OSError, TimeoutError, ValueError) as error:
        raise EngineError(f"--scheduler {scheduler}: no Dask scheduler answers there ({error}). Start it.") from error
    try:
        yield from _submitted(shards, client, cluster)
    except cluster.KilledWorker as error:
        raise EngineError(f"Workers died again and again over one shard ({error}). What is finished stays.") from error
    except (CancelledError, OSError, TimeoutError) as error:
        raise EngineError(
            f"--scheduler {scheduler}: the cluster is gone ({error}). What is finished stays: start it again and "
            "repeat the command."
        ) from error
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=1)


def _submitted(shards: Iterable[Shard], client: Any, cluster: Any) -> Iterator[FinishedShard]:
    """Results as they come, with a few shards on their way for each thread of the cluster, however it grows.

    A shard whose workers died more often than Dask itself bears is handed out again, SENT times in all.
    """
    under_way, waiting, taken, is_over = cluster.as_completed(loop=client.loop), iter(shards), {}, False
    sent: Counter[Shard] = Counter()

    def send(shard: Shard) -> None:
        sent[shard] += 1
        future = client.submit(annotate_shard, shard, pure=False)
        taken[future.key] = shard
        under_way.add(future)

    while not is_over or taken:
        while not is_over and len(taken) < ON_THEIR_WAY * max(1, sum(client.ncores().values())):
            if shard := next(waiting, None):
                send(shard)
            else:
                is_over = True
        if taken:
            future = next(under_way)
            shard = taken.pop(future.key)
            try:
                found = future.result()
            except cluster.KilledWorker:
                if sent[shard] == SENT:
                    raise
                send(shard)
            else:
                yield found


def _distributed() -> Any:
    """The package of the extra, which nothing else needs; OptionError where it is not installed."""
    try:
        found = import_module("distributed")
    except ImportError as error:
        raise OptionError("--engine dask: run `pip install 'rapatrials[cluster]'` first.") from error
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # the end of a cluster is told once, by us
    return found
