"""Pulls registry records and annotates them: pure functions, with the network in `client` alone."""

from fetchers import native

__path__ = native.search_path("fetchers", list(__path__))
