"""Every figure, date, enumeration and number in the embedded digest against the registry's records."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from fetchers.measures.adverse_event_terms import LiabilityTerms
from seeds.adverse_events.terms import load_ae_terms
from seeds.digest.landmarks import load_digest

DIGEST = load_digest()
IDS = [record["protocolSection"]["identificationModule"]["nctId"] for record in DIGEST]
EACH = pytest.mark.parametrize(("nct_id", "ours"), list(zip(IDS, DIGEST, strict=True)), ids=IDS)
# Texts are ours; everything that is not one of these must equal the record's leaf.
FREE_TEXT = {
    "briefTitle", "briefSummary", "detailedDescription", "description", "measure", "timeFrame", "title",
    "eligibilityCriteria", "citation", "otherNames",
}  # fmt: skip
# How the elements of a list find their counterparts; a list not named here must be equal element by element.
MATCHED_BY = {
    "groups": ("id",), "eventGroups": ("id",), "counts": ("groupId",), "measurements": ("groupId",),
    "stats": ("groupId",), "seriousEvents": ("term", "organSystem"), "otherEvents": ("term", "organSystem"),
    "references": ("pmid",), "locations": ("country",), "denoms": ("units",),
}  # fmt: skip
SUBSETS = {"seriousEvents", "otherEvents", "keywords", "classes", "locations", "references"}
KEPT_CLASSES = 12
# Leaves that may not be dropped where the record has them.
FIGURE = re.compile(
    r"value$|spread$|lowerLimit|upperLimit|\w*Num(Events|Affected|AtRisk)$|num\w+$|m(in|ax)imumAge|sex$"
)
LONG = 60
OWN_WORDS = 70  # no run of so many characters is the record's; the name of a scale or disease may be shorter
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"]
NUMBER_WORDS = {word: str(number) for number, word in enumerate(WORDS, 2)}


@pytest.fixture(scope="module")
def recorded(rapalog_records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The registry's records of the digest's trials, by id."""
    by_id = {r["protocolSection"]["identificationModule"]["nctId"]: r for r in rapalog_records}
    assert set(IDS) <= set(by_id)
    return {nct_id: by_id[nct_id] for nct_id in IDS}


@pytest.fixture(scope="module")
def liabilities() -> LiabilityTerms:
    """The reviewed terms: what they call a liability may not be missing from the digest."""
    return LiabilityTerms(load_ae_terms())


@EACH
def test_every_figure_date_and_enumeration_is_the_records(
    nct_id: str, ours: dict[str, Any], recorded: dict[str, dict[str, Any]]
) -> None:
    assert list(differences(ours, recorded[nct_id])) == []


@EACH
def test_nothing_that_carries_a_measure_is_left_out(
    nct_id: str, ours: dict[str, Any], recorded: dict[str, dict[str, Any]], liabilities: LiabilityTerms
) -> None:
    theirs = recorded[nct_id]
    assert set(theirs["protocolSection"]["statusModule"]) == set(ours["protocolSection"]["statusModule"])
    assert theirs["protocolSection"]["designModule"] == ours["protocolSection"]["designModule"]
    assert countries(ours) == countries(theirs)
    assert list(outcome_kinds(ours)) == list(outcome_kinds(theirs))
    mine, full = (r.get("resultsSection", {}).get("adverseEventsModule", {}) for r in (ours, theirs))
    for kind in ("seriousEvents", "otherEvents"):
        kept = [(event["term"], event["organSystem"]) for event in mine.get(kind, [])]
        rows = [(event["term"], event["organSystem"]) for event in full.get(kind, [])]
        owed = [row for row in rows if liabilities.measures(*row)]
        assert sorted(set(owed) - set(kept)) == []


def countries(record: dict[str, Any]) -> set[str]:
    module = record["protocolSection"].get("contactsLocationsModule", {})
    return {place["country"] for place in module.get("locations", [])}


def outcome_kinds(record: dict[str, Any]) -> Iterator[tuple[str, Any, Any, int]]:
    for kind, outcomes in record["protocolSection"]["outcomesModule"].items():
        for outcome in outcomes:
            yield kind, None, None, len(outcome) > 0
    results = record.get("resultsSection", {}).get("outcomeMeasuresModule", {})
    for outcome in results.get("outcomeMeasures", []):
        values = min(len(outcome.get("classes", [])), KEPT_CLASSES)
        yield outcome["type"], outcome["reportingStatus"], outcome.get("unitOfMeasure"), values


@EACH
def test_texts_are_our_own(nct_id: str, ours: dict[str, Any], recorded: dict[str, dict[str, Any]]) -> None:
    record = plain(" ".join(strings(recorded[nct_id])))
    for key, text in free_texts(ours):
        words = plain(text)
        runs = (words[start : start + OWN_WORDS] for start in range(len(words) - OWN_WORDS + 1))
        assert not any(run in record for run in runs), f"{key} repeats the record: {text}"


@EACH
def test_numbers_in_our_texts_stand_in_the_same_place_of_the_record(
    nct_id: str, ours: dict[str, Any], recorded: dict[str, dict[str, Any]]
) -> None:
    for place, text, source in text_sources(ours, recorded[nct_id]):
        missing = numbers(text) - numbers(" ".join(strings(source)))
        assert not missing, f"{place}: {sorted(missing)} of `{text}` not in the record"


def test_one_changed_figure_date_or_enumeration_is_noticed(recorded: dict[str, dict[str, Any]]) -> None:
    for nct_id in ("NCT02487485", "NCT00629525", "NCT04996719"):
        ours = copy.deepcopy(DIGEST[IDS.index(nct_id)])
        leaves = list(fact_leaves(ours))
        assert len(leaves) > 40
        for node, key in leaves:
            true = node[key]
            node[key] = (not true) if isinstance(true, bool) else true + 1 if isinstance(true, int) else true + "1"
            assert any(differences(ours, recorded[nct_id])), f"{nct_id}: {key} {true} changed unseen"
            node[key] = true
        assert not any(differences(ours, recorded[nct_id]))


def test_a_changed_dose_in_our_texts_is_noticed(recorded: dict[str, dict[str, Any]]) -> None:
    ours = copy.deepcopy(DIGEST[IDS.index("NCT00414440")])
    arm = ours["protocolSection"]["armsInterventionsModule"]["armGroups"][0]
    assert "3-8 ng/mL" in arm["description"]
    arm["description"] = arm["description"].replace("3-8 ng/mL", "3-9 ng/mL")
    sources = text_sources(ours, recorded["NCT00414440"])
    missing = [numbers(text) - numbers(" ".join(strings(source))) for _, text, source in sources]
    assert [tokens for tokens in missing if tokens] == [{"9"}]


def test_one_dropped_value_is_noticed(recorded: dict[str, dict[str, Any]]) -> None:
    ours = copy.deepcopy(DIGEST[IDS.index("NCT02487485")])
    outcome = ours["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][5]
    outcome["classes"][0]["categories"][0]["measurements"].pop()
    assert any(differences(ours, recorded["NCT02487485"]))


def differences(ours: Any, theirs: Any, place: str = "", key: str = "") -> Iterator[str]:
    """Where a digest leaf is not the record's leaf of the same place; free texts are left to other tests."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours:
            if name == "title" and is_label(place, theirs) and ours[name] != theirs[name]:
                yield f"{place}: label {ours[name]!r}, in the record {theirs[name]!r}"
            if name in theirs:
                yield from differences(ours[name], theirs[name], f"{place}.{name}", name)
            elif name not in FREE_TEXT:
                yield f"{place}.{name}: not in the record"
        yield from (f"{place}.{name}: dropped" for name in sorted(set(theirs) - set(ours)) if FIGURE.match(name))
    elif isinstance(ours, list) and isinstance(theirs, list) and key not in FREE_TEXT:
        yield from list_differences(ours, theirs, place, key)
    elif key not in FREE_TEXT and (type(ours) is not type(theirs) or ours != theirs):
        yield f"{place}: {ours!r}, in the record {theirs!r}"


def is_label(place: str, theirs: dict[str, Any]) -> bool:
    """Short titles of groups, classes and categories are labels, kept as posted."""
    return bool(re.search(r"(groups|Groups|classes|categories)\[\d+\]$", place)) and len(theirs["title"]) <= LONG


def list_differences(ours: list[Any], theirs: list[Any], place: str, key: str) -> Iterator[str]:
    if key in SUBSETS and key in ("classes", "keywords"):
        if key == "classes" and len(ours) < min(len(theirs), KEPT_CLASSES):
            yield f"{place}: {len(ours)} classes of {len(theirs)}"
        if key == "keywords":
            yield from (f"{place}: keyword {word} is not the record's" for word in ours if word not in theirs)
            return
        theirs = theirs[: len(ours)]
    if by := MATCHED_BY.get(key):
        theirs = counterparts(ours, theirs, by, key in SUBSETS)
    if len(ours) != len(theirs):
        yield f"{place}: {len(ours)} elements, in the record {len(theirs)}"
        return
    for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        yield from differences(mine, other, f"{place}[{index}]", "")


def counterparts(ours: list[Any], theirs: list[Any], by: tuple[str, ...], subset: bool) -> list[Any]:
    """The record's elements in the digest's order; what has no counterpart is None, what is left stays at the end."""
    rest = list(theirs)
    found = []
    for mine in ours:
        match = next((e for e in rest if all(e.get(name) == mine.get(name) for name in by)), None)
        found.append(match)
        if match is not None and by != ("country",):
            rest.remove(match)
    return found if subset else found + rest


def fact_leaves(node: Any, key: str = "") -> Iterator[tuple[Any, Any]]:
    """(container, key or index) of every leaf that is not free text."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for name, value in items:
        field = key if isinstance(node, list) else name
        if isinstance(value, dict | list):
            yield from fact_leaves(value, field)
        elif field not in FREE_TEXT:
            yield node, name


def free_texts(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from free_texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from free_texts(value, key)
    elif key in FREE_TEXT:
        yield key, node


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from strings(value)


def text_sources(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(place, our text, the part of the record whose numbers it may use)."""
    mine, full = ours["protocolSection"], theirs["protocolSection"]
    results = theirs.get("resultsSection", {})
    groups = [o.get("groups", []) for o in results.get("outcomeMeasuresModule", {}).get("outcomeMeasures", [])]
    described = [full["descriptionModule"], full["identificationModule"], full["armsInterventionsModule"]]
    yield "briefTitle", mine["identificationModule"]["briefTitle"], full["identificationModule"]
    protocol = [*described, full["eligibilityModule"], full["outcomesModule"]]
    yield from ((key, text, protocol) for key, text in free_texts(mine["descriptionModule"]))
    yield from ((key, text, [*described, groups]) for key, text in free_texts(mine["armsInterventionsModule"]))
    yield from ((key, text, full["eligibilityModule"]) for key, text in free_texts(mine["eligibilityModule"]))
    for kind, outcomes in mine["outcomesModule"].items():
        for index, outcome in enumerate(outcomes):
            source = full["outcomesModule"][kind][index]
            yield from ((f"{kind}[{index}].{key}", text, source) for key, text in free_texts(outcome))
    yield from posted_sources(ours.get("resultsSection", {}), results)


def posted_sources(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    if not ours:
        return
    mine, full = (r["outcomeMeasuresModule"]["outcomeMeasures"] for r in (ours, theirs))
    for index, (outcome, source) in enumerate(zip(mine, full, strict=True)):
        yield from ((f"outcomeMeasures[{index}].{key}", text, source) for key, text in free_texts(outcome))
    events, source = ours["adverseEventsModule"], theirs["adverseEventsModule"]
    if "timeFrame" in events:
        yield "adverseEventsModule.timeFrame", events["timeFrame"], source["timeFrame"]
    yield from ((key, text, source["eventGroups"]) for key, text in free_texts(events["eventGroups"]))


def numbers(text: str) -> set[str]:
    """Number tokens, written-out numbers as digits: `two 5 mg` gives {2, 5}."""
    words = {NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBER_WORDS}
    digits = re.findall(r"\d+(?:\.\d+)?", text)
    return words | {digit.removesuffix(".0") if digit != ".0" else digit for digit in digits}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\\", "")).strip(" .").lower()


def test_numbers_reads_digits_decimals_and_words() -> None:
    assert numbers("Two tablets of 0.75 mg for 1.0 year, C2h at day 28") == {"2", "0.75", "1", "28"}
