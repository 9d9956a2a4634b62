"""Trials that were read by hand: their labels, their records, and the part of them that a judge may learn from."""

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

FOLDS = 6
Labels = dict[str, tuple[str, dict[str, Any]]]  # by trial: source and row


def part_of(trial: str) -> int:
    """0: to learn from, 1: to choose by, 2: sealed."""
    return int(hashlib.sha256(trial.encode()).hexdigest()[:8], 16) % 3


def fold_of(trial: str) -> int:
    """The fold of a trial among those that are not sealed."""
    return int(hashlib.sha256(f"fold {trial}".encode()).hexdigest()[:8], 16) % FOLDS


def read_labels(paths: Sequence[Path]) -> Labels:
    """Source and labels by trial; of a trial that stands in several files the first counts."""
    found: Labels = {}
    for path in paths:
        for line in path.read_bytes().splitlines():
            row = orjson.loads(line)
            found.setdefault(row["nct"], (path.stem, row))
    return found


def labels_of_parts(paths: Sequence[Path], sealed: bool, all_parts: bool) -> Labels:
    """Labels of the trials that may be looked at: the sealed part alone, all parts, or those that are not sealed."""
    parts = {2} if sealed else {0, 1, 2} if all_parts else {0, 1}
    return {trial: each for trial, each in read_labels(paths).items() if part_of(trial) in parts}


def read_records(paths: Sequence[Path], wanted: set[str]) -> Iterator[dict[str, Any]]:
    """The wanted records of gzipped JSON lines."""
    for path in paths:
        with gzip.open(path, "rb") as lines:
            for line in lines:
                at = line.find(b'"nctId"')
                if line[at + 8 : at + 30].split(b'"')[1].decode() in wanted:
                    yield orjson.loads(line)


def trial_of(record: dict[str, Any]) -> str:
    """The record's registry id."""
    return str(record["protocolSection"]["identificationModule"]["nctId"])
