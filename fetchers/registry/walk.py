"""Ends a walk from page to page that would never end by itself. Pure."""

from fetchers.registry.answers import Page
from seeds.errors import AnswerError, CrawlError

EMPTY_PAGES = 10  # a page may be empty and its token lead on; more than this in a row lead nowhere
STALE_PAGES = 10  # pages in a row of nothing but ids that were there before


class Walk:
    """Ends a walk from page to page that would never end: by tokens, by ids and by the total that was counted."""

    def __init__(self, host: str, first: Page, page_size: int) -> None:
        self._host = host
        self._most = None if first.total_count is None else 2 * first.total_count + page_size
        self._tokens: set[str] = set()
        self._ids: set[str] = set()
        self._received = self._empty = self._stale = 0

    def take(self, page: Page) -> None:
        """Before the page's token is followed; CrawlError or AnswerError where that leads nowhere."""
        assert page.next_token
        ids = {study.nct for study in page.studies}
        self._received += len(page.studies)
        self._empty = 0 if ids else self._empty + 1
        self._stale = self._stale + 1 if ids and ids <= self._ids else 0
        if self._empty > EMPTY_PAGES:
            raise AnswerError(f"{self._host} answers with empty pages without end; try again later.")
        if (ids and page.next_token in self._tokens) or self._stale > STALE_PAGES:
            raise CrawlError(f"{self._host} leads from page to page in a circle; try again later.")
        if self._most is not None and self._received > self._most:
            raise CrawlError(f"{self._host} counts fewer trials than half of the {self._received} that it lists.")
        self._tokens.add(page.next_token)
        self._ids |= ids
