"""The same work by other programs, in a Python of their own: spaCy's PhraseMatcher, and a published registry client.

    PYTHON others.py phrases TERMS TEXTS      terms, a line each; texts as JSON lines: one JSON line with CPU seconds
    PYTHON others.py pytrials URL COUNT       so many trials from the stand-in registry: one JSON line with CPU seconds

Nothing of this project is imported here, so that any Python that has these packages will do.
"""

import json
import sys
import time
from pathlib import Path


def phrases(terms: str, texts: str) -> dict[str, object]:
    """spaCy's matcher over lower-cased tokens, with its English tokeniser and no model."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.max_length = 50_000_000
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("terms", list(nlp.pipe(Path(terms).read_text(encoding="utf-8").splitlines())))
    read = [json.loads(line) for line in Path(texts).read_text(encoding="utf-8").splitlines()]
    began = time.process_time()
    found = sum(len(matcher(nlp.make_doc(text))) for text in read)
    return {"name": f"spaCy {spacy.__version__} PhraseMatcher", "cpu_s": time.process_time() - began, "found": found}


def pytrials(url: str, count: str) -> dict[str, object]:
    """The whole records of one request, which is all that it can ask for; its address is turned to the stand-in."""
    import requests

    plain = requests.get
    requests.get = lambda asked: plain(asked.replace("https://clinicaltrials.gov/api/v2", url))
    from pytrials.client import ClinicalTrials

    client = ClinicalTrials()
    began, clock = time.process_time(), time.monotonic()
    found = client.get_full_studies("everolimus", max_studies=int(count), fmt="json")
    cpu, wall = time.process_time() - began, time.monotonic() - clock
    return {"name": "pytrials", "cpu_s": cpu, "wall_s": wall, "found": len(found["studies"])}


if __name__ == "__main__":
    print(json.dumps({"phrases": phrases, "pytrials": pytrials}[sys.argv[1]](*sys.argv[2:])))
