"""Tests of dashboard/views/map."""
