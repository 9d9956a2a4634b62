"""Every page with numbers offers its sentence to cite, with a link to the same view over the same snapshot."""

from pathlib import Path

import pytest

from tests.dashboard.views.opened import open_page


@pytest.mark.parametrize(
    ("name", "params", "claims"),
    [
        ("", {}, ["Trials that report each measure as an outcome, by population: 6 trials."]),
        ("trials", {}, ["All 6 trials."]),
        ("trial", {"nct": "NCT09000001"}, ["NCT09000001, measures by status in the registry: reported Phospho-S6, "]),
        (
            "measure",
            {"id": "trough_level"},
            [
                "Trough level, trials by status: absent 2, described only 2, owes nothing 1, reported 1. Registered 1: "
                "of these posted 1. Posted without registering 0.",
                "Trough level: 2 posted levels of 1 trial, 7.5 to 11 ng/mL.",
            ],
        ),
        (
            "measure",
            {"id": "trough_level", "along": "dose"},
            ["Trough level, trials", "Trough level: 1 posted level of"],
        ),
        (
            "safety",
            {"event": "stomatitis"},
            ["Stomatitis: Ageing median 40% (40% to 40%) of groups with a rapalog in 1"],
        ),
        ("claims", {}, ["15 claims of texts beside posted tables of adverse events: not comparable 8, no data 7."]),
        ("people", {}, ["Women among the people of posted baselines: Ageing 20% of 40, Healthy volunteers 20% of 40."]),
        ("interactions", {"agent": "ketamine"}, ["Ketamine, of 6 trials: studied together 1, asked for 0, allowed 0,"]),
        ("changes", {"since": "2026-03-02"}, ["3 changes of registry records since 2026-03-02."]),
        (
            "reporting",
            {},
            ["Of the interventional trials of which twelve months after primary completion had ended by"],
        ),
        ("reporting", {"kind": "without_values"}, ["1 posted outcome holds no usable value."]),
        ("reporting", {"kind": "described"}, ["Trials that say that they measure something that is none of their out"]),
        (
            "reporting",
            {"kind": "elsewhere"},
            ["4 registered measures without posted results (counted once a trial): 1 reported in"],
        ),
        ("reporting", {"kind": "lost"}, ["Dropped and demoted measures, over 1 trial whose versions were looked at: "]),
    ],
)
def test_what_a_page_shows_can_be_cited(
    cache: Path,
    name: str,
    params: dict[str, str],
    claims: list[str],
) -> None:
    app = open_page(name, role="any", **params)
    for code, claim in zip(app.code, claims, strict=True):
        assert code.value.startswith(claim)
        assert "**" not in code.value
        assert "snapshot=20260302T090005-" in code.value
        assert all(f"{key}={value}" in code.value for key, value in params.items())
