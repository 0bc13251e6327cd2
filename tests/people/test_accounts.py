import pytest

from bridge.errors import Misconfigured
from bridge.people.accounts import account_name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\x00",
        "ana\x00",
        "a\u202eb",
        "bridge",
        "NOBODY",
        "Set-Up",
        "x" * 81,
        "x" * 1_000_000,
        "\ud800",
        "...",
        "\u3164",
    ],
)
def test_a_name_that_names_nobody_is_refused(name: str) -> None:
    with pytest.raises(Misconfigured):
        account_name(name)


def test_a_name_is_kept_as_the_ledger_keeps_it() -> None:
    assert account_name("  Ana   Example ") == "Ana Example"
