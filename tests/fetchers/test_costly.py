"""Records that are made to cost: the work grows with their length, not with its square."""

import cProfile
import pstats
from datetime import date

import pytest

from fetchers.annotate import Annotator
from fetchers.tables import Tabulator
from fetchers.text.sentences import FAR, LONG_LIST, heading_spans
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import Record, posted, record, with_results


@pytest.fixture(scope="module")
def tabulator() -> Tabulator:
    return Tabulator(Annotator(load_knowledge()), date(2026, 11, 20))


def outcomes(count: int) -> list[Record]:
    return [{"measure": f"Trough level of sirolimus {n}", "description": f"By HPLC in group {n}"} for n in range(count)]


def many_registered(count: int) -> Record:
    return record(outcomesModule={"primaryOutcomes": outcomes(count)})


def many_posted(count: int) -> Record:
    return with_results(record(), [posted(each["measure"], "1.0") for each in outcomes(count)])


def long_prose(count: int) -> Record:
    words = " ".join(f"{each['measure']} is measured." for each in outcomes(count))
    return record(descriptionModule={"detailedDescription": words})


def long_list(count: int) -> Record:
    words = "\n".join(f"* {each['measure']} is measured" for each in outcomes(count))
    return record(descriptionModule={"detailedDescription": words})


@pytest.mark.parametrize("make", [many_registered, many_posted, long_prose, long_list])
def test_twice_the_record_is_no_more_than_twice_the_calls(tabulator: Tabulator, make) -> None:  # type: ignore[no-untyped-def]
    def calls(count: int) -> int:
        made, profile = make(count), cProfile.Profile()
        profile.runcall(tabulator.rows, made)
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    calls(10)
    assert calls(800) < 2.3 * calls(400)


def test_what_stands_far_above_heads_nothing() -> None:
    listed = "Outcomes:\n" + "* an item\n" * (2 * LONG_LIST)
    assert list(heading_spans(listed, 0, 10, 20)) == [(0, 9)]
    assert not list(heading_spans(listed, 0, len(listed) - 10, len(listed)))
    prose = "Secondary endpoints: " + "survival is one of them. " * FAR
    assert list(heading_spans(prose, 0, 46, 70)) == [(0, 20)]
    assert not list(heading_spans(prose, 0, len(prose) - 25, len(prose)))
