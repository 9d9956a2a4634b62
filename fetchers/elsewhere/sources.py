"""Where articles and versions of records are asked for, and how politely; from the environment.

What is known of each server's limits stands in docs/articles.md and docs/history.md: we stay well below them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fetchers.registry.options import ClientOptions, address_of, options_from
from seeds.errors import OptionError

EUROPE_PMC, PUBMED, HISTORY = "europe_pmc", "pubmed", "history"
EMAIL, KEY = "RAPATRIALS_EMAIL", "RAPATRIALS_NCBI_KEY"
WITH_KEY_S = 0.15  # PubMed's interval for those who have a key: ten requests a second are allowed


@dataclass(frozen=True, slots=True)
class Source:
    """A server: the variable that sets its address, the address, the least interval, the largest answer, a day's
    requests."""

    name: str
    variable: str
    address: str
    interval_s: float
    answer_max_bytes: int
    requests_a_day: int


SOURCE_SERVERS = {
    source.name: source
    for source in (
        Source(EUROPE_PMC, "RAPATRIALS_EUROPEPMC_URL", "https://www.ebi.ac.uk/europepmc/webservices/rest",
               0.25, 100_000_000, 10_000),
        Source(PUBMED, "RAPATRIALS_PUBMED_URL", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
               0.4, 200_000_000, 3_000),
        Source(HISTORY, "RAPATRIALS_HISTORY_URL", "https://clinicaltrials.gov/api/int",
               1.1, 50_000_000, 5_000),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asker:
    """What is told of who asks, where the user gave it: an e-mail address for PubMed, and the user's own key there."""

    email: str = ""
    key: str = ""


def asker_from(environ: Mapping[str, str]) -> Asker:
    """Who asks, from the environment; OptionError where an address or a key cannot be one."""
    email, key = environ.get(EMAIL, "").strip(), environ.get(KEY, "").strip()
    if email and ("@" not in email or not email.isprintable() or " " in email):
        raise OptionError(f"{EMAIL} is no e-mail address; write it like name@example.org, or unset it.")
    if key and not (key.isascii() and key.isalnum()):
        raise OptionError(f"{KEY} is no key; a key is letters and digits. Mend it, or unset it.")
    return Asker(email, key)


def source_options(name: str, environ: Mapping[str, str], asker: Asker) -> ClientOptions:
    """How the client behaves towards a source: the registry's settings, slower where the user wants that, and the
    source's own address and limits. A server on this machine may be asked without a pause."""
    source = SOURCE_SERVERS[name]
    told = environ.get(source.variable, "")
    address = address_of(told, f"{source.address} ({source.variable})") if told else source.address
    general = options_from({key: value for key, value in environ.items() if key != "RAPATRIALS_API_URL"})
    own = WITH_KEY_S if name == PUBMED and asker.key else source.interval_s
    if told and urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1"):
        own = 0.0
    return replace(
        general, base_url=address, address_setting=source.variable, interval_s=max(own, general.interval_s or 0.0),
        answer_max_bytes=source.answer_max_bytes, answer_timeout_s=300.0,
    )  # fmt: skip
