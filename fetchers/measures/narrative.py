"""Which measures a trial's prose says are measured: summary, description, arms and interventions, sentence by sentence.

Every sentence that holds a concept of a measure is read with what heads it and what stands ahead: the cues of
`seeds/described/cues.csv`, in the sentence and around the mention, where it stands, and whether an outcome carries the
measure, too. Weights of `seeds/described/weights.csv` are added up; the plainest sentence of a text is its evidence
(docs/labels.md).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from math import log
from typing import NamedTuple

from fetchers.measures.concepts import FoundConcepts, Mention
from fetchers.measures.cues import ProseCues, ProseMarks, right_beside
from fetchers.measures.frame import PURPOSE, Frame
from fetchers.measures.judge import Verdict, probability_of
from fetchers.measures.matcher import Finding
from fetchers.record.texts import Texts, TextUnit
from fetchers.text.sentences import heading_spans, sentence_around
from seeds.described.prose import ALL_CONCEPTS, ProseJudgement

NARRATIVE = ("summary", "description", "arm", "intervention")
DESCRIBED_FROM = 0.45  # probability from which a measure is described
RULE_ALONE = 0.5  # what a rule found where no concept stands was right in half of all cases
BEFORE_MENTION, AFTER_MENTION = 80, 50  # characters around a mention in which a cue is near
INTRODUCED_WITHIN = 250  # characters before a sentence in which a cue introduces it
INTRODUCING = frozenset(f"ahead: {cue}" for cue in ("aim", "endpoint", "will", "shown", "measuring"))
# What means another thing for each measure: "treatment" beside insulin and beside depression.
BY_MEASURE = frozenset(
    f"{place}: {cue}"
    for place in ("sentence", "before")
    for cue in ("aim", "will be measured", "measuring", "effect on", "treatment", "harm", "known", "preventing")
) | {"outcome measure", "subject", "given"}
OF_TRIAL = "trial"  # begins the names of what the trial is about, which do so, too
_Span = tuple[int, int]


class ProseSentence(NamedTuple):
    """A sentence with a measure's mention: what the judge of descriptions weighs and learns from."""

    unit: int
    measure: str
    concept: str
    start: int
    end: int
    features: dict[str, float]

    @property
    def weighed(self) -> dict[str, float]:
        """The features that are there, with those that mean another thing for each measure."""
        found = {name: value for name, value in self.features.items() if value}
        own = [name for name in found if name in BY_MEASURE or name.startswith(OF_TRIAL)]
        return found | {f"{self.measure} & {name}": 1.0 for name in own}


class ProseKnowledge:
    """The judgement made ready once: by its weights, or with every feature, for those who fit weights."""

    def __init__(self, judgement: ProseJudgement, every_feature: bool = False) -> None:
        self.cues = ProseCues(judgement.cues, None if every_feature else judgement.weights)
        self.weights = judgement.weights
        self.experience = lru_cache(maxsize=1 << 14)(partial(experience_in_prose, judgement.experience))
        self.own_weights: dict[str, dict[str, float]] = {}  # by measure, of features that mean another thing for it
        for name, weight in judgement.weights.items():
            measure, _, feature = name.rpartition(" & ")
            if measure:
                self.own_weights.setdefault(measure, {})[feature] = weight

    def probability(self, sentence: ProseSentence) -> float:
        """How probable it is that a sentence says of its measure that it is measured."""
        features, own = sentence.features, self.own_weights.get(sentence.measure, {})
        return probability_of(features, self.weights, [own[name] for name in own if features.get(name)])


def described(
    texts: Texts, found: FoundConcepts, frame: Frame, measured: Collection[str], rules: Iterable[Finding],
    knowledge: ProseKnowledge,
) -> list[Verdict]:  # fmt: skip
    """What the prose says is measured: the plainest sentence of each text. `measured` are measures of the outcomes,
    `rules` what rules found in the prose."""
    by_rule: dict[tuple[int, str], Finding] = {(each.unit, each.label): each for each in rules}
    best: dict[tuple[int, str], Verdict] = {}
    for each in passages(texts, found, frame, measured, {measure for _, measure in by_rule}, knowledge):
        chance = knowledge.probability(each)
        known = best.get((each.unit, each.measure))
        if chance >= DESCRIBED_FROM and (known is None or chance > known.probability):
            fired = f"concept:{each.concept}"
            best[each.unit, each.measure] = Verdict(each.unit, each.measure, each.start, each.end, fired, chance)
    if by_rule:
        named = {mention.measure for mentions in found.mentions.values() for mention in mentions}
        for (unit, measure), rule in by_rule.items():
            if measure not in named:
                best[unit, measure] = Verdict(unit, measure, rule.start, rule.end, rule.rule, RULE_ALONE)
    return list(best.values())


def passages(
    texts: Texts, found: FoundConcepts, frame: Frame, measured: Collection[str], ruled: Collection[str],
    knowledge: ProseKnowledge,
) -> list[ProseSentence]:  # fmt: skip
    """The sentences that mention a measure, in the order of the text. `ruled` are measures that a rule found, too."""
    reader = _Reader(texts, found, frame, measured, ruled, knowledge)
    return [each for number in sorted(found.mentions) for each in reader.of_unit(number, found.mentions[number])]


class _Reader:
    """Reads the sentences of one record's prose."""

    def __init__(
        self,
        texts: Texts,
        found: FoundConcepts,
        frame: Frame,
        measured: Collection[str],
        ruled: Collection[str],
        knowledge: ProseKnowledge,
    ) -> None:
        self._texts, self._found, self._knowledge = texts, found, knowledge
        self._measured, self._ruled = measured, ruled
        about = [name for name in frame.holds if not name.startswith(PURPOSE)]
        self._of_trial = {f"{OF_TRIAL} of {frame.leading}": 1.0} | {f"{OF_TRIAL}: {name}": 1.0 for name in about}
        self._given = {  # what names of interventions hold: insulin, antibodies, exercise
            (each.measure, each.term.concept)
            for number, mentions in found.mentions.items()
            if texts.units[number].kind == "intervention"
            for each in mentions
            if not texts.in_description(each.start)
        }

    def of_unit(self, number: int, mentions: Sequence[Mention]) -> Iterator[ProseSentence]:
        unit = self._texts.units[number]
        marks = self._knowledge.cues.read(self._texts.lower, self._found.words.within(unit.start, unit.end))
        for span, by_measure in self._sentences(unit, mentions).items():
            shared = self._of_sentence(unit, marks, span, len(by_measure))
            for measure, several in by_measure.items():
                best = next((each for each in several if each.is_sure), several[0])
                features = self._of_mention(marks, span, measure, best, several, shared)
                yield ProseSentence(number, measure, best.term.concept, best.start, best.end, features)

    def _sentences(self, unit: TextUnit, mentions: Sequence[Mention]) -> dict[_Span, dict[str, list[Mention]]]:
        """The mentions of a text by sentence and measure."""
        found: dict[_Span, dict[str, list[Mention]]] = {}
        low = high = unit.start
        for each in sorted(mentions, key=lambda mention: mention.start):
            if not low <= each.start < high:
                low, high = sentence_around(self._texts.cased, high, unit.end, each.start)
            found.setdefault((low, high), {}).setdefault(each.measure, []).append(each)
        return found

    def _of_sentence(self, unit: TextUnit, marks: ProseMarks, span: _Span, measures: int) -> dict[str, float]:
        """What is alike for all measures of a sentence."""
        low, high = span
        start, end = self._texts.piece_span(low)
        is_part = unit.kind in ("arm", "intervention")
        cues = marks.features("sentence", low, high)
        ahead = marks.features("ahead", max(start, low - INTRODUCED_WITHIN), low)
        found = dict.fromkeys([*cues, *(name for name in ahead if name in INTRODUCING)], 1.0)
        for heading in heading_spans(self._texts.cased, start, low, high):
            found |= dict.fromkeys(marks.features("heading", *heading), 1.0)
        found |= {
            f"in {unit.kind}": 1.0,
            "in name": float(is_part and not self._texts.in_description(low)),
            "measures": float(min(measures, 5)),
            "words": min(len(self._texts.lower[low:high].split()), 60) / 20,
            "length of text": min(end - start, 5000) / 1000,
            "place in text": round((low - start) / max(1, end - start), 2),
            "first sentence": float(low == start),
            "last sentence": float(high >= end),
        }
        return found

    def _of_mention(
        self, marks: ProseMarks, span: _Span, measure: str, best: Mention, several: Sequence[Mention],
        shared: dict[str, float],
    ) -> dict[str, float]:  # fmt: skip
        """Those of the sentence, and what is of one measure alone."""
        (low, high), term = span, best.term
        before = marks.features("before", max(low, best.start - BEFORE_MENTION), best.start)
        after = marks.features("after", best.end, min(high, best.end + AFTER_MENTION))
        lower = self._texts.lower
        beside = right_beside(lower[max(low, best.start - BEFORE_MENTION) : best.start], lower[best.end : high])
        of_measure, of_concept = self._knowledge.experience(measure, term.concept)
        is_subject = any((measure, each.term.concept) in self._found.subjects for each in several)
        return shared | self._of_trial | dict.fromkeys(before + after + beside, 1.0) | {
            "company": float(any(each.is_sure for each in several)),
            "mentions": float(min(len(several), 4)),
            f"kind: {term.kind}": 1.0,
            f"form: {term.form}": 1.0,
            "words in term": float(min(len(term.term.split()), 4)),
            "outcome measure": float(measure in self._measured),
            "subject": float(is_subject),
            "given": float((measure, term.concept) in self._given),
            "rule": float(measure in self._ruled),
            "experience with measure": of_measure,
            "experience with concept": of_concept,
            measure: 1.0,
        }  # fmt: skip


def experience_in_prose(
    counts: Mapping[tuple[str, str], tuple[int, int]], measure: str, concept: str
) -> tuple[float, float]:
    """Log odds that a measure, and a concept of it, were described where they stood in a trial's prose."""
    right, wrong = counts.get((measure, ALL_CONCEPTS), (0, 0))
    of_measure = (right + 1.5) / (right + wrong + 3)
    right, wrong = counts.get((measure, concept), (0, 0))
    of_concept = (right + 3 * of_measure) / (right + wrong + 3)
    return log((of_measure + 0.02) / (1.02 - of_measure)), log((of_concept + 0.02) / (1.02 - of_concept))
