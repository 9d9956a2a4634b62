"""The matcher: which passage a rule sees, what stops it, and that any text is judged and quoted exactly."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetchers.drugs.names import DrugNames
from fetchers.measures.assertion import Assertion
from fetchers.measures.matcher import Finding, Matcher
from fetchers.measures.whose_level import attribution_for, subject_of_example
from fetchers.record.texts import Texts
from seeds.context.assertion import load_cues
from seeds.drugs.names import load_drugs
from seeds.measures.rules import Label, Rule, load_labels

ASSERTION = Assertion(load_cues())
MATCHER = Matcher(load_labels(), ASSERTION)
NAMES = DrugNames(load_drugs())


def rule(id_: str = "one", **changes: Any) -> Rule:
    values = {"literals": ("stomatitis",), "source": "test", "positive": ("stomatitis",)} | changes
    return Rule(id=id_, **values)


def label(*rules: Rule, id_: str = "mouth", **changes: Any) -> Label:
    return Label(id_, "Mouth", "liability", "test", "test", rules, **changes)


def trial(**modules: Any) -> dict[str, Any]:
    return {"protocolSection": modules}


def outcomes(*titles: str) -> dict[str, Any]:
    return trial(outcomesModule={"primaryOutcomes": [{"measure": title} for title in titles]})


def described(words: str) -> dict[str, Any]:
    return trial(descriptionModule={"detailedDescription": words})


def findings(record: dict[str, Any], *labels: Label) -> list[Finding]:
    return Matcher(labels, ASSERTION).findings(Texts(record), subject_of_example)


def words_of(record: dict[str, Any], *labels: Label) -> list[str]:
    texts = Texts(record)
    return [texts.quote(each.start, each.end).words for each in findings(record, *labels)]


def test_a_rule_without_pattern_wants_the_literal_as_a_whole_word() -> None:
    found = findings(outcomes("Stomatitis of grade 3", "Gingivostomatitis", "Pain"), label(rule()))
    assert [each.unit for each in found] == [0]


def test_each_unit_and_label_is_found_once_with_its_first_words() -> None:
    both = label(rule(), rule("two", literals=("mouth ulcer",), pattern=r"mouth ulcers?"))
    assert words_of(outcomes("Mouth ulcers, stomatitis and mouth ulcer"), both) == ["Mouth ulcers"]


def test_a_mark_holds_a_literal_to_whole_words() -> None:
    marked = label(rule(literals=("|os|",), pattern=r"os"))
    assert words_of(outcomes("Prognosis", "OS at one year", "Osteoporosis"), marked) == ["OS"]


def test_cased_patterns_see_the_text_as_written() -> None:
    cased = label(rule(literals=("cat",), pattern=r"\bCAT\b", cased=True))
    assert words_of(outcomes("CAT score", "Cat allergy"), cased) == ["CAT"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"exclude": (r"recurrent \w+",)}, False),
        ({"requires": (r"\bgrade\b",)}, True),
        ({"requires": (r"\bseverity\b",)}, False),
        ({"unless": (r"\bgrade\b",)}, False),
        ({"fields": ("title",)}, False),
    ],
)
def test_conditions_of_a_rule(changes: dict[str, Any], found: bool) -> None:
    assert bool(findings(outcomes("Recurrent stomatitis of any grade"), label(rule(**changes)))) is found


def test_an_exclusion_far_away_in_the_text_does_not_mask() -> None:
    masked = label(rule(exclude=(r"\brecurrent \w+",)))
    assert words_of(outcomes("Recurrent stomatitis; first stomatitis"), masked) == ["stomatitis"]


def test_a_long_outcome_is_read_around_every_literal() -> None:
    wide = label(rule(literals=("stomatitis",), pattern=r"severe stomatitis"))
    title = "Stomatitis. " + "Pain and fatigue. " * 100 + "Severe stomatitis"
    assert words_of(outcomes(title), wide) == ["Severe stomatitis"]


def test_prose_is_judged_sentence_by_sentence() -> None:
    near = label(rule(requires=(r"\bgrade\b",), cue=False, fields=("narrative",)))
    assert not findings(described("Stomatitis is known. Pain has a grade."), near)
    assert findings(described("Pain is known. Stomatitis has a grade."), near)


def test_arm_text_is_prose_to_narrative_rules_and_one_unit_to_others() -> None:
    arm = {"label": "Stomatitis", "description": "Pain has a grade."}
    record = trial(armsInterventionsModule={"armGroups": [arm]})
    wants = {"requires": (r"\bgrade\b",), "cue": False}
    assert not findings(record, label(rule(fields=("narrative",), **wants)))
    assert findings(record, label(rule(fields=("arm",), **wants)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Stomatitis will be assessed weekly.", True),
        ("Stomatitis is a common side effect.", False),
        ("Previous studies evaluated stomatitis in other cancers.", False),
        ("Secondary endpoints:\n\n* Pain\n* Stomatitis", True),
        ("Background:\n\n* Pain\n* Stomatitis", False),
        ("Secondary endpoints: Pain. Stomatitis. Fatigue.", True),
        ("To evaluate pain in patients with stomatitis.", False),
        ("To evaluate the number of patients with stomatitis.", True),
        ("Stomatitis will not be assessed.", False),
    ],
)
def test_prose_must_say_that_it_is_measured(words: str, found: bool) -> None:
    assert bool(findings(described(words), label(rule()))) is found


def test_title_rules_leave_descriptions_out() -> None:
    outcome = {"measure": "Pain", "description": "Stomatitis makes pain worse"}
    record = trial(outcomesModule={"primaryOutcomes": [outcome]})
    assert not findings(record, label(rule(place="title")))
    assert findings(record, label(rule()))


def test_a_yielding_rule_gives_way_to_another_label() -> None:
    yielding = label(rule(yields_to=("pain",)))
    pain = label(rule(literals=("pain",), positive=("pain",)), id_="pain")
    assert [each.label for each in findings(outcomes("Stomatitis", "Pain"), yielding, pain)] == ["pain"]
    assert [each.label for each in findings(outcomes("Stomatitis"), yielding, pain)] == ["mouth"]


def test_a_subject_rule_needs_someone_to_tell_whose_level_it_is() -> None:
    level = label(rule(literals=("level",), subject="rapalog", positive=("level",)))
    texts = Texts(outcomes("Sirolimus level", "Tacrolimus level"))
    matcher = Matcher([level], ASSERTION)
    assert matcher.findings(texts) == []
    assert [each.unit for each in matcher.findings(texts, subject_of_example)] == [0]


def test_no_rules_find_nothing() -> None:
    assert Matcher([], ASSERTION).findings(Texts(outcomes("Stomatitis"))) == []


LITERALS = sorted({literal.strip("|") for each in load_labels() for one in each.rule for literal in one.literals})
CUES = ("will be measured", "not", ". ", "\n* ", ":", "patients with", "sirolimus", "tacrolimus")
PHRASES = st.lists(st.one_of(st.sampled_from(LITERALS), st.sampled_from(CUES), st.text(max_size=12)), max_size=14).map(
    " ".join
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    arm = {"label": draw(PHRASES), "description": draw(PHRASES)}
    intervention = {"type": "DRUG", "name": draw(PHRASES), "otherNames": [draw(PHRASES)]}
    outcome = {"measure": draw(PHRASES), "description": draw(PHRASES)}
    classes = [{"title": draw(PHRASES), "categories": [{"title": draw(PHRASES)}]}]
    posted = {"title": draw(PHRASES), "classes": classes}
    return {
        "protocolSection": {
            "identificationModule": {"briefTitle": draw(PHRASES)},
            "descriptionModule": {"briefSummary": draw(PHRASES), "detailedDescription": draw(PHRASES)},
            "armsInterventionsModule": {"armGroups": [arm], "interventions": [intervention]},
            "outcomesModule": {"secondaryOutcomes": [outcome]},
            "eligibilityModule": {"eligibilityCriteria": draw(PHRASES)},
        },
        "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [posted]}},
    }


def at(record: Any, path: str) -> Any:
    """The value at a JSON path such as `a.b[0].c`."""
    for step in re.findall(r"[^.\[\]]+", path):
        record = record[int(step)] if step.isdigit() else record[step]
    return record


@settings(max_examples=150, deadline=None)
@given(records())
def test_any_text_is_judged_and_quoted_exactly(record: dict[str, Any]) -> None:
    texts = Texts(record)
    for each in MATCHER.findings(texts, attribution_for(record, texts, NAMES.find(texts.cased, lower=texts.lower))):
        quote = texts.quote(each.start, each.end)
        assert quote.words == at(record, quote.path)[quote.start : quote.end]
        assert quote.words
        assert quote.path.startswith(texts.units[each.unit].path)
