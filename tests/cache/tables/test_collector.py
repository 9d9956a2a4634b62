"""The collector is held back for as long as the context lasts, and no longer."""

import gc

import pytest

from cache.tables.collector import SELDOM, seldom_collected


def test_is_held_back_and_let_go_again() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] == SELDOM
        assert gc.get_freeze_count() > 1000
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_is_let_go_after_an_error() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="no"), seldom_collected():
        raise ValueError("no")
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
