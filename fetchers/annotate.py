"""One record's annotation: evidence for measures, rapalogs and their role, arms, populations, design flags."""

import gc
from collections.abc import Iterable, Sequence
from functools import partial
from operator import add, itemgetter
from typing import NamedTuple

from fetchers.annotation import INTERMITTENT, Annotation
from fetchers.drugs.names import DrugNames, NameMatch
from fetchers.drugs.rapalogs import (
    NamedRapalog,
    carried_in,
    given_in_prose,
    named_rapalogs,
    studied_carrier,
)
from fetchers.drugs.role import Role, TrialDrugs, role_of
from fetchers.evidence import Evidence, RecordText, as_reviewed, of_events, of_findings, of_verdicts
from fetchers.interactions.mentions import known_mentions
from fetchers.interactions.rows import AgentStatement, interactions
from fetchers.interactions.together import Given
from fetchers.measures.adverse_event_terms import LiabilityTerms
from fetchers.measures.assertion import Assertion
from fetchers.measures.concepts import JUDGED, ConceptFinder
from fetchers.measures.frame import Frames
from fetchers.measures.judge import Case, Judge, Verdict
from fetchers.measures.matcher import Attribution, Finding, Matcher
from fetchers.measures.narrative import NARRATIVE, ProseKnowledge, ProseSentence, described, passages
from fetchers.measures.whose_level import attribution_for
from fetchers.record import protocol, results
from fetchers.record.dates import age_in_years
from fetchers.record.nodes import Node
from fetchers.record.texts import Texts
from fetchers.regimen.arms import ArmDrug, arm_drugs
from fetchers.regimen.words import listed_rules
from fetchers.reviews.verdicts import standing
from fetchers.text.words import Hit, WordFinder
from seeds.drugs.other_drugs import other_drugs
from seeds.knowledge import Knowledge
from seeds.reviews.reviews import settled

RULED = ("target_engagement", "exposure", "design", "population")  # groups whose outcomes rules decide
OLDER_ADULT_YEARS, OLD_AGE_YEARS = 50, 65  # docs/measures.md, `older_adults`
DESIGN_FLAGS = ("genetic_stratification", "interaction_control", "intermittent_dosing", "older_adults")


def _no_name(text: str) -> tuple[NameMatch, ...]:
    """The names in a text of a record that names no rapalog."""
    return ()


class _Drugs(NamedTuple):
    """What a record says of rapalogs, and whose the levels in it are."""

    names: list[NamedRapalog]
    arms: list[protocol.ArmText]
    interventions: list[protocol.InterventionText]
    rows: list[ArmDrug]
    said: list[AgentStatement]
    role: Role
    whose: Attribution


class Annotator:
    """All rules compiled once; `annotate` judges one record and depends on nothing else."""

    def __init__(self, knowledge: Knowledge, few: bool = False) -> None:
        """`few`: only a few records will come, so compile a rule when one needs it."""
        self.knowledge = knowledge
        self.liabilities = LiabilityTerms(knowledge.ae_terms).measures
        self._reviews = settled(knowledge.reviews)
        self._groups = {label.id: label.group for label in knowledge.labels}
        self._beside = {f"{label.id}.{rule.id}" for label in knowledge.labels for rule in label.rule if rule.beside}
        judged = {
            label.id for label in knowledge.labels if label.group not in RULED
        } & knowledge.vocabulary.terms.keys()
        self._judged = judged
        self._matcher = Matcher(knowledge.labels, Assertion(knowledge.cues), judged)
        self.names = DrugNames(knowledge.drugs)
        self._concepts = ConceptFinder(knowledge.vocabulary, judged)
        self.judge = Judge(knowledge.judgement)
        self._frames = Frames(knowledge.judgement)
        self._prose = ProseKnowledge(knowledge.prose)
        self._words = WordFinder([*self._matcher.literals, *self.names.spellings])
        if not few:
            self._words.prepare()
            self._matcher.prepare()
            other_drugs()
            for _, pattern in listed_rules().compiled:
                pattern.prepare()
            gc.freeze()  # all of this stays as long as the process: the collector need not go over it again and again

    def annotate(self, record: Node) -> Annotation:
        """Everything that the rules say of a record of any shape; never raises for what it holds or lacks."""
        return self.annotate_all([record])[0]

    def annotate_all(self, records: Sequence[Node]) -> list[Annotation]:
        """The same of several records, one step after the other over all of them.

        What a step needs then stays near the processor: of some tens of records each takes a sixth less time.
        """
        texts = [Texts(record) for record in records]
        hits = [self._words.find(each.lower) for each in texts]
        drugs = [*map(self._drugs, records, texts, hits)]
        rules = [
            self._findings(each, self._matcher.findings(each, named.whose, found))
            for each, found, named in zip(texts, hits, drugs, strict=True)
        ]
        concepts = [self._concepts.found(each, (*JUDGED, *NARRATIVE)) for each in texts]
        frames = [*map(self._frames.of, records, texts)]
        judged = [
            self.judge.verdicts(each, found.of(each, JUDGED), frame)
            for each, found, frame in zip(texts, concepts, frames, strict=True)
        ]
        prose = [
            described(
                each, found.of(each, NARRATIVE), frame, {verdict.measure for verdict in verdicts}, in_prose, self._prose
            )
            for each, found, frame, verdicts, (_, in_prose) in zip(texts, concepts, frames, judged, rules, strict=True)
        ]
        verdicts = map(add, judged, prose)
        alone = (found for found, _ in rules)
        return [*map(self._annotation, records, texts, drugs, alone, verdicts)]

    def _drugs(self, record: Node, texts: Texts, hits: Sequence[Hit]) -> _Drugs:
        """What a record says of rapalogs, by the names found in it."""
        first_name = len(self._matcher.literals)
        of_names = [(which - first_name, at, end) for which, at, end in hits if which >= first_name]
        matches = self.names.find(texts.cased, lower=texts.lower, hits=of_names)
        names = named_rapalogs(texts, matches)
        arms, interventions = protocol.arms(record)
        find = partial(self.names.find, context=texts.lower)
        rows = arm_drugs(protocol.nct_id(record), arms, interventions, find if names else _no_name)
        named_at = [match.start for match in matches]
        naming = {texts.unit_at(start) for start in named_at}
        combined = Given(arms, interventions, {row.arm_index for row in rows if row.drug}, naming, named_at)
        said = interactions(texts, known_mentions(), combined) if names else []
        role = role_of(self._trial(record, texts, matches, names, arms, interventions, rows))
        role = Role(role.name, self.knowledge.family.said(role.reason))
        whose = attribution_for(record, texts, matches, self.names.abbreviations)
        return _Drugs(names, arms, interventions, rows, said, role, whose)

    def _annotation(
        self, record: Node, texts: Texts, drugs: _Drugs, found: list[Finding], judged: list[Verdict]
    ) -> Annotation:
        """All that was found, as evidence and what follows from it."""
        filled = [results.holds_values(outcome) for outcome in results.posted_outcomes(record)]
        events = results.posted_events(record, self.liabilities)
        text = RecordText(texts, filled, self._groups)
        placed = sorted([*of_findings(found, text), *of_verdicts(judged, text)], key=itemgetter(0))
        evidence = [*(each for _, each in placed), *of_events(events)]
        reviews = standing(record, self._reviews.get(protocol.nct_id(record), ()))
        if reviews:
            evidence = as_reviewed(evidence, text, reviews)
        return Annotation(
            evidence=evidence,
            names=drugs.names,
            rapalogs=_rapalogs(drugs.names, drugs.rows),
            role=drugs.role,
            populations=self._populations(evidence),
            arms=drugs.rows,
            design=_design(record, evidence, drugs.rows),
            arm_texts=drugs.arms,
            interventions=drugs.interventions,
            events=events,
            filled=filled,
            interactions=drugs.said,
            reviews=reviews,
        )

    def outcome_cases(self, record: Node, texts: Texts) -> list[Case]:
        """What the judge has to decide in a record."""
        return list(self.judge.cases(texts, self._concepts.found(texts), self._frames.of(record, texts)))

    def prose_passages(self, record: Node, texts: Texts) -> list[ProseSentence]:
        """The sentences that the judge of descriptions has to decide on in a record."""
        hits = self._words.find(texts.lower)
        whose = attribution_for(record, texts, (), self.names.abbreviations)
        _, in_prose = self._findings(texts, self._matcher.findings(texts, whose, hits))
        frame = self._frames.of(record, texts)
        judged = {each.measure for each in self.judge.verdicts(texts, self._concepts.found(texts), frame)}
        mentions = self._concepts.found(texts, NARRATIVE)
        knowledge = ProseKnowledge(self.knowledge.prose, every_feature=True)
        return passages(texts, mentions, frame, judged, {each.label for each in in_prose}, knowledge)

    def _findings(self, texts: Texts, found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """What rules found: that which decides by itself, and that which the judge of descriptions weighs."""
        alone: list[Finding] = []
        weighed: list[Finding] = []
        for each in found:
            in_prose = each.label in self._judged and texts.units[each.unit].kind in NARRATIVE
            (weighed if in_prose else alone).append(each)
        return alone, weighed

    def _trial(
        self, record: Node, texts: Texts, matches: list[NameMatch], names: list[NamedRapalog],
        arms: list[protocol.ArmText], interventions: list[protocol.InterventionText], rows: list[ArmDrug],
    ) -> TrialDrugs:  # fmt: skip
        given = [row for row in rows if row.drug]
        unlisted = bool(names) and not given
        return TrialDrugs(
            titles=protocol.brief_title(record),
            arms=arms,
            interventions=interventions,
            names=names,
            given_in=frozenset(row.arm_index for row in given),
            routes=frozenset(row.route for row in given if row.route),
            doses=frozenset((row.dose, row.dose_unit, row.trough_low_ng_ml, row.trough_high_ng_ml) for row in given),
            carried_in=carried_in(texts, matches) if unlisted else frozenset(),
            in_prose=unlisted and given_in_prose(texts, matches),
            carrier_is_studied=unlisted and studied_carrier(texts, matches),
        )

    def _populations(self, evidence: Iterable[Evidence]) -> list[str]:
        """The populations found, and `other` where none of them is what the trial is about."""
        found = [each for each in evidence if each.level == "population"]
        is_placed = any(each.rule not in self._beside for each in found)
        return sorted({each.label for each in found} | (set() if is_placed else {"other"}))


def _rapalogs(names: list[NamedRapalog], rows: list[ArmDrug]) -> list[str]:
    """What the arms give; else what titles, arms, interventions and keywords name; else what is mentioned."""
    given = {row.drug for row in rows if row.drug}
    named = {each.drug for each in names if each.place in ("title", "arm", "intervention")}
    return sorted(given or named or {each.drug for each in names})


def _design(record: Node, evidence: Iterable[Evidence], rows: list[ArmDrug]) -> dict[str, bool]:
    """The design flags: what rules found in the text, and what age limits and regimens say."""
    found = {each.label for each in evidence if each.level == "design"}
    youngest, oldest = age_in_years(protocol.minimum_age(record)), age_in_years(protocol.maximum_age(record))
    if youngest is not None and youngest >= OLDER_ADULT_YEARS:
        found.add("older_adults")
    elif oldest is not None and oldest < OLD_AGE_YEARS:
        found.discard("older_adults")
    if any(row.frequency in INTERMITTENT for row in rows):
        found.add("intermittent_dosing")
    return {flag: flag in found for flag in DESIGN_FLAGS}
