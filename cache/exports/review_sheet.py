"""Labels to be reviewed as a sheet to fill in, and the verdicts of a filled one added to a folder of seeds."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path

from cache.exports.cells import cell
from cache.questions.reviewing import Reviewable
from cache.store.folders import disk_errors, replace_file
from seeds.errors import OptionError
from seeds.reviews.reviews import Review, latest, load_reviews

FILLED_IN = ("nct_id", "place", "words_hash", "measure", "verdict", "reason")  # what is read back
SHEET = ("nct_id", "measure", "verdict", "reason", "confidence", "words", "text", "rule", "place", "words_hash")
HEADER = tuple(field.name for field in fields(Review))


def write_sheet(labels: Iterable[Reviewable], out: Path) -> None:
    """Write a CSV with `verdict` and `reason` left open; DiskError for the disk."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(SHEET)
    for each in labels:
        known = each._asdict() | {"verdict": "", "reason": ""}
        sheet.writerow([cell(known[name]) for name in SHEET])
    with disk_errors("Writing the sheet"):
        replace_file(out, text.getvalue().encode("utf-8-sig", "replace"))


def read_sheet(path: Path, reviewer: str, today: date) -> list[Review]:
    """The verdicts of a filled sheet; rows without one are left out. OptionError names what cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as sheet:
            rows = csv.DictReader(sheet)
            if missing := [name for name in FILLED_IN if name not in (rows.fieldnames or ())]:
                raise OptionError(
                    f"{path}: has no column `{missing[0]}`; fill in a sheet of `rapatrials review --sheet`."
                )
            return [
                _review(path, line, row, reviewer, today)
                for line, row in enumerate(rows, 2)
                if (row["verdict"] or "").strip()
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OptionError(f"{path}: cannot be read ({error}).") from error


def _review(path: Path, line: int, row: dict[str, str], reviewer: str, today: date) -> Review:
    verdict = {"y": "yes", "n": "no"}.get(row["verdict"].strip().lower(), row["verdict"].strip().lower())
    reason = " ".join((row["reason"] or "").split())
    try:
        return Review(
            row["nct_id"], row["place"], row["words_hash"], row["measure"], verdict, reviewer, today.isoformat(), reason
        )
    except ValueError as error:
        raise OptionError(f"{path}: row {line}: {error}") from error


def new_verdicts(folder: Path, reviews: Sequence[Review]) -> list[Review]:
    """Those of the verdicts that their readers have not given in this folder before; SeedError for a damaged file."""
    known = latest(load_reviews(folder)) if folder.is_dir() else []
    given = {(each.label, each.reviewer, each.verdict) for each in known}
    return [each for each in reviews if (each.label, each.reviewer, each.verdict) not in given]


def add_reviews(folder: Path, reviews: Sequence[Review]) -> Path:
    """Append verdicts to `reviews.csv` of a folder of seeds, which is made where it is not there; DiskError."""
    path = folder / "reviews.csv"
    with disk_errors("Writing the reviews"):
        folder.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ",".join(HEADER) + "\n"
        lines = [before.rstrip("\n"), *map(review_line, reviews)]
        replace_file(path, ("\n".join(lines) + "\n").encode())
    return path


def review_line(review: Review) -> str:
    """One verdict as a line of `reviews.csv`."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(astuple(review))
    return text.getvalue()
