"""Rules that ask for a title, and rules that yield to another label."""

from pathlib import Path

from fetchers.measures.assertion import Assertion
from fetchers.measures.matcher import Matcher
from fetchers.record.texts import Texts
from seeds.context.assertion import load_cues
from seeds.measures.rules import Label, Rule, load_labels


def rule(name: str, literal: str, **options) -> Rule:
    return Rule(name, (literal,), "test", (literal,), **options)


def label(name: str, *rules: Rule) -> Label:
    return Label(name, name, "population", "a definition", "test", rules)


def found(record: dict, *labels: Label) -> set[str]:
    return {each.label for each in Matcher(labels, Assertion(load_cues())).findings(Texts(record))}


def test_a_title_rule_reads_titles_and_classes_but_no_description() -> None:
    deaths = label("deaths", rule("word", "death", fields=("outcome",), place="title"))
    posted = {
        "resultsSection": {
            "outcomeMeasuresModule": {"outcomeMeasures": [{"title": "Failure", "description": "graft loss or death"}]}
        }
    }
    assert found(posted, deaths) == set()
    outcome = posted["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    outcome["classes"] = [{"title": "Death"}]
    assert found(posted, deaths) == {"deaths"}
    outcome |= {"title": "Death at one year", "classes": []}
    assert found(posted, deaths) == {"deaths"}


def test_a_yielding_rule_gives_way_anywhere_in_the_record() -> None:
    kidney = label(
        "kidney",
        rule("failure", "renal failure", fields=("condition",), yields_to=("transplant",)),
        rule("cysts", "polycystic", fields=("condition",)),
    )
    transplant = label("transplant", rule("word", "transplant", fields=("title",)))
    record: dict = {"protocolSection": {"conditionsModule": {"conditions": ["Renal failure"]}}}
    assert found(record, kidney, transplant) == {"kidney"}
    record["protocolSection"]["identificationModule"] = {"briefTitle": "Drug after transplant"}
    assert found(record, kidney, transplant) == {"transplant"}
    record["protocolSection"]["conditionsModule"]["conditions"] = ["Renal failure", "Polycystic kidney"]
    assert found(record, kidney, transplant) == {"kidney", "transplant"}


def test_a_rule_can_give_way_within_one_condition() -> None:
    other = label("other", rule("any", "disease", fields=("condition",), yields_here=True))
    heart = label("heart", rule("word", "heart", fields=("condition",)))
    record: dict = {"protocolSection": {"conditionsModule": {"conditions": ["Heart disease"]}}}
    assert found(record, other, heart) == {"heart"}
    record["protocolSection"]["conditionsModule"]["conditions"] = ["Heart disease", "Eye disease"]
    assert found(record, other, heart) == {"heart", "other"}


def test_of_rules_that_give_way_each_is_heard() -> None:
    other = label(
        "other",
        rule("any", "dysfunction", fields=("condition",), yields_here=True),
        rule("with_its_cause", "erectile dysfunction", fields=("condition",), yields_to=("healthy",)),
    )
    vessels = label("vessels", rule("word", "vasculogenic", fields=("condition",)))
    record: dict = {"protocolSection": {"conditionsModule": {"conditions": ["Vasculogenic erectile dysfunction"]}}}
    assert found(record, other, vessels) == {"vessels", "other"}
    record["protocolSection"]["conditionsModule"]["conditions"] = ["Vasculogenic dysfunction"]
    assert found(record, other, vessels) == {"vessels"}


def test_nothing_gives_way_to_people_beside_the_trials_own() -> None:
    kidney = label("kidney", rule("failure", "renal failure", fields=("condition",), yields_to=("healthy",)))
    healthy = label(
        "healthy",
        rule("controls", "healthy controls", fields=("arm",), cue=False, beside=True, takes_healthy=True),
        rule("volunteers", "healthy volunteers", fields=("title",), takes_healthy=True),
    )
    arms = {"armGroups": [{"label": "Healthy controls"}]}
    protocol: dict = {"conditionsModule": {"conditions": ["Renal failure"]}, "armsInterventionsModule": arms}
    assert found({"protocolSection": protocol}, kidney, healthy) == {"kidney", "healthy"}
    protocol["identificationModule"] = {"briefTitle": "A drug in healthy volunteers"}
    assert found({"protocolSection": protocol}, kidney, healthy) == {"healthy"}
    protocol["eligibilityModule"] = {"healthyVolunteers": False}
    assert found({"protocolSection": protocol}, kidney, healthy) == {"kidney"}


def test_a_rule_can_ask_what_the_trial_is_about() -> None:
    infection = label("infection", rule("name", "covid-19", fields=("condition",), subject_unless=(r"\banxiety\b",)))
    memory = label("memory", rule("word", "memory loss", fields=("condition",), subject_requires=(r"\bolder\b",)))
    identification = {"briefTitle": "A trial"}
    conditions = {"conditions": ["COVID-19", "Memory Loss"]}
    record = {"protocolSection": {"identificationModule": identification, "conditionsModule": conditions}}
    assert found(record, infection, memory) == {"infection"}
    identification["briefTitle"] = "Anxiety of older people"
    assert found(record, infection, memory) == {"memory"}
    identification["briefTitle"] = "A trial"
    record["protocolSection"]["descriptionModule"] = {"briefSummary": "Older people with anxiety take part."}
    assert found(record, infection, memory) == {"infection"}


def test_a_pattern_may_be_a_list(tmp_path: Path) -> None:
    (tmp_path / "populations").mkdir()
    (tmp_path / "populations" / "fruit.toml").write_text(
        "id = 'fruit'\nname = 'Fruit'\ngroup = 'population'\ndefinition = 'a test'\nsource = 'test'\n"
        "[[rule]]\nid = 'names'\nliterals = ['pear']\nfields = ['condition']\nsource = 'test'\n"
        "any_of = ['\\bpears?\\b', '\\bspear of gold\\b']\npositive = ['Pears']\n",
        encoding="utf-8",
    )
    fruit = next(each for each in load_labels(tmp_path) if each.id == "fruit")
    for words, holds in (("Pears", True), ("Spear of gold", True), ("Spearmint", False)):
        record = {"protocolSection": {"conditionsModule": {"conditions": [words]}}}
        assert (found(record, fruit) == {"fruit"}) is holds, words
