"""Waste in circles is looked for seldom while files are read, and as often as before once that is done."""

import gc

import pytest

from commissioning.waste import SELDOM, looked_for_seldom
from commissioning.work.workers import started


def test_waste_is_looked_for_seldom_while_it_lasts_and_then_as_before() -> None:
    before = gc.get_threshold()
    with looked_for_seldom():
        assert gc.get_threshold() == SELDOM
        with looked_for_seldom():
            pass
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before != SELDOM


def test_waste_is_looked_for_as_before_where_the_work_breaks_off() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), looked_for_seldom():
        raise ZeroDivisionError
    assert gc.get_threshold() == before


def test_waste_is_looked_for_seldom_while_there_are_workers() -> None:
    before = gc.get_threshold()
    with started(files=1):
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before
