"""Errors that a user can mend: one sentence that names the file, field or option, and an exit code per kind."""


class UserError(Exception):
    """Shown as one sentence without a traceback; everything else is a bug and keeps its traceback."""

    exit_code = 2


class OptionError(UserError):
    """An option, filter value, measure or format that the command does not know."""

    exit_code = 2


class UnreachableError(UserError):
    """The registry did not answer, or kept failing after every retry."""

    exit_code = 4


class BlockedError(UserError):
    """The registry refuses this client (403, or 429 without end)."""

    exit_code = 5


class AnswerError(UserError):
    """The registry answered with something that is not what the API contract promises."""

    exit_code = 6


class CrawlError(UserError):
    """The crawl does not add up: ids missing or doubled, or the data moved on too often."""

    exit_code = 7


class GuardError(UserError):
    """A refresh would lose more than the set share of trials or labels."""

    exit_code = 8


class LockError(UserError):
    """Another refresh holds the cache."""

    exit_code = 9


class DiskError(UserError):
    """A folder or file cannot be read or written, or the disk is full."""

    exit_code = 10


class SnapshotError(UserError):
    """No snapshot is there, or it is damaged or of another layout."""

    exit_code = 11


class SeedError(UserError):
    """A file of rules, drugs or terms is not well formed."""

    exit_code = 12


class EngineError(UserError):
    """The cluster of `annotate` is gone, or processes died over a shard."""

    exit_code = 14


class PortError(UserError):
    """The dashboard's port is taken or not allowed."""

    exit_code = 13
