"""`bridge exceptions resolve`, `confirm` and others, through both sandboxes."""

from decimal import Decimal

import pytest

from bridge.app import Bridge, settings_of
from bridge.model.ids import canonical
from tests.cli.calls import Ended, call
from tests.cli.conftest import Reached


@pytest.fixture
def flagged(reached: Reached) -> Reached:
    """Books in which exception 1 is about a product that no rule knows: 18,000.00 USD."""
    assert call("sync", "--once", "--config", reached.config).code == 0
    return reached


def do(flagged: Reached, *words: object) -> Ended:
    return call("exceptions", *words, "--config", flagged.config)


def sync(flagged: Reached) -> dict[str, dict[str, str]]:
    done = call("sync", "--once", "--json", "--config", flagged.config)
    currencies: dict[str, dict[str, str]] = done.form["currencies"]
    return currencies


def made_by_hand(flagged: Reached, amount: str, customer: str | None = None) -> str:
    """Make a sales order in NetSuite as a person does; return its internal id."""
    (case,) = do(flagged, "list", "--json").form["exceptions"]
    with Bridge.open(settings_of(flagged.config)) as bridge:
        with bridge.ends.store.reading() as view:
            deal = view.deals.one(case["deal"])
            assert deal is not None
            assert deal.dossier is not None
            (order,) = (
                one
                for one in view.dossiers.read(deal.dossier).records
                if one.type == "Order" and one.id == deal.id
            )
        line = {"item": {"externalId": "SUB-ENT"}, "quantity": 1, "amount": Decimal(amount)}
        body = {
            "entity": {"externalId": customer or f"SFA-{order.fields['AccountId']}"},
            "currency": {"externalId": "USD"},
            "tranDate": "2026-03-02",
            "item": {"items": [line]},
        }
        return bridge.ends.netsuite.upsert(
            "salesOrder", f"by-hand-{amount.replace('.', '-')}", canonical(body)
        )


def test_a_deal_that_was_handled_outside_leaves_suspense_when_two_people_agree(
    flagged: Reached,
) -> None:
    number = made_by_hand(flagged, "18000.00")
    before = len(flagged.written)
    done = do(
        flagged, "resolve", 1, "--outside", f"salesOrder:{number}", "--why", "made before",
        "--as", "Ana",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    says = f"handled outside as salesOrder:{number}: made before"
    assert done.out == f"exception 1: waits for second ({says})\n"
    assert sync(flagged)["USD"]["suspense"] == "18000.00"
    own = do(flagged, "confirm", 1, "--why", "seen", "--as", "ANA")
    assert own.code == 2
    assert "nobody confirms what is his own" in own.err
    assert do(flagged, "confirm", 1, "--why", "seen", "--as", "Ben").code == 0
    books = sync(flagged)["USD"]
    assert (books["suspense"], books["excluded"], books["unbalanced"]) == (
        "0.00",
        "18000.00",
        "0.00",
    )
    assert len(flagged.written) == before
    (case,) = do(flagged, "list", "--all", "--json").form["exceptions"]
    assert (case["state"], case["resolved_by"], case["decided"]) == ("RESOLVED", "decision", says)
    assert do(flagged, "revoke", 1, "--why", "it was void", "--as", "Ben").code == 0
    assert sync(flagged)["USD"]["suspense"] == "18000.00"
    (again,) = do(flagged, "list", "--json").form["exceptions"]
    assert (again["state"], again["returned"]) == ("OPEN", 1)
    assert call("ledger", "verify", "--config", flagged.config).code == 0


def test_a_booking_that_is_none_is_rejected_by_two(flagged: Reached) -> None:
    assert do(flagged, "resolve", 1, "--rejected", "--why", "a trial run", "--as", "Ana").code == 0
    assert do(flagged, "decline", 1, "--why", "it is real", "--as", "Ben").out == (
        "exception 1: open\n"
    )
    assert do(flagged, "resolve", 1, "--rejected", "--why", "a trial run", "--as", "Ana").code == 0
    assert do(flagged, "confirm", 1, "--why", "so it is", "--as", "Ben").code == 0
    assert sync(flagged)["USD"]["excluded"] == "18000.00"
    balances = call("ledger", "balance", "--json", "--config", flagged.config).form["balances"]
    assert "excluded:decision:rejected" in {one["account"] for one in balances}


def test_what_does_not_tie_stands_for_nothing(flagged: Reached) -> None:
    dearer = made_by_hand(flagged, "18000.01")
    wrong = {
        (
            "--outside",
            f"salesOrder:{dearer}",
        ): "has 18,000.01 USD before tax, the deal 18,000.00 USD",
        ("--outside", f"invoice:{dearer}"): "NetSuite has no such transaction with a customer",
        ("--outside", "salesOrder:999999999"): "NetSuite has no such transaction with a customer",
        ("--outside", "the order"): "'the order' names no record",
        (): "is not said, or said twice",
        ("--outside", "salesOrder:1", "--rejected"): "is not said, or said twice",
        ("--rejected", "--why", " "): "the reason says nothing",
    }
    for words, says in wrong.items():
        done = do(flagged, "resolve", 1, "--why", "so", *words)
        assert done.code == 2, words
        assert says in " ".join(done.err.split()), words
    (case,) = do(flagged, "list", "--json").form["exceptions"]
    assert (case["state"], case["acts"]) == ("OPEN", 0)
