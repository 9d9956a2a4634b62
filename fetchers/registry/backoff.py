"""How long to wait before asking again: pure functions of the failure, no clock."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime


def pause(failures: int, start_s: float, most_s: float, jitter: float) -> float:
    """Seconds to wait after the nth failure: doubling, at most `most_s`, spread by a quarter either way.

    `jitter` is a number from 0 to 1; many clients that failed together must not come back together.
    """
    return min(start_s * 2.0 ** min(failures - 1, 60), most_s) * (0.75 + jitter / 2)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks for (RFC 9110, section 10.2.3), or None where it asks nothing intelligible.

    A date is read against the server's own `Date`, so a wrong clock on this machine does no harm.
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal() and len(asked) < 10:
        return float(asked)
    try:
        until, now = parsedate_to_datetime(asked), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):  # no date; or one with a zone and one without
        return None
