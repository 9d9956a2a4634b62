"""The address: read tolerantly, written in the command line's terms."""

from datetime import date

from cache.filters.filters import USUAL, Filters
from dashboard.state.url import link, read_filters

KNOWN = {
    "role": ["experimental", "device"],
    "population": ["ageing"],
    "measure": ["frailty"],
    "measure_status": ["overdue"],
}


def test_a_link_reads_back_as_the_same_filters() -> None:
    filters = Filters(q="a b", role=("device",), measure=("frailty:overdue",), results=True, from_date=date(2001, 5, 1))
    address: dict[str, list[str]] = {}
    for name, value in link(filters):
        address.setdefault(name, []).append(value)
    assert read_filters(address, KNOWN) == (filters, [])


def test_no_filter_at_all_is_said_and_read() -> None:
    assert link(Filters()) == [("role", "any")]
    assert read_filters({"role": ["any"]}, KNOWN) == (Filters(), [])


def test_what_cannot_be_read_is_left_out_and_told() -> None:
    address = {"role": ["zzz"], "population": ["ageing"], "from_date": ["x"], "ids": ["NCT1"], "view": ["share"]}
    filters, faults = read_filters(address, KNOWN)
    assert filters == Filters(population=("ageing",))
    assert [fault.split(";")[0] for fault in faults] == [
        "filter `role`: `zzz` is unknown",
        "filter `from_date`: `x` is no date",
        "`NCT1` is no registry id",
    ]


def test_the_usual_view_counts_experimental_trials() -> None:
    assert Filters(role=("experimental",)) == USUAL


def test_a_parameter_may_have_several_values() -> None:
    assert link(USUAL, nct=["NCT01234567", "NCT01234568"])[:2] == [("nct", "NCT01234567"), ("nct", "NCT01234568")]


def test_other_parameters_come_first() -> None:
    assert link(USUAL, nct="NCT01234567") == [("nct", "NCT01234567"), ("role", "experimental")]
