"""Trials of the snapshot before that are listed no more: each is asked for, so that none leaves by a slip."""

from collections.abc import Callable, Collection, Mapping

from cache.refresh.guard import loses_too_many
from fetchers.registry.answers import Study, TooDeepError
from fetchers.registry.client import RegistryClient
from seeds.errors import GuardError


def check_count(missing: Collection[str], before: int) -> None:
    """GuardError where so many are gone that the refresh would be refused: asking for each would take hours."""
    if loses_too_many(len(missing), before):
        raise GuardError(
            f"The registry lists {len(missing)} of {before} trials no more; the snapshot before stays current. "
            "Look into it, then run `rapatrials refresh --accept` if that is right."
        )


def departed(
    client: RegistryClient, missing: Collection[str], refused: Collection[str], stays: Callable[[Study], object]
) -> Mapping[str, str]:
    """How each missing trial left, by id: `not found`, `alias of NCT...`, `cannot be read` or
    `no longer selected`.

    Where the registry refused part of the queries, a trial that it still has proves nothing by being unlisted: it
    is handed to `stays`. A registry that does not answer fails the refresh.
    """
    left = {}
    for nct in sorted(missing):
        try:
            study = client.study(nct)
        except TooDeepError:
            left[nct] = "cannot be read"
            continue
        if study is None:
            left[nct] = "not found"
        elif study.nct != nct:
            left[nct] = f"alias of {study.nct}"
        elif refused:
            stays(study)
        else:
            left[nct] = "no longer selected"
    return left
