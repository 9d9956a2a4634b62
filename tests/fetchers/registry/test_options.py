"""Options from environment and command line."""

import re

import pytest

from fetchers.registry.options import REGISTRY_API, ClientOptions, options_from
from seeds.errors import OptionError


def test_default_is_the_real_registry_at_one_request_a_second() -> None:
    options = options_from({})
    assert options.base_url == REGISTRY_API
    assert options.interval == 1.0
    assert options.page_size == 1000


def test_a_server_on_this_machine_needs_no_interval_unless_told() -> None:
    assert ClientOptions(base_url="http://127.0.0.1:8899/api/v2").interval == 0.0
    assert ClientOptions(base_url="http://localhost/api/v2").interval == 0.0
    assert ClientOptions(base_url="http://127.0.0.1.example.org/api/v2").interval == 1.0
    assert options_from({"RAPATRIALS_API_URL": "http://[::1]:1/", "RAPATRIALS_INTERVAL": "2.5"}).interval == 2.5


def test_overrides_go_before_the_environment() -> None:
    options = options_from(
        {"RAPATRIALS_API_URL": "https://a.example/v2/"}, base_url="https://b.example/v2/", tries=None
    )
    assert options.base_url == "https://b.example/v2"
    assert options.host == "b.example"


def test_agent_names_project_and_library() -> None:
    assert re.fullmatch(r"rapatrials/\S+ \(\+https://\S+\) python-requests/[\d.]+", ClientOptions().agent)
    assert options_from({"RAPATRIALS_USER_AGENT": "me/1"}).agent == "me/1"


def test_page_size_stops_at_what_the_registry_gives() -> None:
    assert options_from({"RAPATRIALS_PAGE_SIZE": "5000"}).page_size == 1000


@pytest.mark.parametrize(
    "url",
    ["clinicaltrials.gov", "ftp://a.example/", "http://", "https://a.example/v2?x=1", "http://a:b/", "http://[::1/",
     "https://me@a.example/", "https://a.example/#x", "/api/v2", "javascript:alert(1)"],
)  # fmt: skip
def test_wrong_address_is_one_sentence(url: str) -> None:
    with pytest.raises(OptionError, match="is not the address of an API") as caught:
        options_from({"RAPATRIALS_API_URL": url})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("RAPATRIALS_INTERVAL", "-1"), ("RAPATRIALS_INTERVAL", "often"), ("RAPATRIALS_INTERVAL", "nan"),
     ("RAPATRIALS_TRIES", "0"), ("RAPATRIALS_TRIES", "2.5"), ("RAPATRIALS_READ_TIMEOUT", "inf"),
     ("RAPATRIALS_CONNECT_TIMEOUT", "0"), ("RAPATRIALS_PAGE_SIZE", "0"), ("RAPATRIALS_USER_AGENT", "a\r\nb")],
)  # fmt: skip
def test_wrong_value_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(OptionError, match=variable):
        options_from({variable: value})


def test_unknown_override_is_a_bug() -> None:
    with pytest.raises(TypeError, match="colour"):
        options_from({}, colour="red")
