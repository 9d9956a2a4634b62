"""Scores links, kinds, reported measures and changes of outcomes over a made-up world, against what is true in it.

    python -m tests.fetchers.articles.bars [--seed 1] [--records ../shared/records/rapalog.jsonl.gz] [--shared DIR]

Every own article, claim and change that the program gets wrong is printed with `--misses`.
"""

import argparse
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from fetchers.annotate import Annotator
from fetchers.articles.article import ArticleNote
from fetchers.articles.elsewhere import Linked, linked
from fetchers.articles.europe_pmc import article_of
from fetchers.articles.pubmed import articles_of, root_of
from fetchers.articles.reading import TrialReader, references_of
from fetchers.history.comparing import changes, outcomes_of
from fetchers.history.versions import outcomes_node, steps_of, versions_of
from seeds.knowledge import load_knowledge
from tests.replay_elsewhere import world_of

OWN_ROLES = ("results", "secondary_analysis", "follow_up", "preprint")
# what an article of each role is to be called; a reference to earlier work may be of any kind that is not the trial's
KINDS = {
    "results": ["results"], "preprint": ["results"], "secondary_analysis": ["secondary_analysis"],
    "follow_up": ["follow_up"], "protocol": ["protocol"], "review": ["review"], "pooled": ["pooled"],
    "erratum": ["erratum"], "retraction_notice": ["retraction_notice"], "other_trial": ["other_trial"],
    "background": ["other_trial", "review", "comment"],
}  # fmt: skip
SPLIT = {
    "primary_became_secondary": ["moved"],
    "secondary_became_primary": ["moved"],
    "primary_switched": ["dropped", "added"],
}


class Score:
    """Counts of what is true, found and both; `misses` are told as they come."""

    def __init__(self, tell: Callable[[str], object] = lambda line: None) -> None:
        self.true, self.found, self.right = Counter[str](), Counter[str](), Counter[str]()
        self._tell = tell

    def add(self, what: str, where: str, true: Iterable[str], found: Iterable[str]) -> None:
        """One place: what is true there, and what was found."""
        wanted, given = Counter(true), Counter(found)
        self.true[what] += wanted.total()
        self.found[what] += given.total()
        self.right[what] += (wanted & given).total()
        for sign, odd in (("missed", wanted - given), ("too many", given - wanted)):
            for each in odd.elements():
                self._tell(f"{what}, {sign}: {where} {each}")

    def precision(self, what: str) -> float:
        """Right among found."""
        return self.right[what] / self.found[what]

    def recall(self, what: str) -> float:
        """Right among true."""
        return self.right[what] / self.true[what]


def notes_of(world: Any, reader: TrialReader, listed: dict[str, str]) -> list[ArticleNote]:
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


def works_of(world: Any, annotator: Annotator) -> Iterator[tuple[str, list[Linked]]]:
    """The works of each trial, as the program links them."""
    listing = Counter(
        pmid for each in world.records.values() for pmid, kind in references_of(each).items() if kind != "BACKGROUND"
    )
    for nct, record in world.records.items():
        reader, listed = TrialReader(annotator, record), references_of(record)
        yield nct, linked(notes_of(world, reader, listed), reader.ids, listed, listing)


def article_like(true: dict[str, Any], found: Iterable[Linked]) -> Linked | None:
    """The work that a true article is part of."""
    for each in found:
        for note in filter(None, (each.work.note, each.work.preprint)):
            same = (note.source, note.id) == (true["source"], true["id"]) or note.doi == true["doi"].lower()
            if same or (true["pmid"] and note.pmid == true["pmid"]):
                return each
    return None


def score_articles(world: Any, score: Score) -> None:
    """Own articles (`own`), kinds (`kind`), and measures that abstracts of standing own articles report."""
    for nct, found in works_of(world, Annotator(load_knowledge())):
        true = [each for each in world.truth[nct]["articles"] if each["findable_by_id"]]
        own = [each for each in true if each["belongs"] is True and each["role"] in OWN_ROLES]
        named: dict[int, list[str]] = defaultdict(list)
        for each in own:
            named[id(article_like(each, found))].append(each["id"])
        reports = [each for each in found if each.is_report]
        hits = [one for work in reports for one in named.get(id(work), [f"false {work.work.note.id}"])]
        score.add("own", nct, (each["id"] for each in own), hits)
        for each in true:
            work, kinds = article_like(each, found), KINDS[each["role"]]
            told = work.judged.kind if work else "not found"
            score.add("kind", f"{nct} {each['id']}", [told if told in kinds else kinds[0]], [told])
        told_measures = {
            said.measure for work in reports if not work.is_retracted for said, _ in work.work.reported
        }  # fmt: skip
        reported = {one for each in own if not each.get("retracted") for one in each["measures"]["reported"]}
        score.add("reported", nct, reported, told_measures)


def score_history(world: Any, score: Score) -> None:
    """Changes of outcomes between versions (`change`)."""
    for nct, history in world.histories.items():
        versions = [outcomes_of(outcomes_node({"study": study}) or {}) for study in history["studies"]]
        steps = steps_of(versions_of(history["history"]))
        compared = ((versions[step.earlier], versions[-1 if step.later is None else step.later]) for step in steps)
        found = [each.change for pair in compared for each in changes(*pair)]
        told = [each["change"] for each in world.truth[nct]["history"]["changes"]]
        score.add("change", nct, (name for each in told for name in SPLIT.get(each, [each])), found)


def main() -> None:
    """Score a world and print a line for each bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with the stand-in and records")
    parser.add_argument("--records", type=Path, help="records of which a world is made up; by default the rapalogs'")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--misses", action="store_true", help="print what is wrong, too")
    options = parser.parse_args()
    with gzip.open(options.records or options.shared / "records" / "rapalog.jsonl.gz") as lines:
        world = world_of(options.shared, [orjson.loads(line) for line in lines], options.seed)
    score = Score(print) if options.misses else Score()
    score_articles(world, score)
    score_history(world, score)
    for what in score.true:
        counts = f"{score.right[what]} right of {score.found[what]} found, {score.true[what]} true"
        print(f"{what:10} precision {score.precision(what):.3f}  recall {score.recall(what):.3f}  ({counts})")


if __name__ == "__main__":
    main()
