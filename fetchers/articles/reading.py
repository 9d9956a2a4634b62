"""What one article says of one trial: its ids, whether it agrees with the record, what its abstract reports. Pure."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from fetchers.annotate import Annotator
from fetchers.articles.article import Article, ArticleNote, ReportedMeasure
from fetchers.articles.identifiers import NCT_ID, ids_in
from fetchers.articles.results import Sentence, sentences_of, subject_of, tells_result
from fetchers.record.nodes import Node, child, objects, text
from fetchers.record.protocol import trial_facts
from fetchers.wordings import evidence_in, trial_around
from seeds.articles.cues import article_cues

AS_OUTCOME = "registered"  # the level of what stands where outcomes do
LONGEST_SENTENCE = 300  # characters of an abstract that are kept, and no more
SHORTEST_WORD = 4  # letters of a condition's word that tells something
FEW_PEOPLE = 10  # a smaller number of participants stands in any text
_WORD = re.compile(rf"[a-z]{{{SHORTEST_WORD},}}")
_COMMON = frozenset((
    "disease", "diseases", "disorder", "disorders", "syndrome", "cancer", "carcinoma", "neoplasm", "neoplasms",
    "patients", "patient", "stage", "advanced", "metastatic", "refractory", "recurrent", "chronic", "acute", "with",
    "healthy", "condition", "under", "study", "adult", "type", "other", "unspecified",
))  # fmt: skip


class TrialReader:
    """Reads articles as one trial's; the record is the registry's."""

    def __init__(self, annotator: Annotator, record: Node) -> None:
        self._annotator = annotator
        facts = trial_facts(record)
        self.ids = (facts["nct_id"], *facts["aliases"])
        self._count = facts["enrollment_count"] or 0
        self._conditions = {word for each in facts["conditions"] for word in _WORD.findall(each.lower())} - _COMMON
        self._whole = [each.lower() for each in facts["conditions"] if each]
        self._rapalogs = set(annotator.annotate(trial_around(record)).rapalogs)
        self._record = record

    def note(self, article: Article) -> ArticleNote:
        """What is kept of an article for this trial; the abstract is not."""
        ids = ids_in(f"{article.title}\n{article.abstract}")
        databank = [each for each in article.databank or () if NCT_ID.fullmatch(each)]
        sentences = list(sentences_of(article.sections))
        results = [each for each in sentences if tells_result(each)]
        return ArticleNote(
            **article.named, types=list(article.types),
            corrections=[[each.kind, each.source, each.id] for each in article.corrections],
            databank=None if article.databank is None else databank,
            registers=list(dict.fromkeys([*databank, *ids.registered])),
            names=[each for each in ids.named if each not in databank],
            possible=list(ids.possible), is_mined=article.is_mined,
            is_worded=bool(set(self.ids) & {*ids.registered, *ids.named}), agrees=self._agrees(article),
            has_results=bool(results),
            plans=any(article_cues().words["announced"].search(each.words) for each in sentences),
            sha256=hashlib.sha256(article.abstract.encode()).hexdigest() if article.sections else "",
            reported=list(self._reported(results)),
        )  # fmt: skip

    def _agrees(self, article: Article) -> bool:
        """Whether title and abstract speak of two of these: the trial's rapalog, its condition, its participants."""
        words = f"{article.title}\n{article.abstract}"
        lower = words.lower()
        drug = {each.drug for each in self._annotator.names.find(words, lower=lower)} & self._rapalogs
        condition = any(each in lower for each in self._whole) or self._conditions & set(_WORD.findall(lower))
        size = self._count >= FEW_PEOPLE and re.search(rf"\b{self._count}\b", words)
        return sum(map(bool, (drug, condition, size))) > 1

    def _reported(self, results: Sequence[Sentence]) -> Iterator[ReportedMeasure]:
        """One claim for each measure that these sentences report: the first sentence that does.

        What a sentence says of its subject may hide a measure that the subject alone names as an outcome's title would.
        """
        told = set()
        wordings = [words for each in results for words in (each.words, subject_of(each.words))]
        evidence = evidence_in(self._annotator, self._record, wordings)
        for sentence, whole, subject in zip(results, evidence[::2], evidence[1::2], strict=True):
            for each in [*whole, *subject]:
                if each.level == AS_OUTCOME and each.label not in told:
                    told.add(each.label)
                    words = _cut(sentence.words, each.words)
                    yield ReportedMeasure(each.label, sentence.part, words, each.rule, each.confidence)


def _cut(sentence: str, words: str) -> str:
    """The sentence, or of a long one the part around the words that carry the measure."""
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    at = max(sentence.find(words), 0)
    start = max(0, min(at + len(words) // 2 - LONGEST_SENTENCE // 2, len(sentence) - LONGEST_SENTENCE)) + 1
    return f"…{sentence[start : start + LONGEST_SENTENCE - 2].strip()}…"


def references_of(record: Node) -> dict[str, str]:
    """The PMIDs that a record lists, with the kind under which it does (RESULT, DERIVED, BACKGROUND)."""
    listed = objects(child(record, "protocolSection", "referencesModule"), "references")
    order = {"RESULT": 0, "DERIVED": 1}
    found: dict[str, str] = {}
    for each in sorted(listed, key=lambda one: order.get(text(one, "type"), 2)):
        if (pmid := text(each, "pmid").strip()).isdecimal():
            found.setdefault(pmid, text(each, "type") or "BACKGROUND")
    return found
