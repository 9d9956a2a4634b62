"""Records by id list: one that spoils its page is found by halves, and none is lost with it."""

import pytest

from fetchers.registry.answers import Study, TooDeepError, UnreadableError, Version
from fetchers.registry.client import RegistryClient
from fetchers.registry.handout import MOST_ASIDE, fetch
from fetchers.registry.options import ClientOptions
from seeds.errors import CrawlError

IDS = [f"NCT{number:08}" for number in range(1, 31)]


class Faulty(RegistryClient):
    """Answers from memory; a list that holds a spoilt id cannot be read. `asked` keeps the lists."""

    def __init__(self, spoilt: dict[str, UnreadableError], missing: tuple[str, ...] = ()) -> None:
        super().__init__(ClientOptions(ids_per_request=10))
        self.spoilt, self.missing, self.asked = spoilt, missing, list[list[str]]()

    def studies_by_id(self, ids):  # type: ignore[no-untyped-def]
        self.asked.append(list(ids))
        for each in ids:
            if each in self.spoilt:
                raise self.spoilt[each]
        yield [
            Study(each, {"protocolSection": {"identificationModule": {"nctId": each}}})
            for each in ids
            if each not in self.missing
        ]


class Picky:
    """A sink that cannot keep some ids."""

    def __init__(self, *refuses: str) -> None:
        self.refuses, self.kept, self.aside = refuses, list[str](), dict[str, str]()

    def begin(self, version: Version) -> None:
        raise AssertionError("no crawl begins here")

    def add(self, study: Study) -> None:
        if study.nct in self.refuses:
            raise TooDeepError("The record cannot be kept.")
        self.kept.append(study.nct)

    def set_aside(self, nct_id: str, reason: str) -> None:
        self.aside[nct_id] = reason


@pytest.mark.parametrize("error", [TooDeepError("An answer is too deep."), UnreadableError("JSON breaks off.")])
def test_a_record_that_spoils_its_page_is_found_by_halves(error: UnreadableError) -> None:
    client, sink = Faulty({IDS[13]: error}), Picky(IDS[2])
    assert fetch(client, IDS, sink) == 28
    assert sorted(sink.kept) == [nct for nct in IDS if nct not in (IDS[2], IDS[13])]
    assert sink.aside == {IDS[2]: "The record cannot be kept.", IDS[13]: str(error)}
    assert len(client.asked) < 12  # three lists, and the halves of one


def test_the_only_record_that_is_too_deep_is_set_aside() -> None:
    sink = Picky()
    assert fetch(Faulty({IDS[0]: TooDeepError("An answer is too deep.")}), IDS[:1], sink) == 0
    assert [*sink.aside] == IDS[:1]


@pytest.mark.parametrize("count", [1, MOST_ASIDE, len(IDS)])
def test_where_nothing_can_be_read_the_line_is_at_fault(count: int) -> None:
    client = Faulty(dict.fromkeys(IDS, UnreadableError("JSON breaks off.")))
    with pytest.raises(UnreadableError, match="breaks off"):
        fetch(client, IDS[:count], Picky())
    assert sum(len(each) == 1 for each in client.asked) <= MOST_ASIDE  # it is not asked on and on


def test_a_record_that_never_comes_is_no_record_set_aside() -> None:
    with pytest.raises(CrawlError, match=r"lists 1 trials that it does not hand out"):
        fetch(Faulty({}, missing=(IDS[4],)), IDS, Picky())
