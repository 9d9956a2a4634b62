"""The options of `rapatrials refresh` that ask other sources than the registry: articles, and versions of records."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from cache.elsewhere.asking import Sources
from fetchers.elsewhere.literature import EuropePmc, PubMed
from fetchers.elsewhere.record_history import RecordHistory
from fetchers.elsewhere.sources import EUROPE_PMC, HISTORY, PUBMED, asker_from, source_options
from fetchers.registry.server import Client
from seeds.errors import OptionError

DAYS = Sources().max_age_days


def add_elsewhere(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--articles", action="store_true", help="ask Europe PMC and PubMed for articles of the trials")
    parser.add_argument(
        "--history",
        action="store_true",
        help="ask for the versions of the records, at an address that the registry does not document",
    )
    parser.add_argument("--ask-again", metavar="DAYS", type=float, default=DAYS,
                        help=f"ask again for articles after so many days (default {DAYS:g})")  # fmt: skip
    parser.add_argument(
        "--requests-a-day", metavar="N", type=int, help="send each of these sources no more (a day, UTC)"
    )


@contextmanager
def sources(
    options: argparse.Namespace, environ: Mapping[str, str], notify: Callable[[str], object]
) -> Iterator[Sources]:
    """The sources that the command line asks for, with a client each; OptionError where a setting makes no sense."""
    for name, value in (("--ask-again", options.ask_again), ("--requests-a-day", options.requests_a_day)):
        if value is not None and not 0 < value < 1e6:  # nan fails too
            raise OptionError(f"{name} is {value:g}, but must be above 0 and below a million.")
    asker = asker_from(environ)
    with ExitStack() as stack:

        def client(name: str) -> Client:
            return stack.enter_context(Client(source_options(name, environ, asker), notify=notify))

        yield Sources(
            europe_pmc=EuropePmc(client(EUROPE_PMC)) if options.articles else None,
            pubmed=PubMed(client(PUBMED), asker) if options.articles else None,
            history=RecordHistory(client(HISTORY)) if options.history else None,
            max_age_days=options.ask_again, requests_a_day=options.requests_a_day,
        )  # fmt: skip
