"""Where other sources are asked, and how politely."""

import pytest

from fetchers.elsewhere.sources import EUROPE_PMC, HISTORY, PUBMED, SOURCE_SERVERS, Asker, asker_from, source_options
from seeds.errors import OptionError


@pytest.mark.parametrize("name", SOURCE_SERVERS)
def test_each_source_has_its_own_address_pause_and_advice(name: str) -> None:
    found = source_options(name, {"RAPATRIALS_API_URL": "http://127.0.0.1:1/api/v2"}, Asker())
    source = SOURCE_SERVERS[name]
    assert (found.base_url, found.interval, found.answer_max_bytes) == (
        source.address, source.interval_s, source.answer_max_bytes,
    )  # fmt: skip
    assert source.variable in found.check_address


def test_the_user_may_ask_more_slowly_and_never_faster() -> None:
    assert source_options(EUROPE_PMC, {"RAPATRIALS_INTERVAL": "3"}, Asker()).interval == 3.0
    assert source_options(EUROPE_PMC, {"RAPATRIALS_INTERVAL": "0"}, Asker()).interval == 0.25
    assert source_options(PUBMED, {}, Asker(key="k")).interval == 0.15


def test_a_server_on_this_machine_needs_no_pause() -> None:
    assert source_options(HISTORY, {"RAPATRIALS_HISTORY_URL": "http://127.0.0.1:1/api/int/"}, Asker()).interval == 0.0


def test_what_makes_no_sense_is_told_by_its_variable() -> None:
    with pytest.raises(OptionError, match="RAPATRIALS_EUROPEPMC_URL"):
        source_options(EUROPE_PMC, {"RAPATRIALS_EUROPEPMC_URL": "nowhere"}, Asker())
    with pytest.raises(OptionError, match="RAPATRIALS_EMAIL"):
        asker_from({"RAPATRIALS_EMAIL": "me"})
    with pytest.raises(OptionError, match="RAPATRIALS_NCBI_KEY") as caught:
        asker_from({"RAPATRIALS_NCBI_KEY": "my key?"})
    assert "my key" not in str(caught.value)
    assert asker_from({"RAPATRIALS_EMAIL": " a@b.org "}) == Asker("a@b.org", "")
