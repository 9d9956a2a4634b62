"""Answers read against the contract: what cannot be used is refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.registry.answers import Answer, RefusedError, page_of, study_of, version_of
from seeds.errors import AnswerError

STUDY = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}, "x": "ü"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["studies", "totalCount", "a"]) | st.text(), inner),
    max_leaves=12,
)


def test_page_holds_studies_token_and_total() -> None:
    page = page_of(Answer(200, {"studies": [STUDY], "nextPageToken": "ZVNj", "totalCount": 7}, ""), "host")
    assert (page.next_token, page.total_count) == ("ZVNj", 7)
    assert page.studies[0].nct == "NCT00000001"
    assert (
        page.studies[0].line == '{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"}},"x":"ü"}'.encode()
    )


def test_last_page_has_no_token() -> None:
    assert page_of(Answer(200, {"studies": []}, ""), "host").next_token is None


@pytest.mark.parametrize(
    "body",
    [[], "studies", None, {}, {"studies": {}}, {"studies": [], "nextPageToken": 7}, {"studies": [], "totalCount": "7"},
     {"studies": [7]}, {"studies": [{}]}, {"studies": [{"protocolSection": []}]}],
)  # fmt: skip
def test_page_of_another_shape_is_refused(body: object) -> None:
    with pytest.raises(AnswerError, match="host sent a "):
        page_of(Answer(200, body, ""), "host")


@given(JSON)
def test_any_json_is_a_page_or_an_answer_error(body: object) -> None:
    try:
        page = page_of(Answer(200, body, ""), "host")
    except AnswerError:
        return
    assert isinstance(body, dict)
    assert len(page.studies) == len(body["studies"])


@pytest.mark.parametrize("body", [{}, [], {"dataTimestamp": 7}, {"apiVersion": "2.0.5"}])
def test_version_without_a_timestamp_is_refused(body: object) -> None:
    with pytest.raises(AnswerError, match="dataTimestamp"):
        version_of(Answer(200, body, ""), "host")


def test_refusal_quotes_the_registry_on_one_line() -> None:
    answer = Answer(400, "\n\x1b[31mError parsing query in Other terms: Too complicated query\nmore", "")
    with pytest.raises(RefusedError) as caught:
        page_of(answer, "host")
    quoted = "[31mError parsing query in Other terms: Too complicated query"
    assert str(caught.value) == f"host refuses the request to /studies: {quoted}; mend the query."


@pytest.mark.parametrize(("status", "words"), [(404, "no API at /studies"), (401, "unexpected status 401")])
def test_other_statuses_have_their_own_words(status: int, words: str) -> None:
    with pytest.raises(AnswerError, match=words):
        page_of(Answer(status, "", ""), "host")


def test_study_without_id_is_refused() -> None:
    with pytest.raises(AnswerError, match="without an NCT id"):
        study_of({"protocolSection": {}}, "host")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-11-20T09:00:05", "2026-11-20T09:00:05"),
        ("2026-11-20T09:00:05Z", "2026-11-20T09:00:05"),
        ("2026-11-20T10:00:05.25+01:00", "2026-11-20T09:00:05"),
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("20261120T090005", "2026-11-20T09:00:05"),
    ],
)
def test_time_of_the_data_is_read_in_any_iso_form(said: str, read: str) -> None:
    assert version_of(Answer(200, {"dataTimestamp": said}, ""), "host").data_timestamp == read


@pytest.mark.parametrize("said", ["yesterday", "2026-13-45T09:00:05", "0001-01-01T00:00:00+14:00", "20.11.2026"])
def test_time_of_the_data_that_is_none_is_told(said: str) -> None:
    with pytest.raises(AnswerError, match="which is no time"):
        version_of(Answer(200, {"dataTimestamp": said}, ""), "host")
