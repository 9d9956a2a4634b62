"""Flips one bit at random in a file of a snapshot; every reader must give the right answer or one sentence.

    python -m tests.bench.flipped_bits --tries 200 --seed 1

Readers: the commands that read a snapshot, each in this process, and the questions behind the pages.
"""

import argparse
import contextlib
import io
import random
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import orjson

from cache.store.snapshot import Store
from dashboard.cli import main as rapatrials
from seeds.knowledge import load_knowledge
from seeds.tables.columns import tables
from tests.cache.conftest import make_snapshot, sample_records

Answer = tuple[int, str]  # exit code and what was said, or 0 and the content that was written
DAMAGED = 11  # exit code: no snapshot, or a damaged one
WORDS = ("rebuild", "rollback", "refresh")


def export(kind: str, table: str) -> Callable[[Path], Answer]:
    """A reader that exports a table; its answer is the file."""

    def read(cache: Path) -> Answer:
        out = cache.parent / f"out.{kind}"
        code, said = told(["export", "--table", table, "--format", kind, "--out", str(out)], cache)
        if code:
            return code, said
        return 0, out.read_bytes().hex() if kind in ("csv", "jsonl") else "written"

    return read


def told(arguments: list[str], cache: Path) -> Answer:
    """One command's exit code and words."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = rapatrials([*arguments, "--cache", str(cache)], {})
    assert isinstance(out.buffer, io.BytesIO)
    return code, out.buffer.getvalue().decode()


def command(*arguments: str) -> Callable[[Path], Answer]:
    """A reader that runs a command."""
    return lambda cache: told(list(arguments), cache)


def state(cache: Path) -> Answer:
    """What `status` says of the data; ages and sizes change by themselves."""
    code, said = told(["status", "--json"], cache)
    if code:
        return code, said
    return code, str({name: value for name, value in orjson.loads(said).items() if name in ("current", "data")})


READERS: dict[str, Callable[[Path], Answer]] = {
    **{f"export {name} {kind}": export(kind, name) for name in tables() for kind in ("csv", "jsonl")},
    "export trials parquet": export("parquet", "trials"),
    "export reporting xlsx": export("xlsx", "reporting"),
    "trials": command("trials"),
    "explain": command("explain", "NCT00000001"),
    "terms": command("terms"),
    "status": state,
    "verify": command("verify"),
}


def flip(path: Path, chance: random.Random) -> None:
    """One bit of a file, wherever."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def judge(reader: str, answer: Answer, right: Answer) -> str:
    """`right`, `sentence`, or what is wrong."""
    code, said = answer
    if answer == right:
        return "right"
    if code in (DAMAGED, 10) and "Traceback" not in said and any(word in said for word in WORDS):
        return "sentence"
    if reader == "verify" and code == DAMAGED:
        return "sentence"
    return f"WRONG: exit {code}: {said[:200]}"


def run(tries: int, seed: int) -> Counter[str]:
    """What the readers said over all tries."""
    chance, found = random.Random(seed), Counter[str]()  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        make_snapshot(Store(whole), sample_records(), load_knowledge(), "2026-11-20T09:00:05")
        right = {name: read(whole) for name, read in READERS.items()}
        snapshot = Store(whole).current_name()
        for number in range(tries):
            cache = Path(folder) / f"damaged-{number}"
            shutil.copytree(whole, cache)
            files = [*sorted((cache / "snapshots" / snapshot).iterdir()), cache / "current"]
            victim = chance.choice(files)
            flip(victim, chance)
            for name, read in READERS.items():
                verdict = attempt(name, read, cache, right[name])
                found[verdict if not verdict.startswith("WRONG") else "WRONG"] += 1
                if verdict.startswith("WRONG"):
                    print(f"{victim.name}, {name}: {verdict}", file=sys.stderr)
            shutil.rmtree(cache)
    return found


def attempt(name: str, read: Callable[[Path], Answer], cache: Path, right: Answer) -> str:
    """One reader over a damaged cache."""
    try:
        answer = read(cache)
    except Exception:
        return f"WRONG: {traceback.format_exc(limit=-2)}"
    return judge(name, (answer[0], answer[1].replace(str(cache), str(cache.parent / "whole"))), right)


def main() -> None:
    """Run and print the counts; exit status 1 where a reader answered wrongly."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tries", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    found = run(chosen.tries, chosen.seed)
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(found.items())))
    sys.exit(1 if found["WRONG"] else 0)


if __name__ == "__main__":
    main()
