"""Links, kinds and reported measures over a made-up world, against what is true in it (docs/articles.md)."""

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.annotate import Annotator
from fetchers.articles.elsewhere import Linked, linked
from fetchers.articles.europe_pmc import article_of
from fetchers.articles.pubmed import articles_of, root_of
from fetchers.articles.reading import TrialReader, references_of
from fetchers.history.comparing import changes, outcomes_of
from fetchers.history.versions import outcomes_node, steps_of, versions_of
from seeds.knowledge import load_knowledge
from tests.replay_elsewhere import ReplayElsewhere

COUNT = 60
OWN_ROLES = ("results", "secondary_analysis", "follow_up", "preprint")


@pytest.fixture(scope="module")
def world(shared: Path) -> Any:
    with gzip.open(shared / "records" / "rapalog.jsonl.gz") as lines:
        records = [orjson.loads(line) for line, _ in zip(lines, range(COUNT), strict=False)]
    with ReplayElsewhere(shared, records) as replay:
        yield replay.world


def notes_of(world: Any, reader: TrialReader, listed: dict[str, str]) -> list[Any]:
    """The notes of every article that names the trial or stands in its record."""
    found = []
    for each in world.articles:
        named = any(nct in f"{each.title} {each.plain()} {each.fulltext}".upper() for nct in reader.ids)
        if named or each.pmid in listed:
            found.append(reader.note(article_of(each.as_core())))
        if each.source == "MED" and set(each.si) & set(reader.ids):
            content = f"<PubmedArticleSet>{each.pubmed_xml()}</PubmedArticleSet>".encode()
            found += [reader.note(one) for one in articles_of(root_of(content))]
    return found


def article_like(true: dict[str, Any], found: list[Linked]) -> Linked | None:
    """The work that a true article is part of."""
    for each in found:
        for note in filter(None, (each.work.note, each.work.preprint)):
            same = (note.source, note.id) == (true["source"], true["id"]) or note.doi == true["doi"].lower()
            if same or (true["pmid"] and note.pmid == true["pmid"]):
                return each
    return None


@pytest.mark.records
def test_own_articles_and_what_their_abstracts_report(world: Any) -> None:
    annotator = Annotator(load_knowledge())
    listing = Counter(
        pmid
        for record in world.records.values()
        for pmid, kind in references_of(record).items()
        if kind != "BACKGROUND"
    )
    count: Counter[str] = Counter()
    for nct, record in world.records.items():
        reader, listed = TrialReader(annotator, record), references_of(record)
        found = linked(notes_of(world, reader, listed), reader.ids, listed, listing)
        true = [each for each in world.truth[nct]["articles"] if each["findable_by_id"]]
        own = [each for each in true if each["belongs"] is True and each["role"] in OWN_ROLES]
        hit = [work for each in own if (work := article_like(each, found)) and work.is_report]
        count["own"] += len(own)
        count["found"] += len(hit)
        reports = [each for each in found if each.is_report and not each.is_retracted]
        count["false"] += sum(not any(article_like(each, [work]) for each in own) for work in reports)
        told = {said.measure for work in reports for said, _ in work.work.reported}
        reported = {measure for each in own if not each.get("retracted") for measure in each["measures"]["reported"]}
        count["told"] += len(told)
        count["right"] += len(told & reported)
        count["reported"] += len(reported)
    assert count["found"] >= 0.98 * count["own"] and count["false"] <= 0.02 * count["found"]
    assert count["right"] >= 0.95 * count["told"] and count["right"] >= 0.90 * count["reported"]


@pytest.mark.records
def test_changes_of_outcomes_between_versions(world: Any) -> None:
    count: Counter[str] = Counter()
    for nct, history in world.histories.items():
        versions = [outcomes_of(outcomes_node({"study": study}) or {}) for study in history["studies"]]
        found = Counter(
            each.change
            for step in steps_of(versions_of(history["history"]))
            for each in changes(versions[step.earlier], versions[-1 if step.later is None else step.later])
        )
        names = {"primary_became_secondary": ["moved"], "secondary_became_primary": ["moved"],
                 "primary_switched": ["dropped", "added"]}  # fmt: skip
        true = Counter(
            name
            for each in world.truth[nct]["history"]["changes"]
            for name in names.get(each["change"], [each["change"]])
        )
        count["found"] += found.total()
        count["true"] += true.total()
        count["right"] += (found & true).total()
    assert count["right"] >= 0.97 * count["found"] and count["right"] >= 0.95 * count["true"]
