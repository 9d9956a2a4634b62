"""How the client behaves: where the registry is, how patient and how polite to be; from options or environment."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlsplit

import requests

from seeds.errors import OptionError

REGISTRY_API = "https://clinicaltrials.gov/api/v2"
PROJECT = "https://github.com/rapatrials/rapatrials"
LARGEST_PAGE = 1000  # the registry gives no more, and says nothing when asked for more
# environment variable, field, least value
NUMBER_VARIABLES = (
    ("RAPATRIALS_INTERVAL", "interval_s", 0.0),
    ("RAPATRIALS_CONNECT_TIMEOUT", "connect_timeout_s", 0.1),
    ("RAPATRIALS_READ_TIMEOUT", "read_timeout_s", 0.1),
    ("RAPATRIALS_TRIES", "tries", 1),
    ("RAPATRIALS_PAGE_SIZE", "page_size", 1),
)


def user_agent() -> str:
    """Who asks, honestly: the project, where to find it, and the library that speaks HTTP."""
    try:
        own = version("rapatrials")
    except PackageNotFoundError:  # run from a folder without installation
        own = "0"
    return f"rapatrials/{own} (+{PROJECT}) python-requests/{requests.__version__}"


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """All times in seconds. `interval_s` None means one second, or none where the server is on this machine."""

    base_url: str = REGISTRY_API
    user_agent: str = ""
    interval_s: float | None = None
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 180.0  # between two pieces of an answer; the registry prepares large pages at leisure
    answer_timeout_s: float = 900.0  # for one whole answer, so that a trickle ends too
    answer_max_bytes: int = 1_000_000_000
    tries: int = 5
    backoff_s: float = 1.0  # doubles with every failure
    backoff_max_s: float = 30.0
    retry_after_max_s: float = 300.0
    page_size: int = LARGEST_PAGE
    ids_per_request: int = 200  # about 3 KB of address; 500 ids are known to work
    address_setting: str = "--api-url or RAPATRIALS_API_URL"  # what sets `base_url`, as error messages tell it

    @property
    def host(self) -> str:
        """The server's name, as error messages tell it."""
        return urlsplit(self.base_url).netloc

    @property
    def check_address(self) -> str:
        """The advice of errors that a wrong address can make."""
        return f"Check the address ({self.address_setting})."

    @property
    def agent(self) -> str:
        """The User-Agent to send."""
        return self.user_agent or user_agent()

    @property
    def interval(self) -> float:
        """Seconds between the starts of two requests."""
        if self.interval_s is not None:
            return self.interval_s
        return 0.0 if _on_this_machine(urlsplit(self.base_url).hostname or "") else 1.0


def options_from(environ: Mapping[str, str], **overrides: Any) -> ClientOptions:
    """Options from the environment; `overrides` (fields by name, None ignored) go first.

    OptionError names the variable and what it must be.
    """
    values: dict[str, Any] = {}
    if url := environ.get("RAPATRIALS_API_URL"):
        values["base_url"] = url
    if agent := environ.get("RAPATRIALS_USER_AGENT"):
        values["user_agent"] = agent
    for variable, field, _ in NUMBER_VARIABLES:
        if text := environ.get(variable):
            values[field] = _number(variable, text, whole=field in ("tries", "page_size"))
    values |= {field: value for field, value in overrides.items() if value is not None}
    if unknown := set(values) - {field.name for field in fields(ClientOptions)}:
        raise TypeError(f"no such option: {', '.join(sorted(unknown))}")
    for variable, field, least in NUMBER_VARIABLES:
        if field in values and values[field] < least:
            raise OptionError(f"{variable} is {values[field]}, but must be at least {least}.")
    if "base_url" in values:
        values["base_url"] = address_of(values["base_url"], f"{REGISTRY_API} (--api-url)")
    values["page_size"] = min(values.get("page_size", LARGEST_PAGE), LARGEST_PAGE)
    if bad := [c for c in values.get("user_agent", "") if not 32 <= ord(c) < 127]:
        raise OptionError(f"RAPATRIALS_USER_AGENT holds the character {bad[0]!r}; use plain ASCII.")
    return ClientOptions(**values)


def address_of(text: str, example: str) -> str:
    """The address of an API without a slash at its end; OptionError tells how to write it, by an example."""
    try:
        parts = urlsplit(text.strip())
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:  # a port that is no number, half an IPv6 address
        usable = False
    if not usable or parts.query or parts.fragment or parts.username:
        raise OptionError(f"`{text}` is not the address of an API; write it like {example}.")
    return text.strip().rstrip("/")


def _number(variable: str, text: str, whole: bool) -> float | int:
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        value = float("nan")
    if not -1e9 < value < 1e9:  # nan and infinity fail too
        raise OptionError(f"{variable} is `{text}`, but must be a {'whole ' if whole else ''}number.")
    return value


def _on_this_machine(hostname: str) -> bool:
    if hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(hostname).is_loopback
    except ValueError:
        return False
