"""What is asked of the registry's record history, at an address that it does not document and may close any day."""

from fetchers.history.versions import RecordVersion, outcomes_node, versions_of
from fetchers.record.nodes import Node
from fetchers.registry.answers import Answer
from fetchers.registry.server import Client, Question
from seeds.errors import AnswerError


class RecordHistory:
    """Asks for versions; `client` is one for the registry's inner address."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def versions(self, nct: str) -> list[RecordVersion] | None:
        """The versions of a record under the id that the registry gives it; None where it tells none."""
        answer = self.client.ask(Question(f"/studies/{nct}/history"))
        if _is_unknown(answer, nct):
            return None
        found = versions_of(self._body(answer))
        if not found:
            raise self._foreign("a history without versions")
        return found

    def outcomes(self, nct: str, number: int) -> Node | None:
        """The outcomes module of one version; None where there is no such version."""
        answer = self.client.ask(Question(f"/studies/{nct}/history/{number}"))
        if _is_unknown(answer, nct):
            return None
        found = outcomes_node(self._body(answer))
        if found is None:
            raise self._foreign("a version without a study")
        return found

    def _body(self, answer: Answer) -> object:
        if answer.status != 200:
            raise self._foreign(f"the unexpected status {answer.status}")
        return answer.body

    def _foreign(self, what: str) -> AnswerError:
        options = self.client.options
        return AnswerError(f"{options.host} answers {what}; its history may have changed. {options.check_address}")


def _is_unknown(answer: Answer, nct: str) -> bool:
    """Whether the registry says that it knows no such history or version: its 404 names the trial.

    Any other 404 says that the address is gone, which tells nothing of a trial.
    """
    return answer.status == 404 and nct in str(answer.body)
