"""Everything the seeds say, loaded once and handed on as one value."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.adverse_events.terms import AeTerms, load_ae_terms
from seeds.concepts.terms import Vocabulary, load_vocabulary_terms
from seeds.context.assertion import Cue, load_cues
from seeds.described.prose import ProseJudgement, load_prose_judgement
from seeds.drugs.family import RAPALOGS, Family, family_fragments, load_family
from seeds.drugs.names import Drugs, load_drugs
from seeds.judge.judgement import Judgement, load_judgement
from seeds.measures.rules import SEEDS, Label, load_labels
from seeds.reviews.reviews import Review, load_reviews


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Labels (measures, design flags, populations) with their rules and cues, the vocabulary of concepts and what the
    judges of outcomes and of prose know of it, drugs and what they are called together, adverse-event terms, and what
    readers decided about single labels.

    `version` is a short hash over all seed files: snapshots carry it, and a changed rule shows as another version.
    """

    labels: tuple[Label, ...]
    cues: tuple[Cue, ...]
    drugs: Drugs
    ae_terms: AeTerms
    vocabulary: Vocabulary
    judgement: Judgement
    prose: ProseJudgement
    version: str
    family: Family = RAPALOGS
    reviews: tuple[Review, ...] = ()


def load_knowledge(extra: Path | None = None) -> Knowledge:
    """The reviewed seeds, with a user's own folder added; SeedError names the file and entry that is wrong.

    Without such a folder it is one value for the whole process, by which an annotator is known again.
    """
    return _loaded(extra) if extra else _reviewed()


@cache
def _reviewed() -> Knowledge:
    return _loaded(None)


def _loaded(extra: Path | None) -> Knowledge:
    family = load_family(extra)
    drugs = _drugs(extra, family)
    labels = load_labels(extra, family_fragments(family, drugs))
    return Knowledge(
        labels, load_cues(), drugs, load_ae_terms(), load_vocabulary_terms(extra), load_judgement(),
        load_prose_judgement(), seeds_version(extra), family, load_reviews(extra, {label.id for label in labels}),
    )  # fmt: skip


def _drugs(extra: Path | None, family: Family) -> Drugs:
    """The rapalogs with a user's own drugs, or those of a user's family in their place."""
    own = extra / "drugs.toml" if extra and (extra / "drugs.toml").exists() else None
    return load_drugs(extra=own) if family == RAPALOGS else load_drugs(own)


def seeds_version(extra: Path | None = None) -> str:
    """A hash over names and contents of the seed files that rules are read from."""
    found = hashlib.sha256()
    for folder in [SEEDS, *([extra] if extra else [])]:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".toml", ".csv", ".json")):
            found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]
