from datetime import date

from fetchers.record.protocol import arms, registered_outcomes, trial_facts
from tests.fetchers.samples import record, with_results


def test_facts_of_a_whole_record() -> None:
    facts = trial_facts(record(eligibilityModule={"minimumAge": "60 Years", "sex": "ALL", "healthyVolunteers": True}))
    assert (facts["start_date"], facts["start_year"]) == ("2019-03", 2019)
    assert facts["results_due_date"] == date(2022, 2, 28)
    assert (facts["minimum_age_years"], facts["maximum_age_years"]) == (60.0, None)
    assert facts["is_healthy_volunteers"] is True
    assert facts["phases"] == ["PHASE2"]


def test_an_empty_record_has_empty_facts() -> None:
    facts = trial_facts({})
    assert (facts["nct_id"], facts["enrollment_count"], facts["results_due_date"], facts["countries"]) == (
        "",
        None,
        None,
        [],
    )
    assert facts["has_results"] is False


def test_the_sentinel_enrolment_is_unknown() -> None:
    design = {"enrollmentInfo": {"count": 99999999, "type": "ESTIMATED"}}
    assert trial_facts(record(designModule=design))["enrollment_count"] is None
    assert trial_facts(record(designModule={"enrollmentInfo": {"count": 0}}))["enrollment_count"] == 0


def test_an_unknown_status_passes_through() -> None:
    assert trial_facts(record(statusModule={"overallStatus": "NEWLY_INVENTED"}))["overall_status"] == "NEWLY_INVENTED"


def test_countries_do_not_repeat() -> None:
    sites = [{"country": "Japan"}, {"country": "France"}, {"country": "Japan"}, {}]
    facts = trial_facts(record(contactsLocationsModule={"locations": sites}))
    assert (facts["countries"], facts["site_count"]) == (["France", "Japan"], 4)


def test_interventions_belong_to_arms_by_label_or_by_name() -> None:
    module = {
        "armGroups": [{"label": "A"}, {"label": "B", "interventionNames": ["Drug: Placebo"]}],
        "interventions": [{"name": "Sirolimus", "armGroupLabels": ["A"]}, {"name": "Placebo"}],
    }
    found, given = arms(record(armsInterventionsModule=module))
    assert [arm.label for arm in found] == ["A", "B"]
    assert [each.arm_labels for each in given] == [("A",), ("B",)]


def test_registered_outcomes_keep_their_order_and_place() -> None:
    module = {"secondaryOutcomes": [{"measure": "b"}, {"measure": "c"}], "primaryOutcomes": [{"measure": "a"}]}
    found = registered_outcomes(record(outcomesModule=module))
    assert [(kind, position, node["measure"]) for kind, _, position, node in found] == [
        ("primary", 0, "a"),
        ("secondary", 0, "b"),
        ("secondary", 1, "c"),
    ]
    assert found[2][1] == "protocolSection.outcomesModule.secondaryOutcomes[1]"


def test_results_are_seen_with_or_without_the_flag() -> None:
    assert trial_facts(with_results(record()))["has_results"]
    assert trial_facts(with_results(record()) | {"hasResults": None})["has_results"]
