"""Given or only mentioned: negation, placebo, prior treatment, comparison."""

import re
from typing import NamedTuple

import pytest

from fetchers.drugs.given import is_placebo, named_in_prose


class Name(NamedTuple):
    drug: str
    start: int
    end: int


def given(text: str) -> bool:
    lower = text.lower()
    matches = [Name("sirolimus", hit.start(), hit.end()) for hit in re.finditer("sirolimus", lower)]
    return bool(named_in_prose(lower, matches))


@pytest.mark.parametrize(
    "text",
    [
        "Conversion from CNI to sirolimus",
        "MMF or sirolimus was given",
        "Sirolimus with cyclosporine withdrawal",
        "Tacrolimus is discontinued and sirolimus will be initiated",
        "Not only sirolimus",
    ],
)
def test_a_given_rapalog(text: str) -> None:
    assert given(text)


@pytest.mark.parametrize(
    "text",
    [
        "without sirolimus",
        "No sirolimus",
        "Sirolimus-free regimen",
        "conversion from sirolimus to tacrolimus",
        "Placebo tablets equivalent to the dosage of sirolimus",
        "matching placebo of sirolimus tablets",
        "sirolimus placebo",
        "prior sirolimus",
        "compared with sirolimus",
        "patients did not receive sirolimus",
        "option to continue in the open label phase of 2 tablets of sirolimus",
    ],
)
def test_a_rapalog_only_mentioned(text: str) -> None:
    assert not given(text)


@pytest.mark.parametrize("name", ["placebo", "sirolimus placebo", "placebo sirolimus", "placebo gel", "vehicle"])
def test_placebos(name: str) -> None:
    assert is_placebo(name)


@pytest.mark.parametrize("name", ["sirolimus", "sirolimus or placebo", "sirolimus/placebo", "placebo & sirolimus"])
def test_no_placebos(name: str) -> None:
    assert not is_placebo(name)
