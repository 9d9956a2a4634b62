"""Imported by the process that refreshes are forked from (`tests.bench.child`): compiles the rules once for all."""

from tests.bench.child import rules

rules()
