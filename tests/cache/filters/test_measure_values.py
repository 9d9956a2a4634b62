"""The filter by measure: any of the statuses of one measure, all of several measures, and both of a joined value."""

from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.filters.measure_values import by_measure, narrowed, written
from cache.questions.reader import Reader
from tests.dashboard.sample import write_sample


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    root: Path = tmp_path_factory.mktemp("cache")
    return Reader(write_sample(root))


def test_of_one_measure_any_status_will_do_and_of_several_all_must(reader: Reader) -> None:
    def ids(*values: str) -> set[str]:
        sql, chosen = reader.table("trials", Filters(measure=values))
        return {row[0] for row in reader.rows(f"SELECT nct_id FROM ({sql})", chosen)}

    reported, awaited = ids("phospho_s6:reported"), ids("phospho_s6:awaited")
    assert reported and awaited and not reported & awaited
    assert ids("phospho_s6:reported", "phospho_s6:awaited") == reported | awaited
    trough = ids("trough_level:reports")
    assert ids("phospho_s6:reported", "trough_level:reports", "phospho_s6:awaited") == (reported | awaited) & trough
    planned = ids("phospho_s6:plans")
    assert planned > planned & reported == ids("phospho_s6:plans:reported")
    assert ids("phospho_s6:reported:awaited") == set()


def test_the_sentence_says_which_are_alternatives() -> None:
    values = ("phospho_s6:reported", "trough_level", "phospho_s6:plans:awaited")
    assert Filters(measure=values).sentence() == (
        "trials with phospho s6 reported or plans and awaited and with trough level"
    )


@pytest.mark.parametrize(
    ("values", "status", "left"),
    [
        ((), "reported", ("a:reported",)),
        (("b:plans",), "reported", ("b:plans", "a:reported")),
        (("a",), "reported", ("a:reported",)),  # what is reported is mentioned
        (("a",), "lacks", ("a:mentions:lacks",)),
        (("a:plans",), "reported", ("a:plans:reported",)),
        (("a:reported",), "reports", ("a:reported",)),
        (("a:reports",), "reported", ("a:reported",)),
        (("a:reported", "a:awaited"), "reported", ("a:reported",)),  # no trial is both
        (("a:absent",), "reported", ("a:absent:reported",)),  # nothing is left, and nothing is counted
        (("a:elsewhere_yes",), "reported", ("a:elsewhere_yes:reported",)),
        (("a:reported",), "reported_anywhere", ("a:reported",)),
        (("a:reported_anywhere",), "reported", ("a:reported",)),
    ],
)
def test_a_status_more_says_no_more_than_it_must(values: tuple[str, ...], status: str, left: tuple[str, ...]) -> None:
    assert narrowed(values, "a", status) == left


def test_values_are_written_as_they_are_read() -> None:
    values = ("a", "a:plans:awaited", "b:reported")
    assert written(by_measure(values)) == values
