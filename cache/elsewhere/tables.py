"""What is kept of other places, as tables of a snapshot, and the columns of `trials` and `reporting` that sum it up."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cache.elsewhere.findings import NEVER_ASKED, SourceNotes, TrialFindings, all_notes, findings_of, state_of
from cache.elsewhere.rows import article_measure_rows, article_rows, outcome_history_rows, trial_elsewhere
from cache.store.parquet import TableWriter, schema
from cache.tables.annotators import ELSEWHERE
from fetchers.rows import TrialElsewhere

Columns = Mapping[str, Sequence[Any]]  # new values by column, a row each


def write_elsewhere(folder: Path, notes: Path, measures: Sequence[str], stale: bool) -> tuple[dict[str, int], Any]:
    """Write the tables of a draft whose other tables are there, and fill in what `trials` and `reporting` say of them.

    `measures` are sorted. `stale` tells that rows of the draft may say what an earlier snapshot found. Gives the
    numbers of rows, and what was asked when, for the manifest.
    """
    by_source = all_notes(notes)
    findings = {each.nct_id: each for each in findings_of(folder, by_source)} if any(by_source.values()) else {}
    with TableWriter(folder, ELSEWHERE) as writer:
        for nct in sorted(findings):
            writer.add(
                {
                    "articles": list(article_rows(findings[nct])),
                    "article_measures": list(article_measure_rows(findings[nct])),
                    "outcome_history": list(outcome_history_rows(findings[nct])),
                }
            )
    if findings or stale:
        _fill(folder, "trials", lambda batch: _of_trials(batch, findings, measures))
        _fill(folder, "reporting", lambda batch: _of_reporting(batch, findings))
    return writer.counts, asked_when(by_source)


def asked_when(by_source: SourceNotes) -> dict[str, Any]:
    """What a manifest says of the sources: about how many trials each was asked, first and last."""
    found = {}
    for source, notes in by_source.items():
        if days := sorted(note.asked_at for note in notes.values()):
            found[source] = {"trials": len(notes), "first_asked_at": days[0], "last_asked_at": days[-1]}
    return found


def _of_trials(batch: pa.RecordBatch, findings: Mapping[str, TrialFindings], measures: Sequence[str]) -> Columns:
    rows = [trial_elsewhere(findings.get(nct), measures) for nct in batch["nct_id"].to_pylist()]
    return {name: [row[name] for row in rows] for name in TrialElsewhere.__annotations__}  # type: ignore[literal-required]


def _of_reporting(batch: pa.RecordBatch, findings: Mapping[str, TrialFindings]) -> Columns:
    pairs = zip(batch["nct_id"].to_pylist(), batch["measure"].to_pylist(), strict=True)
    said = [(findings[nct].said if nct in findings else NEVER_ASKED, measure) for nct, measure in pairs]
    return {
        "reported_elsewhere": [state_of(each, measure) for each, measure in said],
        "elsewhere_article": [each.reported.get(measure, "") for each, measure in said],
    }


def _fill(folder: Path, name: str, columns_of: Callable[[pa.RecordBatch], Columns]) -> None:
    """Write a table of the draft anew with other values in some columns, group by group."""
    layout, old = schema(name), folder / f"{name}.parquet"
    aside = folder / f".{name}.parquet"
    old.rename(aside)
    file = pq.ParquetFile(aside)
    with TableWriter(folder, [name]) as writer:
        for number in range(file.num_row_groups):
            for batch in file.read_row_group(number, use_threads=False).to_batches():
                new = columns_of(batch)
                arrays = [
                    pa.array(new[field.name], type=field.type) if field.name in new else batch[field.name]
                    for field in layout
                ]
                writer.add_batch(name, pa.RecordBatch.from_arrays(arrays, schema=layout))
    aside.unlink()
