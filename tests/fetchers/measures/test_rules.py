"""Every rule fires on its positive examples, and its label stays silent on its negative ones."""

import re

import pytest

from fetchers.measures.assertion import Assertion
from fetchers.measures.matcher import KINDS_OF_FIELD, Matcher
from fetchers.measures.whose_level import subject_of_example
from fetchers.record.texts import Texts
from seeds.context.assertion import load_cues
from seeds.measures.rules import Label, Rule, load_labels

LABELS = load_labels()
RULES = [(label, rule) for label in LABELS for rule in label.rule]
ASSERTION = Assertion(load_cues())


def example_record(kind: str, words: str) -> dict:
    """A record that holds the words as one passage of a kind."""
    protocol: dict = {
        "registered": {"outcomesModule": {"primaryOutcomes": [{"measure": words}]}},
        "title": {"identificationModule": {"briefTitle": words}},
        "condition": {"conditionsModule": {"conditions": [words]}},
        "keyword": {"conditionsModule": {"keywords": [words]}},
        "summary": {"descriptionModule": {"briefSummary": words}},
        "arm": {"armsInterventionsModule": {"armGroups": [{"description": words}]}},
        "eligibility": {"eligibilityModule": {"eligibilityCriteria": words}},
    }[kind]
    return {"protocolSection": protocol}


def judged(label: Label, field: str, words: str) -> set[str]:
    texts = Texts(example_record(KINDS_OF_FIELD[field][0], words))
    findings = Matcher([label], ASSERTION).findings(texts, subject_of_example)
    assert all(texts.quote(found.start, found.end).words for found in findings)
    return {found.rule for found in findings}


@pytest.mark.parametrize(("label", "rule"), RULES, ids=[f"{label.id}.{rule.id}" for label, rule in RULES])
def test_rule_examples(label: Label, rule: Rule) -> None:
    alone = Label(label.id, label.name, label.group, label.definition, label.source, (rule,), exclude=label.exclude)
    for words in rule.positive:
        assert judged(alone, rule.fields[0], words), f"{label.id}.{rule.id} stays silent on: {words}"
    for words in rule.negative:
        assert not judged(label, rule.fields[0], words), f"{label.id} fires on: {words}"


@pytest.mark.parametrize("cue", [cue for cue in load_cues() if cue.kind == "negation"], ids=lambda cue: cue.id)
def test_negation_examples(cue) -> None:
    alone = Assertion([cue, *(other for other in load_cues() if other.kind in ("terminator", "pseudo"))])
    for words, expected in [(w, True) for w in cue.positive] + [(w, False) for w in cue.negative]:
        target = re.search(r"\[(.+?)\]", words)
        assert target, f"mark the target in: {words}"
        plain = words.replace("[", "").replace("]", "").lower()
        start, end = target.start(), target.end() - 2
        assert alone.negated(plain, start, end, 0, len(plain), cue.fields[0]) is expected, words


@pytest.mark.parametrize("cue", [cue for cue in load_cues() if cue.kind == "measuring"], ids=lambda cue: cue.id)
def test_measuring_examples(cue) -> None:
    alone = Assertion([cue])
    for words, expected in [(w, True) for w in cue.positive] + [(w, False) for w in cue.negative]:
        assert alone.measuring(words.lower(), 0, len(words)) is expected, words
