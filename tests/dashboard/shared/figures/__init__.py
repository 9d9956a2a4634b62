"""Tests of dashboard/shared/figures."""
