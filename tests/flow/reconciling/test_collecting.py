"""Circles of references are looked for again, whatever became of what was done meanwhile."""

import gc

import pytest

from bridge.flow.reconciling.between.collecting import uncollected


@uncollected()
def collects(*, fails: bool = False) -> bool:
    if fails:
        raise LookupError
    return gc.isenabled()


def test_circles_are_looked_for_again_afterwards() -> None:
    assert gc.isenabled()
    assert not collects()
    assert gc.isenabled()


def test_they_are_looked_for_again_after_an_error_too() -> None:
    with pytest.raises(LookupError):
        collects(fails=True)
    assert gc.isenabled()


def test_who_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        assert not collects()
        assert not gc.isenabled()
    finally:
        gc.enable()
