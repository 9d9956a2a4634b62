"""What is asked of Europe PMC and of PubMed: the articles that name a trial, or that its record lists."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fetchers.articles import europe_pmc, pubmed
from fetchers.articles.article import Article
from fetchers.elsewhere.sources import Asker
from fetchers.registry.server import Client, Question, json_of
from seeds.errors import AnswerError

PAGE_ARTICLES = 100  # articles a page: abstracts with their authors are up to 300 KB each
MOST_PAGES = 20  # of one trial's articles; a trial that more than 2,000 articles name is read no further
LONG_QUERY = 1500  # characters from which a question is posted rather than put into the address
MOST_PMIDS = 150  # of a record's references; no more are asked for
TRIALS_A_QUESTION, ARTICLES_A_QUESTION = 40, 200  # ids in one question to PubMed


def _page(content: bytes) -> Any:
    body = json_of(content)
    if not europe_pmc.is_page(body):
        raise ValueError("sends no list of results")
    return body


def _search(content: bytes) -> Any:
    body = json_of(content)
    if fault := pubmed.fault_of(body):
        raise ValueError(fault)
    return body


class EuropePmc:
    """Searches Europe PMC; `client` is one for its address."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def articles(self, ids: Sequence[str], pmids: Sequence[str]) -> list[Article]:
        """Every article that names one of the ids anywhere, full text included, and those under these PMIDs."""
        parts = [*ids, *(f"(EXT_ID:{pmid} AND SRC:MED)" for pmid in pmids[:MOST_PMIDS])]
        found: dict[tuple[str, str], Article] = {}
        for article in self._search(" OR ".join(parts)):
            found.setdefault((article.source, article.id), article)
        return list(found.values())

    def _search(self, query: str) -> Iterator[Article]:
        mark, seen = "*", set[str]()
        while len(seen) < MOST_PAGES:
            asked = {"query": query, "format": "json", "resultType": "core", "pageSize": str(PAGE_ARTICLES),
                     "synonym": "false", "cursorMark": mark}  # fmt: skip
            body = _body(self.client, self._question(asked))
            if said := europe_pmc.refusal_of(body):
                raise AnswerError(f"{self.client.options.host} refuses the question: {said}")
            page = europe_pmc.page_of(body, mark)
            yield from page.articles
            seen.add(mark)
            if page.next_mark is None:
                return
            if page.next_mark in seen:
                raise AnswerError(f"{self.client.options.host} leads in circles from page to page of one search.")
            mark = page.next_mark

    def _question(self, asked: Mapping[str, str]) -> Question:
        if len(asked["query"]) > LONG_QUERY:
            return Question("/searchPOST", form=asked, read=_page)
        return Question("/search", asked, read=_page)


class PubMed:
    """Searches PubMed; `client` is one for its address."""

    def __init__(self, client: Client, asker: Asker) -> None:
        self.client = client
        told = {"tool": "rapatrials", "email": asker.email, "api_key": asker.key}
        self._told = {name: value for name, value in told.items() if value}

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Every article whose databank field names one of the ids, with that field."""
        pmids: dict[str, None] = {}
        for start in range(0, len(ids), TRIALS_A_QUESTION):
            pmids |= dict.fromkeys(self._pmids(" OR ".join(f"{each}[si]" for each in ids[start:][:TRIALS_A_QUESTION])))
        wanted = list(pmids)
        found: list[Article] = []
        for start in range(0, len(wanted), ARTICLES_A_QUESTION):
            form = {
                **self._told,
                "db": "pubmed",
                "retmode": "xml",
                "id": ",".join(wanted[start:][:ARTICLES_A_QUESTION]),
            }
            root = _body(self.client, Question("/efetch.fcgi", form=form, read=pubmed.root_of))
            found += pubmed.articles_of(root)
        return found

    def _pmids(self, term: str) -> Iterator[str]:
        """The PMIDs that a search finds, page by page."""
        start, count = 0, 1
        while start < count:
            asked = {**self._told, "db": "pubmed", "term": term, "retmode": "json", "retmax": "1000",
                     "retstart": str(start)}  # fmt: skip
            body = _body(self.client, Question("/esearch.fcgi", asked, read=_search))
            ids, count = pubmed.ids_of(body), pubmed.count_of(body) or 0
            yield from ids
            if not ids:
                return
            start += len(ids)


def _body(client: Client, question: Question) -> Any:
    """The body of a 200; AnswerError for any other status, which these services give for no question of ours."""
    answer = client.ask(question)
    if answer.status != 200:
        options, status = client.options, answer.status
        told = f"{options.host} answers {question.path} with the unexpected status {status}. {options.check_address}"
        raise AnswerError(told)
    return answer.body
