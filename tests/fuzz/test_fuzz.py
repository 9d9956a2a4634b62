"""A short run of what `make fuzz` does for ten minutes."""

from hypothesis import HealthCheck, given, settings

from tests.fuzz import checks

short = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@short
@given(checks.records())
def test_any_record_becomes_rows(made) -> None:
    checks.check_record(made)


@short
@given(checks.answers)
def test_any_answer_is_read_or_refused(answer) -> None:
    checks.check_answer(*answer)
