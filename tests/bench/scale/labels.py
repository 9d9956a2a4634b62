"""Annotation and tables beside decoding alone, a loop of plain regular expressions and spaCy, over the same records."""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from fetchers.annotate import Annotator
from fetchers.record.texts import Texts
from fetchers.tables import Tabulator
from seeds.knowledge import Knowledge, load_knowledge
from tests.bench.scale.copies import every_line

OTHERS = Path(__file__).with_name("others.py")


class Timed(NamedTuple):
    """A way of doing it: its name, CPU milliseconds for each record, and what it is as a multiple of decoding."""

    name: str
    ms: float
    ratio: float


def terms_of(knowledge: Knowledge) -> list[str]:
    """Every term of the vocabulary, every whole-word literal of a rule and every drug's name, lower case."""
    terms = {each.term.lower() for found in knowledge.vocabulary.terms.values() for each in found}
    terms |= {literal.strip("|") for label in knowledge.labels for rule in label.rule for literal in rule.literals}
    terms |= {name.name.lower() for drug in knowledge.drugs.drugs for name in drug.names}
    return sorted(term for term in terms if term.strip())


def timed(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """CPU milliseconds for each item."""
    began = time.process_time()
    for item in items:
        work(item)
    return 1000 * (time.process_time() - began) / len(items)


def compared(sources: Sequence[Path], every: int, other_python: str) -> list[Timed]:
    """All ways over every n-th record of the sources; spaCy where the other Python has it."""
    lines = [line for source in sources for line in every_line(source, every)]
    knowledge = load_knowledge()
    tabulator, terms = Tabulator(Annotator(knowledge), date(2026, 11, 20)), terms_of(knowledge)
    records = [orjson.loads(line) for line in lines]
    texts = [Texts(record).lower for record in records]
    tabulator.rows(records[0])
    decoding = timed(orjson.loads, lines)
    found = {
        "`orjson.loads` alone": decoding,
        "annotation and rows of all tables": timed(tabulator.rows, records),
        "one regular expression of all terms, text made before": timed(_one_pattern(terms).findall, texts),
        "a regular expression a term, text made before": timed(_loop(terms), texts[:: max(1, len(texts) // 3)]),
    }
    if spacy := _spacy(terms, texts, other_python):
        found[f"{spacy['name']}, text made before"] = 1000 * spacy["cpu_s"] / len(texts)
    return [Timed(name, ms, ms / decoding) for name, ms in found.items()]


def _one_pattern(terms: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")


def _loop(terms: Sequence[str]) -> Callable[[str], int]:
    patterns = [re.compile(rf"(?<!\w){re.escape(term)}(?!\w)") for term in terms]
    return lambda text: sum(len(pattern.findall(text)) for pattern in patterns)


def _spacy(terms: Sequence[str], texts: Sequence[str], python: str) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory() as folder:
        listed, written = Path(folder) / "terms.txt", Path(folder) / "texts.jsonl"
        listed.write_text("\n".join(terms), encoding="utf-8")
        written.write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
        return asked(python, "phrases", str(listed), str(written))


def asked(python: str, *words: str) -> dict[str, Any] | None:
    """What the other Python measured; None where it has not got the package."""
    if not python:
        return None
    done = subprocess.run([python, str(OTHERS), *words], capture_output=True, text=True)
    if done.returncode:
        print(f"left out: {words[0]} ({done.stderr.strip().splitlines()[-1]})")
        return None
    return dict(json.loads(done.stdout))
