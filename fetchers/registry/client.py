"""What is asked of the ClinicalTrials.gov API v2: its version, lists page by page, records by id."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from fetchers.registry.answers import (
    Page,
    RefusedError,
    StaleTokenError,
    Study,
    Version,
    expected,
    page_of,
    study_of,
    version_of,
)
from fetchers.registry.server import Client, Question
from fetchers.registry.walk import Walk


class RegistryClient(Client):
    """Asks one registry that speaks the ClinicalTrials.gov API v2."""

    def version(self, known: Version | None = None) -> Version:
        """What the registry serves now. With `known`, asks only whether it changed (If-None-Match)."""
        headers = {"If-None-Match": known.etag} if known and known.etag else {}
        answer = self.ask(Question("/version", headers=headers))
        return known if answer.status == 304 and known else version_of(answer, self.options.host)

    def pages(self, params: Mapping[str, str]) -> Iterator[Page]:
        """Every page of a list, following the token until there is none; holds one page at a time.

        RefusedError where the registry does not accept the parameters, StaleTokenError where it accepted them
        for the first page (nothing but the token differs on the next).
        """
        asked = {"pageSize": str(self.options.page_size), **params}
        page = page_of(self.ask(Question("/studies", {**asked, "countTotal": "true"})), self.options.host)
        yield page
        walk = Walk(self.options.host, page, self.options.page_size)
        while page.next_token:
            walk.take(page)
            try:
                page = page_of(
                    self.ask(Question("/studies", {**asked, "pageToken": page.next_token})), self.options.host
                )
            except RefusedError as error:
                raise StaleTokenError(str(error)) from error
            yield page

    def studies_by_id(self, ids: Sequence[str]) -> Iterator[list[Study]]:
        """Full records by id list, one list of studies a request, in the registry's order.

        What the registry no longer has is silently absent, an alias brings its canonical record: the caller
        compares. No other filter goes along.
        """
        size = self.options.ids_per_request
        for start in range(0, len(ids), size):
            for page in self.pages({"filter.ids": ",".join(ids[start : start + size])}):
                yield page.studies

    def study(self, nct: str) -> Study | None:
        """One record; None where the registry has none under this id. An alias gives its canonical record."""
        path = f"/studies/{quote(nct, safe='')}"
        answer = self.ask(Question(path))
        if answer.status == 404:
            return None
        return study_of(expected(answer, self.options.host, path), self.options.host)
