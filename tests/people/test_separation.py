import pytest

from bridge.errors import NotPermitted
from bridge.people import separation


@pytest.mark.parametrize("spelt", ["Ana Example", "ANA  example", "Ána-Example"])
def test_nobody_approves_what_is_his_own_however_he_spells_his_name(spelt: str) -> None:
    with pytest.raises(NotPermitted, match="Ana Example wrote it") as refused:
        separation.require_another(spelt, "Ana Example", where="draft 3", did="wrote it")
    assert (refused.value.where, refused.value.roles) == ("draft 3", ())


def test_another_person_may() -> None:
    separation.require_another("Ben", "Ana Example", where="draft 3", did="wrote it")
